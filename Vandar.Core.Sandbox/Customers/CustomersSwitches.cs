namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    // Customers

    /// <summary>Whether the <c>name</c> of a company is its representative's. Default <see langword="false"/>: the documentation's text says so,
    /// its example prints the company's name.</summary>
    public bool LegalCustomerIsNamedAfterAgent { get; init; }

    /// <summary>Whether a person can be registered without a national code. Default <see langword="false"/>: the field table demands it, one
    /// of the vendor's own examples leaves it out.</summary>
    public bool CustomerNationalCodeIsOptional { get; init; }

    /// <summary>Whether a national code can be registered only once per business (422 otherwise). Default <see langword="false"/>: not
    /// documented, so a repeated create makes a second customer.</summary>
    public bool CustomerNationalCodeIsUnique { get; init; }

    /// <summary>Whether an update clears the optional fields it does not carry. Default <see langword="false"/>: one of the documentations
    /// makes every field but the kind optional, which reads like an addition to what is there.</summary>
    public bool CustomerUpdateReplaces { get; init; }

    /// <summary>Whether an update must carry mobile number and national code (422 otherwise). Default <see langword="false"/>: the newer of
    /// two documentations makes them optional.</summary>
    public bool CustomerUpdateNeedsIdentity { get; init; }

    /// <summary>Whether a customer with money in the wallet can be deleted; the money then goes back to where deposits come from. Default
    /// <see langword="false"/> (422): not documented, and money should not move by a delete.</summary>
    public bool CustomerWithBalanceCanBeDeleted { get; init; }

    /// <summary>Whether custom fields answer as in the vendor's request collection of 2022: times as ISO 8601 texts with microseconds, 15 rows a
    /// page and <c>meta.links</c>. Default <see langword="false"/>: the documentation prints Unix seconds, 10 rows and no links.</summary>
    public bool CustomFieldsAsIn2022 { get; init; }

    // Customer wallets

    /// <summary>Where the money of a deposit comes from and that of a withdrawal goes to. Default
    /// <see cref="SandboxCustomerMoney.Apart"/>: the documentation says that both "only change that ledger".</summary>
    public SandboxCustomerMoney CustomerMoney { get; init; } = SandboxCustomerMoney.Apart;

    /// <summary>The HTTP status of an unknown customer's wallet balance. Default 404: the documentation's text says so, its example prints
    /// 422.</summary>
    public int UnknownCustomerWalletStatus { get; init; } = 404;

    /// <summary>Whether a customer has no cash-in code (404) until it was created by POST. Default <see langword="false"/>: the newest index
    /// lists GET only, under a text that speaks of creating the code, so GET creates it at first use (inferred).</summary>
    public bool CashInCodeNeedsPost { get; init; }

    // Checks of customers by registry and bank

    /// <summary>Whether the KYC and Shahkar checks are open to the business (403 otherwise). Default <see langword="true"/>, although the vendor's
    /// support must activate them: a sandbox has no support to ask.</summary>
    public bool CustomerAuthenticationIsActive { get; init; } = true;

    /// <summary>Whether KYC and Shahkar answer in the newer envelope: <c>message</c> and <c>data</c>. Default <see langword="false"/>: the only
    /// printed example is flat.</summary>
    public bool CustomerAuthenticationAnswersInData { get; init; }

    /// <summary>Whether the civil registry answers nobody. Default <see langword="false"/>: an outage is the exception; for a single person see
    /// <see cref="SandboxApplicants.RegistryDownNationalCodePrefix"/>.</summary>
    public bool RegistryIsDown { get; init; }

    /// <summary>Whether a KYC or Shahkar check of a customer ends in 502 when the registry does not answer. Default <see langword="false"/>: then the
    /// documentation has 200 and <c>authentication_status</c> <c>PENDING</c>.</summary>
    public bool RegistryDownIsBadGateway { get; init; }

    /// <summary>Whether the banks answer no question about an IBAN or card (502, inferred). Default <see langword="false"/>: an outage is the
    /// exception; for a single account see <see cref="SandboxAccounts.BankDownEnding"/>.</summary>
    public bool BanksAreDown { get; init; }

    /// <summary>Whether an IBAN or card whose inquiry ended in 502 is stored all the same, with its <c>track_id</c>. Default
    /// <see langword="false"/>: not documented; a failure that changed nothing is the plain reading.</summary>
    public bool FailedInquiryStoresAccount { get; init; }

    /// <summary>Whether create, inquiry and card-to-IBAN demand a <c>track_id</c> (422 without one). Default <see langword="false"/>: only
    /// newer clients send one. A repeated <c>track_id</c> is refused either way.</summary>
    public bool CustomerAccountTrackIdIsRequired { get; init; }

    /// <summary>Whether a card's create and inquiry answer under <c>data</c>. Default <see langword="false"/>: printed bare, but one client
    /// looks in both places.</summary>
    public bool CustomerCardAnswersInData { get; init; }

    /// <summary>Whether the <c>account_owners</c> of an IBAN without inquiry are <see langword="null"/>; otherwise an empty array. Default
    /// <see langword="false"/>: both are inferred.</summary>
    public bool UnknownOwnersAreNull { get; init; }

    /// <summary>What each answered question to registry or bank costs, in Rial, taken from the business's wallet; 402 if it does not suffice
    /// (inferred). Default 0: the customer services are not documented as billed.</summary>
    public Rial CustomerInquiryFee { get; init; } = new(0);
}

/// <summary>The other side of a customer wallet's deposits and withdrawals.</summary>
public enum SandboxCustomerMoney
{
    /// <summary>The business's wallet: a deposit it cannot cover is refused (422).</summary>
    BusinessWallet,

    /// <summary>Books of their own, beside the business's wallet and without limit.</summary>
    Apart,
}
