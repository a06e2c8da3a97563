namespace Vandar.Core.Tests.Values;

/// <summary>What is particular to each identifier: its forms, its parts, its mask.</summary>
[TestFixture]
internal sealed class IdentifierTests
{
    [TestCase("IR080620000000000000123456")]
    [TestCase("ir080620000000000000123456")]
    [TestCase("IR08 0620 0000 0000 0000 1234 56")]
    [TestCase("IR08-0620-0000-0000-0000-1234-56")]
    [TestCase("IR 08 \u2013 0620\u200C0000\u200E0000\u00A0000012 3456")]
    [TestCase("\u200FIR\u06F0\u06F8\u0660\u0666\u06F20000000000000123456")]
    public void Iban_takes_groups_and_scripts(string text)
    {
        Assert.That(Iban.Parse(text).Value, Is.EqualTo("IR080620000000000000123456"));
    }

    [TestCase("080620000000000000123456", Description = "no country")]
    [TestCase("DE080620000000000000123456", Description = "another country")]
    [TestCase("IR08062000000000000012345", Description = "a digit short")]
    [TestCase("IR0806200000000000001234567", Description = "a digit long")]
    [TestCase("IR08_0620000000000000123456", Description = "another separator")]
    [TestCase("I R080620000000000000123456", Description = "a gap in the country")]
    public void Iban_of_another_shape_is_refused(string text)
    {
        Assert.That(() => Iban.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("24 digits"));
    }

    [TestCase("IR020620000000000000000083", true)]
    [TestCase("IR980620000000000000000004", true)]
    [TestCase("IR970620000000000000000022", true)]
    [TestCase("IR990620000000000000000083", false, Description = "02 written as 99")]
    [TestCase("IR010620000000000000000004", false, Description = "98 written as 01")]
    [TestCase("IR000620000000000000000022", false, Description = "97 written as 00")]
    [TestCase("IR490000000000000000000000", true)]
    [TestCase("IR809999999999999999999999", true)]
    [TestCase("IR090620000000000000123456", false)]
    public void Iban_check_digits_are_the_issued_ones(string text, bool valid)
    {
        Assert.That(Iban.TryParse(text, out Iban value), Is.EqualTo(valid));
        Assert.That(value.IsEmpty, Is.Not.EqualTo(valid));
    }

    [Test]
    public void Iban_tells_its_bank()
    {
        Assert.That(Iban.Parse("IR080620000000000000123456").BankCode, Is.EqualTo("062"));
        Assert.That(default(Iban).BankCode, Is.Empty);
    }

    [TestCase("6037990000000006")]
    [TestCase("6037-9900-0000-0006")]
    [TestCase("6037 9900 0000 0006")]
    [TestCase("6037 - 9900\u200C0000\u200B0006")]
    [TestCase("\u06F6\u06F0\u06F3\u06F7 \u0669\u0669\u0660\u0660 0000 0006")]
    public void Card_number_takes_groups_and_scripts(string text)
    {
        Assert.That(CardNumber.Parse(text).Value, Is.EqualTo("6037990000000006"));
    }

    private static readonly string[] s_dashes = ["-", "\u2010", "\u2013", "\u2015", "\u2212"];

    private static readonly string[] s_blanks =
        [" ", "\u00A0", "\u200B", "\u200F", "\u202A", "\u202E", "\u2066", "\u2069", "\u061C", "\uFEFF"];

    private static readonly string[] s_strangers =
    [
        ".", ",", "/", ":", "_", "\u2016", "\u2211", "\u2213", "\u2065", "\u206A", "\u061B", "\u061D", "\uFEFE",
        "\u06EF", "\u06FA", "\u065F", "\u066A",
    ];

