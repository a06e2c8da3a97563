using System.Text;
using System.Text.Json;

namespace Vandar.Core.Tests.Faults;

/// <summary>One value in a JSON text: where its bytes lie, so that a test can put others there and leave the rest as it came.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Pointer">The way to the value: <c>/data/0/amount</c>.</param>
/// <param name="Kind">What the value begins with.</param>
/// <param name="Name">Where the member's name begins; -1 for an element of an array.</param>
/// <param name="Start">Where the value begins.</param>
/// <param name="End">Where it ends.</param>
internal sealed record Place(byte[] Text, string Pointer, JsonTokenType Kind, int Name, int Start, int End)
{
    internal bool IsMember => Name >= 0;

    internal string Value => Encoding.UTF8.GetString(Text.AsSpan(Start, End - Start));

    /// <summary>Every value below the root, in the order of the text; of an array only the first element.</summary>
    internal static IReadOnlyList<Place> In(string json)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        Utf8JsonReader reader = new(text);
        reader.Read();
        List<Place> places = [];
        Walk(ref reader, text, "", places);
        return places;
    }

    internal static Place Of(string json, string pointer) => In(json).Single(place => place.Pointer == pointer);

    /// <summary>The text with something else in place of the value.</summary>
    internal byte[] With(ReadOnlySpan<byte> value) => [.. Text[..Start], .. value, .. Text[End..]];

    internal byte[] With(string value) => With(Encoding.UTF8.GetBytes(value));

    /// <summary>The text with something more directly inside of the value: after the first quote, or the opening bracket.</summary>
    internal byte[] Inside(ReadOnlySpan<byte> more) => [.. Text[..(Start + 1)], .. more, .. Text[(Start + 1)..]];

    /// <summary>The text without the member.</summary>
    internal byte[] Without()
    {
        int after = End;
        while (char.IsWhiteSpace((char)Text[after]))
            after++;
        if (Text[after] == ',')
            return [.. Text[..Name], .. Text[(after + 1)..]];
        int before = Name - 1;
        while (char.IsWhiteSpace((char)Text[before]))
            before--;
        return [.. Text[..(Text[before] == ',' ? before : before + 1)], .. Text[End..]];
    }

    /// <summary>The text with a second member behind this one.</summary>
    internal byte[] Beside(string name, string value) => [.. Text[..End], .. Encoding.UTF8.GetBytes($",\"{name}\":{value}"), .. Text[End..]];

    private static void Walk(ref Utf8JsonReader reader, byte[] text, string pointer, List<Place> places)
    {
        bool isArray = reader.TokenType is JsonTokenType.StartArray;
        for (int index = 0; reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject); index++)
        {
            if (isArray && index > 0)
            {
                reader.Skip();
                continue;
            }
            int name = isArray ? -1 : (int)reader.TokenStartIndex;
            string below = isArray ? $"{pointer}/0" : $"{pointer}/{reader.GetString()}";
            if (!isArray)
                reader.Read();
            JsonTokenType kind = reader.TokenType;
            int start = (int)reader.TokenStartIndex;
            int at = places.Count;
            if (kind is JsonTokenType.StartArray or JsonTokenType.StartObject)
                Walk(ref reader, text, below, places);
            places.Insert(at, new(text, below, kind, name, start, (int)reader.BytesConsumed));
        }
    }
}
