using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;

namespace Vandar.Core.Benchmarks;

/// <summary>Values that are checked when they are read, beside what one finds when one looks for how to check them.</summary>
public class ValueBenchmarks
{
    private static readonly PersianCalendar s_persian = new();

    private readonly string _iban = "IR062960000000100324200001";
    private readonly string _card = "6037990000000006";
    private readonly string _date = "1370/01/01";
    private readonly byte[] _amount = "500000"u8.ToArray();
    private readonly byte[] _utf8Iban = "IR062960000000100324200001"u8.ToArray();
    private readonly byte[] _buffer = new byte[64];
    private readonly Iban _parsed = Core.Iban.Parse("IR062960000000100324200001");

    [Benchmark]
    public Iban Iban() => Core.Iban.Parse(_iban);

    [Benchmark]
    public Iban IbanFromUtf8() => Core.Iban.TryParse(_utf8Iban, out Iban iban) ? iban : throw new FormatException();

    /// <summary>The remainder by 97 over the country's letters as numbers, as the standard words it.</summary>
    [Benchmark]
    public string IbanFramework()
    {
        StringBuilder digits = new();
        foreach (char c in _iban[4..] + _iban[..4])
            digits.Append(char.IsAsciiLetter(c) ? (c - 'A' + 10).ToString(CultureInfo.InvariantCulture) : c.ToString());
        return BigInteger.Parse(digits.ToString(), CultureInfo.InvariantCulture) % 97 == 1 ? _iban : throw new FormatException();
    }

    [Benchmark]
    public int IbanToUtf8() => _parsed.TryFormat(_buffer.AsSpan(), out int written) ? written : 0;

    [Benchmark]
    public byte[] IbanToUtf8Framework() => Encoding.UTF8.GetBytes(_iban);

    [Benchmark]
    public CardNumber Card() => CardNumber.Parse(_card);

    /// <summary>Luhn in one line.</summary>
    [Benchmark]
    public string CardFramework() =>
        _card.Reverse().Select((c, i) => i % 2 == 0 ? c - '0' : (c - '0') * 2 is > 9 and int twice ? twice - 9 : (c - '0') * 2).Sum() % 10 == 0
            ? _card
            : throw new FormatException();

    [Benchmark]
    public JalaliDate Date() => JalaliDate.Parse(_date);

    [Benchmark]
    public DateTime DateFramework()
    {
        string[] parts = _date.Split('/');
        return s_persian.ToDateTime(
            int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture), 0, 0, 0, 0);
    }

    [Benchmark]
    public Rial Amount() => JsonSerializer.Deserialize(_amount, ValueJson.Default.Rial);

    [Benchmark]
    public decimal AmountFramework() => JsonSerializer.Deserialize(_amount, ValueJson.Default.Decimal);
}

[JsonSerializable(typeof(Rial))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class ValueJson : JsonSerializerContext;
