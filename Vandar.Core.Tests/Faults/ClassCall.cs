using Vandar.Core.Ravand;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// A public call that stands for all operations of its class: R reads, Q reads by POST, B is billed, K carries a deduplication key, M moves money
/// without one, V converges, T refreshes the token, U uploads. What is secret in a request is a planted one of <see cref="Witness"/>.
/// </summary>
internal sealed record ClassCall(
    char Class, string Operation, Repeat Repeat, Func<VandarClient, RequestOptions?, CancellationToken, Task<object?>> Send)
{
    internal const string TrackId = "order-1405-77";

    internal static IReadOnlyList<ClassCall> All { get; } =
    [
        new('R', "wallet.balance", Repeat.Safe, async (client, options, token) => await client.Wallet.Balance(options, token).ConfigureAwait(false)),
        new('Q', "cash_in.account.balance", Repeat.Safe, async (client, options, token) =>
            await client.CashIn.Account.Balance(Iban.Parse(Witness.Iban), options, token).ConfigureAwait(false)),
        new('B', "inquiries.card", Repeat.Never, async (client, options, token) =>
            await client.Inquiries.Card(new() { TrackId = TrackId, Card = CardNumber.Parse(Witness.Card) }, options, token).ConfigureAwait(false)),
        new('K', "settlements.create", Repeat.Keyed, async (client, options, token) =>
            await client.Settlements.Create(
                new() { Amount = Toman.Of(50_000), Iban = Iban.Parse(Witness.Iban), TrackId = TrackId }, options, token).ConfigureAwait(false)),
        new('M', "refunds.create", Repeat.Never, async (client, options, token) =>
            await client.Refunds.Create(168_999_000, new() { Amount = Rial.Of(20_000) }, options, token).ConfigureAwait(false)),
        new('V', "queued_settlements.cancel", Repeat.Converges, async (client, options, token) =>
            await client.QueuedSettlements.Cancel(new() { Id = "2f1d" }, options, token).ConfigureAwait(false)),
        new('T', "tokens.refresh", Repeat.Never, async (client, options, token) => await client.Tokens.Refresh(token).ConfigureAwait(false)),
        new('U', "ravand.cardholders.upload", Repeat.Never, async (client, options, token) =>
            await client.Ravand.Cardholders("sample-bank").Upload(
                "4f9c2b", DocumentType.ApplicantPhoto, VandarFile.From(new MemoryStream(Witness.Document), "photo.jpg", "image/jpeg"),
                options: options, cancellationToken: token).ConfigureAwait(false)),
    ];

    /// <summary>A second call of the class must not come from the client where the first may have been executed.</summary>
    internal bool IsOnce => Repeat is Repeat.Never or Repeat.Keyed;

    internal bool HasBody => Class != 'R';

    /// <summary>The success that Vandar would answer, as JSON.</summary>
    internal string Answer => Class is 'T'
        ? $$"""{"token_type":"Bearer","expires_in":432000,"access_token":"{{Witness.NextAccessToken}}","""
            + $$""" "refresh_token":"{{Witness.NextRefreshToken}}"}"""
        : Golden.Answer;

    private Fixture Golden => Fixture.All().First(fixture => fixture.Operation == Operation && fixture.Variant.Length == 0);

    internal static ClassCall Of(char name) => All.Single(call => call.Class == name);

    /// <summary>The class alone: a case is named by it.</summary>
    public override string ToString() => Class.ToString();
}
