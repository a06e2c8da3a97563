namespace Vandar.Core.Sandbox;

/// <summary>Everything the vendor's documentation does not settle. Each property names its default and why it is the default; a client is
/// only safe when its tests pass at every position.</summary>
public sealed partial record SandboxSwitches
{
    // Tokens

    /// <summary>Whether a refresh also kills the access token it replaces. Default <see langword="false"/>: the documentation
    /// gives every access token five days and takes nothing back.</summary>
    public bool RefreshKillsOldAccessToken { get; init; }

    /// <summary>Whether a refresh hands out a new refresh token and kills the old one. Default <see langword="true"/>: the documentation
    /// tells to store both values again.</summary>
    public bool RefreshRotates { get; init; } = true;

    /// <summary>Whether a refused refresh token is answered with the text <c>{"unauthorized"}</c>, which is not JSON. Default
    /// <see langword="false"/>: the older documentation prints it so, but it looks like a slip of the page.</summary>
    public bool RefreshRefusalIsBrokenJson { get; init; }

    // Rate limits

    /// <summary>How the three seconds of the limit are counted. Default <see cref="SandboxRateWindow.Sliding"/>: the stricter
    /// reading, so a client that keeps it also keeps the other one.</summary>
    public SandboxRateWindow RateWindow { get; init; } = SandboxRateWindow.Sliding;

    /// <summary>What the limit counts. Default <see cref="SandboxRateScope.Token"/>: the documentation does not say, and a token is
    /// what the server sees of a caller. The refresh call brings neither token nor key and is not limited.</summary>
    public SandboxRateScope RateScope { get; init; } = SandboxRateScope.Token;

    /// <summary>The body of a 429. Default <see cref="SandboxRateRefusal.ByPath"/>: no real answer is known; the vendor's older services
    /// are plain Laravel, the newer ones use the answer library of one of its developers.</summary>
    public SandboxRateRefusal RateRefusal { get; init; } = SandboxRateRefusal.ByPath;

    // Payment gateway

    /// <summary>The HTTP status of a second verify of the same token; the body says <c>status</c> 2 either way. Default
    /// 422: the documentation lists it among the failures, while one client handles it under success (then 200).</summary>
    public int RepeatedVerifyStatus { get; init; } = 422;

    /// <summary>Where the 20 minutes to verify begin. Default <see cref="SandboxPaymentWindow.Send"/>: the documentation says
    /// both, and this is the shorter one.</summary>
    public SandboxPaymentWindow PaymentWindow { get; init; } = SandboxPaymentWindow.Send;

    /// <summary>The fee of one payment, in Rial (the wire's <c>wage</c>). Default 0, as in the documented example.</summary>
    public Rial PaymentFee { get; init; } = new(0);

    /// <summary>Whether the payer bears the fee: then <c>amount</c> is the sum sent plus the fee. Default <see langword="false"/>: a
    /// setting of the dashboard, off until somebody switches it on.</summary>
    public bool PayerBearsFee { get; init; }

    /// <summary>The <c>code</c> of the transaction call before the payer has paid. Default 0 ("wrong data"): the documentation gives the
    /// codes 0 to 4 and none for this case (inferred).</summary>
    public int UnpaidTransactionCode { get; init; }

    /// <summary>Whether the payment page refuses a visit without a <c>Referer</c> header. Default <see langword="false"/>, although the
    /// real page does: a test or a terminal has no page to come from.</summary>
    public bool RequireReferer { get; init; }

    /// <summary>The merchant's registered domain; <c>callback_url</c> (and the <c>Referer</c>, if required) must lie on it or below it.
    /// Default <see langword="null"/>: every domain is taken as registered.</summary>
    public string? RegisteredDomain { get; init; }

    // Card issuing

    /// <summary>Whether card issuing is closed (403) until set-config was called. Default <see langword="false"/>: the documentation
    /// demands the call but shows neither its body nor the refusal.</summary>
    public bool RequireSetConfig { get; init; }

    /// <summary>Whether documents are refused (403) until the data are complete. Default <see langword="false"/>: an order of steps is
    /// documented, but only the end of the road (nothing after finalize) is documented as enforced.</summary>
    public bool StepsInOrder { get; init; }

    /// <summary>Whether every update must carry all mandatory fields (422 otherwise). Default <see langword="false"/>: an update adds to
    /// what is there, because the fields differ by provider and finalize has its own refusal for missing data.</summary>
    public bool UpdateNeedsAllFields { get; init; }

    /// <summary>Whether a second upload of the same type replaces the first; otherwise it is refused (403). Default
    /// <see langword="true"/>: a blurred photo must be replaceable.</summary>
    public bool SecondUploadReplaces { get; init; } = true;

    /// <summary>Whether the sentence for the video is refused (403) after finalize. Default <see langword="false"/>: only update and upload are
    /// documented to end there.</summary>
    public bool CaptionEndsWithFinalize { get; init; }

    /// <summary>The largest file an upload may carry, in bytes (413 above it). Default 50 MiB: sizes are not documented.</summary>
    public long UploadLimit { get; init; } = 50L << 20;

