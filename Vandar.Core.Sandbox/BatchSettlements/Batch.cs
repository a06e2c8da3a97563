using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vandar.Core.Sandbox;

/// <summary>One batch of settlements and its items, in the order sent.</summary>
internal sealed record Batch(string Id, DateTimeOffset CreatedAt, IReadOnlyList<WaitingSettlement> Items)
{
    /// <summary>An item's status on the wire. Submitted is not paid: from there on it is a settlement like any other.</summary>
    public static string Status(WaitingSettlement item) => item switch
    {
        { Error: not null } => "FAILED",
        { HandedOver: not null } => "SUBMITTED",
        _ => "INIT",
    };

    /// <summary>The batch id of the items as they came, or as PHP would write them again.</summary>
    public static string Hash(JsonElement items, bool asPhp)
    {
        string text = items.GetRawText();
        if (asPhp)
        {
            StringBuilder php = new();
            WritePhp(items, php);
            text = php.ToString();
        }
        return Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static void WritePhp(JsonElement value, StringBuilder php)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                php.Append('[');
                foreach (JsonElement item in value.EnumerateArray())
                    WritePhp(item, php.Append(php[^1] == '[' ? "" : ","));
                php.Append(']');
                break;
            case JsonValueKind.Object:
                php.Append('{');
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    WritePhp(member.Name, php.Append(php[^1] == '{' ? "" : ","));
                    WritePhp(member.Value, php.Append(':'));
                }
                php.Append('}');
                break;
            case JsonValueKind.String:
                WritePhp(value.GetString()!, php);
                break;
            default:
                php.Append(value.GetRawText());
                break;
        }
    }

    private static void WritePhp(string text, StringBuilder php)
    {
        php.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' or '/' => php.Append('\\').Append(c),
                '\b' => php.Append("\\b"),
                '\f' => php.Append("\\f"),
                '\n' => php.Append("\\n"),
                '\r' => php.Append("\\r"),
                '\t' => php.Append("\\t"),
                < ' ' or > '\u007f' => php.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => php.Append(c),
            };
        }
        php.Append('"');
    }
}
