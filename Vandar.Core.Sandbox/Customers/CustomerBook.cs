namespace Vandar.Core.Sandbox;

/// <summary>The customers of one business and their wallets. Used under the sandbox's lock.</summary>
internal sealed class CustomerBook(World world, SandboxBusiness business)
{
    /// <summary>In the journal: no call of the API, but money that came from outside.</summary>
    public const string CashInOperation = "customers.cash_in";

    private readonly List<Customer> _all = [];
    private readonly HashSet<(string Service, string TrackId)> _trackIds = [];
    private int _created;
    private int _movements;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Customer> All => _all;

    public Customer? Find(string id) => _all.Find(customer => customer.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>By id, national code or mobile number; the oldest, if several share one.</summary>
    public Customer? FindPerson(string key) => Find(key)
        ?? _all.Find(customer => key == customer[customer.NationalCodeField] || key == customer[customer.IsLegal ? "agent_mobile" : "mobile"]);

    public Customer? FindByCode(string cashInCode) => _all.Find(customer => customer.CashInCode == cashInCode);

    public Customer Add(string type)
    {
        Customer customer = new(world.Seeded.Uuid(business.Label("customer", _created++)).ToString(), type, world.Clock.Now);
        _all.Add(customer);
        return customer;
    }

    /// <summary>What is left in the wallet goes back to where deposits come from.</summary>
    public void Remove(Customer customer)
    {
        world.Ledger.Move(world.Clock.Now, "customer deleted", WalletOf(customer), Funds, Balance(customer));
        _all.Remove(customer);
    }

    public Rial Balance(Customer customer) => world.Ledger.Balance(WalletOf(customer));

    /// <summary>Whether the other side of a deposit has as much.</summary>
    public bool CanDeposit(Rial amount) =>
        world.Switches.CustomerMoney == SandboxCustomerMoney.Apart || world.Ledger.Balance(Funds).Value >= amount.Value;

    public CustomerMovement Deposit(Customer customer, Rial amount, string? comment)
    {
        world.Ledger.Move(world.Clock.Now, "customer wallet deposit", Funds, WalletOf(customer), amount);
        return Record(customer, amount, comment);
    }

    public CustomerMovement Withdraw(Customer customer, Rial amount, string? comment)
    {
        world.Ledger.Move(world.Clock.Now, "customer wallet withdrawal", WalletOf(customer), Funds, amount);
        return Record(customer, Rial.Zero - amount, comment);
    }

    /// <summary>The customer's code, drawn at its first use.</summary>
    public string DrawCashInCode(Customer customer) =>
        customer.CashInCode ??= "14" + world.Seeded.Digits("cash-in-code/" + customer.Id, 13);

    /// <summary>Somebody outside has sent money with the customer's code.</summary>
    public CustomerMovement CashIn(Customer customer, Rial amount)
    {
        world.Ledger.Move(world.Clock.Now, "cash-in by a customer's code", SandboxLedger.Payers, WalletOf(customer), amount);
        return Record(customer, amount, "واریز با شناسه پرداخت");
    }

    public bool IsTaken(string service, string trackId) => _trackIds.Contains((service, trackId));

    public void Take(string service, string trackId) => _trackIds.Add((service, trackId));

    private string Funds => world.Switches.CustomerMoney == SandboxCustomerMoney.Apart
        ? SandboxLedger.CustomerFunds(business.Slug)
        : SandboxLedger.Wallet(business.Slug);

    private string WalletOf(Customer customer) => SandboxLedger.CustomerWallet(business.Slug, customer.Id);

    private CustomerMovement Record(Customer customer, Rial amount, string? comment)
    {
        Guid uuid = world.Seeded.Uuid(business.Label("customer-movement", _movements++));
        CustomerMovement movement = new(uuid, world.Clock.Now, amount, comment, Balance(customer));
        customer.Movements.Add(movement);
        return movement;
    }
}