    /// <summary>Whether the <c>errors</c> of a 422 hold one text per field; otherwise an array of texts. Default <see langword="false"/>:
    /// both shapes occur in the vendor's services, none was seen for card issuing.</summary>
    public bool FieldErrorsAreTexts { get; init; }

    /// <summary>The <c>code</c> of "this step cannot be run for this customer" (403). Default <c>step_not_allowed</c>: invented, the
    /// documentation prints the text without its code.</summary>
    public string WrongStepCode { get; init; } = "step_not_allowed";

    /// <summary>The <c>code</c> of "the request cannot be finalized" (403). Default <c>cardholder_cannot_finalize</c>: invented.</summary>
    public string CannotFinalizeCode { get; init; } = "cardholder_cannot_finalize";

    /// <summary>The <c>code</c> of "an applicant with these data is already registered" (400). Default <c>cardholder_already_exists</c>:
    /// invented.</summary>
    public string KnownApplicantCode { get; init; } = "cardholder_already_exists";

    /// <summary>From finalize to the issued card. Default 30 seconds of the sandbox's clock: short enough for a demonstration.</summary>
    public TimeSpan IssueDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far each inquiry moves the sandbox's clock, so that a caller who polls in real time need not wait. Default zero: off.
    /// The step moves everything on the clock, token lives included.</summary>
    public TimeSpan ClockStepPerInquiry { get; init; }

    /// <summary>What the post does with a card, in order of time since the card was issued. Default: registered at once, approved after 30
    /// seconds, carrying after a minute, delivered after two; the states are documented, the pace is not.</summary>
    public IReadOnlyList<SandboxPostStep> PostSchedule { get; init; } =
    [
        new(TimeSpan.Zero, "registered"),
        new(TimeSpan.FromSeconds(30), "approved"),
        new(TimeSpan.FromSeconds(60), "carrying"),
        new(TimeSpan.FromSeconds(120), "delivered"),
    ];

    /// <summary>The issuing banks by their English name. Default empty: the documented list of banks is lost, so every name is taken as a
    /// bank that asks for <see cref="SandboxProvider.Documented"/>. With entries, an unknown name is answered with 404.</summary>
    public IReadOnlyDictionary<string, SandboxProvider> Providers { get; init; } = new Dictionary<string, SandboxProvider>();
}

/// <summary>How a limit of so many requests in three seconds is counted.</summary>
public enum SandboxRateWindow
{
    /// <summary>In any three seconds.</summary>
    Sliding,

    /// <summary>In windows that begin every three seconds of the clock.</summary>
    Fixed,

    /// <summary>As <see cref="Fixed"/>, but the windows begin one and a half seconds later: a client cannot know where they begin.</summary>
    FixedOffset,
}

/// <summary>What a rate limit counts.</summary>
public enum SandboxRateScope
{
    /// <summary>Each access token (or gateway key) for itself.</summary>
    Token,

    /// <summary>All tokens and the gateway key of a business together.</summary>
    Business,
}

/// <summary>The body of a 429.</summary>
public enum SandboxRateRefusal
{
    /// <summary><see cref="Responder"/> under <c>/v1</c>, <see cref="Laravel"/> elsewhere.</summary>
    ByPath,

    /// <summary>Message, empty <c>data</c>, <c>code</c> <c>too_many_requests_error</c>.</summary>
    Responder,

    /// <summary>Only a <c>message</c>: "Too Many Attempts.".</summary>
    Laravel,

    /// <summary>No body at all, as a proxy in front of the service would answer.</summary>
    Empty,
}

/// <summary>Where the 20 minutes of a payment begin.</summary>
public enum SandboxPaymentWindow
{
    /// <summary>When the payment was sent to the gateway.</summary>
    Send,

    /// <summary>When the payer opened the payment page (until then: when it was sent).</summary>
    Redirect,
}

/// <summary>One step of the post.</summary>
/// <param name="After">Time since the card was issued.</param>
/// <param name="State">The wire's <c>state_string_code</c>: <c>registered</c>, <c>rejected</c>, <c>cancelled</c>, <c>approved</c>,
/// <c>carrying</c>, <c>delivered</c>, <c>failed</c> or <c>not_found</c>.</param>
/// <param name="RejectionMessage">Why it failed, if it did.</param>
public sealed record SandboxPostStep(TimeSpan After, string State, string? RejectionMessage = null);

/// <summary>What an issuing bank asks for before a request can be finalized.</summary>
/// <param name="Fields">Wire names of the mandatory fields.</param>
/// <param name="Documents">Wire names of the mandatory document types.</param>
public sealed record SandboxProvider(IReadOnlyCollection<string> Fields, IReadOnlyCollection<string> Documents)
{
    /// <summary>The one group the documentation prints: ten fields and all five documents.</summary>
    public static SandboxProvider Documented { get; } = new(
        [
            "national_card_serial_number", "postal_code", "birth_location_id", "birth_certificate_location_id", "occupation_id",
            "education_id", "guild_id", "city_id", "province_id", "address",
        ],
        ["national_card_front_photo", "national_card_back_photo", "signature_photo", "applicant_photo", "authentication_video"]);
}