    [TestCaseSource(nameof(s_dashes))]
    public void Dashes_stand_between_digits_only(string dash)
    {
        Assert.That(CardNumber.TryParse($"6037{dash}9900{dash}00000006", out CardNumber card) && card.Value == "6037990000000006", Is.True);
        Assert.That(CardNumber.TryParse($"{dash}6037990000000006", out _) || CardNumber.TryParse($"6037990000000006{dash}", out _), Is.False);
    }

    [TestCaseSource(nameof(s_blanks))]
    public void Blanks_and_invisible_marks_stand_anywhere(string blank) =>
        Assert.That(CardNumber.TryParse($"{blank}6037{blank}990000000006{blank}", out CardNumber card) && card.Value == "6037990000000006", Is.True);

    [TestCaseSource(nameof(s_strangers))]
    public void Other_characters_stand_nowhere(string stranger)
    {
        Assert.That(CardNumber.TryParse($"6037{stranger}990000000006", out _), Is.False);
        Assert.That(CardNumber.TryParse($"{stranger}6037990000000006", out _) || CardNumber.TryParse($"6037990000000006{stranger}", out _), Is.False);
        Assert.That(NationalCode.TryParse($"001234567{stranger}", out _), Is.False);
    }

    [TestCase("603799000000000", "16 digits")]
    [TestCase("60379900000000060", "16 digits")]
    [TestCase("603799******0006", "16 digits")]
    [TestCase("6037/9900/0000/0006", "16 digits")]
    [TestCase("0000000000000000", "zero")]
    [TestCase("6037990000000007", "Luhn")]
    public void Card_number_names_the_broken_rule(string text, string rule)
    {
        Assert.That(() => CardNumber.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(rule));
    }

    [Test]
    public void Card_number_tells_its_ends()
    {
        CardNumber card = CardNumber.Parse("6274120000000010");

        Assert.That((card.Bin, card.LastFour), Is.EqualTo(("627412", "0010")));
        Assert.That((default(CardNumber).Bin, default(CardNumber).LastFour), Is.EqualTo(("", "")));
    }

    [TestCase("0012345679")]
    [TestCase("0000000019")]
    [TestCase("0000000061")]
    [TestCase("1234567891")]
    [TestCase("4990370007")]
    public void National_code_keeps_its_leading_zeros(string text)
    {
        Assert.That(NationalCode.Parse(text).Value, Is.EqualTo(text));
    }

    [TestCase("12345679", "leading zeros")]
    [TestCase("00012345679", "10 digits")]
    [TestCase("001-234567-9", "10 digits")]
    [TestCase("0012345670", "check digit")]
    public void National_code_names_the_broken_rule(string text, string rule)
    {
        Assert.That(() => NationalCode.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(rule));
    }

    [Test]
    public void National_code_is_not_one_digit_ten_times([Range(0, 9)] int digit)
    {
        Assert.That(() => NationalCode.Parse(new string((char)('0' + digit), 10)),
            Throws.TypeOf<FormatException>().With.Message.Contains("repeated"));
    }

    [TestCase("09120000001")]
    [TestCase("+989120000001")]
    [TestCase("00989120000001")]
    [TestCase("989120000001")]
    [TestCase("9120000001")]
    [TestCase("\u200E+\u06F9\u06F8\u0669120000001")]
    public void Mobile_number_is_normalised(string text)
    {
        Assert.That(MobileNumber.Parse(text).Value, Is.EqualTo("09120000001"));
    }

    [Test]
    public void Mobile_numbers_begin_at_the_first_nine()
    {
        Assert.That(MobileNumber.Parse("09000000000").Value, Is.EqualTo("09000000000"));
        Assert.That(MobileNumber.TryParse("08999999999", out _), Is.False);
    }

    [TestCase("08120000001")]
    [TestCase("02188888888")]
    [TestCase("+9809120000001")]
    [TestCase("+09120000001")]
    [TestCase("+9120000001")]
    [TestCase("+00989120000001")]
    [TestCase("++989120000001")]
    [TestCase("009120000001")]
    [TestCase("0989120000001")]
    [TestCase("+979120000001")]
    [TestCase("0912 000 0001")]
    [TestCase("912000001")]
    public void Mobile_number_of_another_form_is_refused(string text)
    {
        Assert.That(() => MobileNumber.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("nine digits"));
    }

