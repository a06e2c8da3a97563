using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Vandar.Core.Sandbox;

/// <summary>Every invented value of the sandbox: drawn from the seed and a label, never from a running generator, so that the order
/// in which parallel callers arrive does not change what each of them is given.</summary>
internal sealed class SeededValues(int seed)
{
    private const string DecimalDigits = "0123456789";

    public byte[] Bytes(string label, int count)
    {
        byte[] bytes = new byte[count];
        for (int filled = 0, block = 0; filled < count; filled += SHA256.HashSizeInBytes, block++)
        {
            string source = string.Create(CultureInfo.InvariantCulture, $"{seed}\u001f{block}\u001f{label}");
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(source));
            hash.AsSpan(0, Math.Min(hash.Length, count - filled)).CopyTo(bytes.AsSpan(filled));
        }
        return bytes;
    }

    public string Text(string label, int length, string alphabet) =>
        string.Create(length, (Bytes: Bytes(label, length), alphabet), static (text, state) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = state.alphabet[state.Bytes[i] % state.alphabet.Length];
        });

    public string Digits(string label, int length) => Text(label, length, DecimalDigits);

    public int Number(string label, int below) => (int)(BitConverter.ToUInt32(Bytes(label, sizeof(uint))) % (uint)below);

    /// <summary>The IBAN of an account. ISO 13616: 98 minus the remainder of the account with "IR00" (I = 18, R = 27) behind it.</summary>
    /// <param name="bankCode">Three digits.</param>
    /// <param name="account">Nineteen digits.</param>
    public static string IbanOf(string bankCode, string account)
    {
        int remainder = (int)(BigInteger.Parse(bankCode + account + "182700", NumberStyles.None, CultureInfo.InvariantCulture) % 97);
        return string.Create(CultureInfo.InvariantCulture, $"IR{98 - remainder:00}{bankCode}{account}");
    }

    public Guid Uuid(string label)
    {
        byte[] bytes = Bytes(label, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
