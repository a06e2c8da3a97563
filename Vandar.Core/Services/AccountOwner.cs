using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vandar.Core;

/// <summary>An owner of a bank account, as the bank names them. Personal data: keep it out of logs.</summary>
public sealed record AccountOwner : VandarModel
{
    /// <summary>The first name.</summary>
    [JsonPropertyName("firstName")]
    public string? FirstName { get; set; }

    /// <summary>The last name.</summary>
    [JsonPropertyName("lastName")]
    public string? LastName { get; set; }

    // The same in the spelling of the vendor's other services, which a client of the inquiries was seen to expect too.
    [JsonInclude]
    [JsonPropertyName("first_name")]
    internal string? FirstNameInSnakeCase { get => FirstName; set => FirstName ??= value; }

    [JsonInclude]
    [JsonPropertyName("last_name")]
    internal string? LastNameInSnakeCase { get => LastName; set => LastName ??= value; }
}

/// <summary>
/// Reads owners from a list, from one object, or from the text of either, which is how Vandar itself keeps them. Anything else is no owner: an answer
/// that was billed must not be lost to it.
/// </summary>
internal sealed class AccountOwners : JsonConverter<IReadOnlyList<AccountOwner>>
{
    public override IReadOnlyList<AccountOwner> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
            return ReadOwners(ref reader, options);
        try
        {
            Utf8JsonReader text = new(Encoding.UTF8.GetBytes(reader.GetString()!));
            return text.Read() ? ReadOwners(ref text, options) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<AccountOwner> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (AccountOwner owner in value)
            JsonSerializer.Serialize(writer, owner, OwnerType(options));
        writer.WriteEndArray();
    }

    private static List<AccountOwner> ReadOwners(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        List<AccountOwner> owners = [];
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            owners.Add(JsonSerializer.Deserialize(ref reader, OwnerType(options))!);
        }
        else if (reader.TokenType is JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            {
                if (reader.TokenType is JsonTokenType.StartObject)
                    owners.Add(JsonSerializer.Deserialize(ref reader, OwnerType(options))!);
                else
                    reader.Skip();
            }
        }
        return owners;
    }

    private static JsonTypeInfo<AccountOwner> OwnerType(JsonSerializerOptions options) =>
        (JsonTypeInfo<AccountOwner>)options.GetTypeInfo(typeof(AccountOwner));
}
