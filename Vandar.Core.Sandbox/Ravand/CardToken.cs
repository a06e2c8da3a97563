namespace Vandar.Core.Sandbox;

/// <summary>What a cardholder can do on a page: from which state of the card, and to which.</summary>
internal sealed record CardTask(
    string Path, string Operation, string TokenOperation, string Title, string Button, string Result, string From, string To)
{
    public static CardTask Activate { get; } = new("activate", "ravand.card.activate", "ravand.card.activation_token",
        "فعال‌سازی کارت", "فعال کردن کارت", "کارت شما فعال شد.", CardStatus.Issued, CardStatus.Active);

    public static CardTask ChangePin { get; } = new("change-pin", "ravand.card.change_pin", "ravand.card.pin_change_token",
        "تغییر رمز اول کارت", "ثبت رمز جدید", "رمز اول کارت تغییر کرد.", CardStatus.Active, CardStatus.Active);

    public static CardTask Block { get; } = new("block", "ravand.card.block", "ravand.card.block_token",
        "مسدود کردن کارت", "مسدود کردن کارت", "کارت شما مسدود شد.", CardStatus.Active, CardStatus.Blocked);

    public static IReadOnlyList<CardTask> All { get; } = [Activate, ChangePin, Block];
}

/// <summary>One visit of a cardholder to a page.</summary>
internal sealed class CardToken
{
    public required string Text { get; init; }
    public required SandboxBusiness Business { get; init; }
    public required Cardholder Cardholder { get; init; }
    public required CardTask Task { get; init; }
    public required string? CallbackUrl { get; init; }
    public required DateTimeOffset Ends { get; init; }
    public bool Opened { get; set; }
    public bool Used { get; set; }
}

/// <summary>The tokens of the card pages. Used under the sandbox's lock.</summary>
internal sealed class CardTokenBook(World world)
{
    private readonly Dictionary<string, CardToken> _byText = new(StringComparer.Ordinal);

    public CardToken Issue(SandboxBusiness business, Cardholder cardholder, CardTask task, string? callbackUrl)
    {
        CardToken token = new()
        {
            Text = world.Seeded.Uuid(business.Label($"card-token/{cardholder.Id}", _byText.Count)).ToString(),
            Business = business,
            Cardholder = cardholder,
            Task = task,
            CallbackUrl = callbackUrl,
            Ends = world.Clock.Now + world.Switches.CardTokenLife,
        };
        _byText.Add(token.Text, token);
        return token;
    }

    /// <returns>A token that is alive and was made for this page, or <see langword="null"/>.</returns>
    public CardToken? Find(string text, CardTask task) =>
        _byText.TryGetValue(text, out CardToken? token) && token.Task == task && !token.Used && world.Clock.Now < token.Ends ? token : null;
}
