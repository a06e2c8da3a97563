namespace Vandar.Core.Sandbox;

/// <summary>What banks answer about a customer's IBANs and cards.</summary>
internal sealed class CustomerBanks(World world, CustomerAccess access)
{
    private static readonly AccountOwner s_other = new("Other", "Person");

    // Bank codes by the first digits of a card, for the banks the documentation lists for card-to-IBAN.
    private static readonly Dictionary<string, string> s_bankCodes = new()
    {
        ["627412"] = "055", ["603770"] = "016", ["621986"] = "056", ["639607"] = "058", ["603769"] = "019", ["504172"] = "070",
        ["502938"] = "066", ["627381"] = "063", ["502806"] = "061", ["627353"] = "018", ["505785"] = "069", ["639346"] = "059",
        ["627961"] = "011", ["502229"] = "057", ["603799"] = "017",
    };

    public World World => world;

    public static Answer BadGateway(string message) => Envelope.Status.Failure(502, message, "external_service_error");

    /// <summary>Whether a question about this account gets no answer: because the bank is silent, or because it cannot be paid.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Answer? NoAnswer(Call call, string number) =>
        world.Switches.BanksAreDown || number.EndsWith(SandboxAccounts.BankDownEnding, StringComparison.Ordinal)
            ? BadGateway("خطا در استعلام از بانک لطفا مجدد تلاش نمایید")
            : access.CannotPay(call);

    public Rial? Charge(Call call) => access.Charge(call);

    /// <summary>The names a question needs and the customer does not have must come with it.</summary>
    public static void RequireNames(Call call, Customer customer, FieldErrors errors)
    {
        foreach (string name in customer.NameFields.Where(name => customer[name] is null && call.Body.Text(name) is null))
            errors.Add(name, CustomerAccess.Required(name));
    }

    /// <summary>Names the customer does not have yet become its own.</summary>
    public static void CompleteNames(Call call, Customer customer)
    {
        foreach (string name in customer.NameFields)
        {
            if (customer[name] is null && call.Body.Text(name) is { } text)
                customer.Fields[name] = text;
        }
    }

    /// <summary>Asks the bank and stores what it says. A customer without a name matches nobody's.</summary>
    public static void Inquire(Customer customer, CustomerAccount account, DateTimeOffset at)
    {
        bool isOwn = !account.Number.EndsWith(SandboxAccounts.OtherOwnerEnding, StringComparison.Ordinal)
            && customer.NameFields.All(name => customer[name] is not null);
        AccountOwner own = customer.IsLegal
            ? new AccountOwner(customer["legal_name"] ?? "", "")
            : new AccountOwner(customer["first_name"] ?? "", customer["last_name"] ?? "");
        account.Inquired(isOwn ? own : s_other, isOwn, at);
    }

    /// <summary>The IBAN behind a card, which ends as the card does; <see langword="null"/> for a bank that does not take part.</summary>
    public string? IbanOf(string card) => s_bankCodes.TryGetValue(card[..6], out string? bank)
        ? SeededValues.IbanOf(bank, $"00{world.Seeded.Digits("card-to-iban/" + card, 13)}{card[^4..]}")
        : null;
}
