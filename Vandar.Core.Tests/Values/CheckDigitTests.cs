using System.Globalization;
using System.Numerics;

namespace Vandar.Core.Tests.Values;

/// <summary>The check digit rules against naive implementations written from their definitions, over seeded random numbers.</summary>
[TestFixture]
internal sealed class CheckDigitTests
{
    private const int Seed = 20261124;
    private const int Rounds = 20_000;

    private readonly Random _random = new(Seed);

    [Test]
    public void Iban_agrees_with_mod_97()
    {
        int valid = Count(22, bban =>
        {
            string check = _random.Next(4) == 0 ? RandomDigits(2) : IbanCheck(bban);
            return check + bban;
        }, digits => Iban.TryParse("IR" + digits, out _), NaiveIban);

        Assert.That(valid, Is.GreaterThan(Rounds / 2));
    }

    [Test]
    public void Card_number_agrees_with_Luhn()
    {
        int valid = Count(16, digits => digits, digits => CardNumber.TryParse(digits, out _), NaiveLuhn);

        Assert.That(valid, Is.GreaterThan(Rounds / 20));
    }

    [Test]
    public void National_code_agrees_with_the_published_rule()
    {
        int valid = Count(10, digits => digits, digits => NationalCode.TryParse(digits, out _), NaiveNationalCode);

        Assert.That(valid, Is.GreaterThan(Rounds / 20));
    }

    [Test]
    public void A_mistyped_digit_or_two_swapped_ones_never_pass_in_an_IBAN()
    {
        string text = "IR220170000000000012345678";

        Assert.Multiple(() =>
        {
            foreach (string wrong in Mistyped(text, 2).Concat(Swapped(text, 2)))
            {
                Assert.That(Iban.TryParse(wrong, out _), Is.False, wrong);
            }
        });
    }

    [Test]
    public void A_mistyped_digit_never_passes_in_a_card_number()
    {
        Assert.That(Mistyped("6104331234567890", 0).Where(wrong => CardNumber.TryParse(wrong, out _)), Is.Empty);
    }

    private int Count(int length, Func<string, string> complete, Func<string, bool> parse, Func<string, bool> reference)
    {
        int valid = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string digits = complete(RandomDigits(length));
            bool expected = reference(digits);
            valid += expected ? 1 : 0;
            if (parse(digits) != expected)
            {
                Assert.Fail($"seed {Seed}, round {i}: {digits} is {(expected ? "valid" : "invalid")}");
            }
        }

        return valid;
    }

    private string RandomDigits(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)('0' + _random.Next(10))));

    private static string IbanCheck(string bban) =>
        (98 - (int)(BigInteger.Parse(bban + "182700", CultureInfo.InvariantCulture) % 97)).ToString("00", CultureInfo.InvariantCulture);

    private static bool NaiveIban(string digits) =>
        digits[..2] is not ("00" or "01" or "99")
        && BigInteger.Parse(digits[2..] + "1827" + digits[..2], CultureInfo.InvariantCulture) % 97 == 1;

    private static bool NaiveLuhn(string digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            digit = i % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0 && digits.Any(c => c != '0');
    }

    private static bool NaiveNationalCode(string digits)
    {
        int remainder = Enumerable.Range(0, 9).Sum(i => (digits[i] - '0') * (10 - i)) % 11;
        return digits.Distinct().Count() > 1 && digits[9] - '0' == (remainder < 2 ? remainder : 11 - remainder);
    }

    private static IEnumerable<string> Mistyped(string text, int start) =>
        from i in Enumerable.Range(start, text.Length - start)
        from digit in "0123456789"
        where digit != text[i]
        select text[..i] + digit + text[(i + 1)..];

    private static IEnumerable<string> Swapped(string text, int start) =>
        from i in Enumerable.Range(start, text.Length - start - 1)
        where text[i] != text[i + 1]
        select text[..i] + text[i + 1] + text[i] + text[(i + 2)..];
}