    [Test]
    public void Masks_show_enough_to_recognise_and_too_little_to_use()
    {
        Assert.Multiple(() =>
        {
            Assert.That($"{Iban.Parse("IR080620000000000000123456")}", Is.EqualTo("IR**-062*-****-****-****-**34-56"));
            Assert.That($"{CardNumber.Parse("6037991234560005")}", Is.EqualTo("6037-99**-****-0005"));
            Assert.That($"{NationalCode.Parse("0012345679")}", Is.EqualTo("********79"));
            Assert.That($"{MobileNumber.Parse("09121234567")}", Is.EqualTo("09*****4567"));
        });
    }

    [Test]
    public void No_way_of_printing_reaches_the_secret()
    {
        (object Value, string Secret)[] values =
        [
            (Iban.Parse("IR220170000000000012345678"), "12345"),
            (CardNumber.Parse("6104331234567890"), "12345"),
            (NationalCode.Parse("1234567891"), "12345"),
            (MobileNumber.Parse("09123456789"), "12345"),
        ];

        Assert.Multiple(() =>
        {
            foreach ((object value, string secret) in values)
            {
                // An IFormattable would hand its full text to every interpolated string.
                Assert.That(value, Is.Not.InstanceOf<IFormattable>());
                Assert.That(string.Concat(value, $"{value}", new { Wrapped = value }), Does.Not.Contain(secret));
            }
        });
    }

    [Test]
    public void Equality_is_that_of_the_digits()
    {
        Assert.That(CardNumber.Parse("6037-9900-0000-0006"), Is.EqualTo(CardNumber.Parse("6037990000000006")));
        Assert.That(CardNumber.Parse("6037-9900-0000-0006") == CardNumber.Parse("6274120000000010"), Is.False);
        Assert.That(MobileNumber.Parse("+989120000001").GetHashCode(), Is.EqualTo(MobileNumber.Parse("09120000001").GetHashCode()));
    }

    [Test]
    public void A_word_of_the_API_is_printed_as_it_is_and_no_word_as_nothing()
    {
        Assert.That($"{PspPort.Saman} {PspPort.Behpardakht} {SettlementType.Ach} {SettlementType.A2A}", Is.EqualTo("SAMAN BEHPARDAKHT ACH A2A"));
        Assert.That(
            $"{SettlementStatus.Init} {SettlementStatus.Pending} {SettlementStatus.Done} {SettlementStatus.Failed} {SettlementStatus.Canceled}",
            Is.EqualTo("INIT PENDING DONE FAILED CANCELED"));
        Assert.That($"{default(PspPort)}{default(SettlementType)}{default(SettlementStatus)}", Is.Empty);
    }

    [Test]
    public void Null_is_no_value_to_TryParse()
    {
        string? absent = null;

        Assert.That(Iban.TryParse(absent, out _) || CardNumber.TryParse(absent, out _) || NationalCode.TryParse(absent, out _)
            || MobileNumber.TryParse(absent, out _) || JalaliDate.TryParse(absent, out _), Is.False);
    }

    [Test]
    public void Public_members_reach_the_common_rules()
    {
        Span<char> chars = stackalloc char[26];
        Span<byte> bytes = stackalloc byte[26];
        Iban iban = Iban.Parse("IR080620000000000000123456");

        Assert.That(iban.TryFormat(chars, out int charsWritten) && iban.TryFormat(bytes, out int bytesWritten)
            && charsWritten == 26 && bytesWritten == 26, Is.True);
        Assert.That(Iban.TryParse(bytes, out Iban again) && again == iban && Iban.TryParse(chars, out again) && again == iban, Is.True);
    }
}
