using Vandar.Core.Ravand;

namespace Vandar.Core.Tests;

/// <summary>How card pages, banking and credit on issued cards are called by the fixtures.</summary>
internal static class RavandCalls
{
    private const string Id = "079fe78e-c1fc-42b8-a908-c5aed843a47f";
    private const string Other = "68ed988e-a10c-4e43-95b0-63c75ae8733f";

    private static readonly CreateCardPageToken s_page =
        new() { CardNumber = CardNumber.Parse("5047060000000032"), CallbackUrl = new("https://shop.example.ir/card/return") };

    private static readonly CreateTransfer s_transfer = new()
    {
        TrackId = "9988a932-93a0-450f-90f5-ba815253aa62", Amount = Rial.Of(500_000), SourceAccountNumber = "1000000001", Type = TransferType.Paya,
        Destination = "IR170560000000200000000002", ReasonId = 1, Description = "sample",
    };

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["ravand.reasons"] = async client => await client.Ravand.Reasons(GroupCalls.Once),
        ["ravand.card.activation_token"] = async client => await Of(client).Card.ActivationToken(s_page, GroupCalls.Once),
        ["ravand.card.pin_change_token"] = async client => await Of(client).Card.PinChangeToken(s_page, GroupCalls.Once),
        ["ravand.card.block_token"] = async client => await Of(client).Card.BlockToken(s_page, GroupCalls.Once),
        ["ravand.accounts.info"] = async client => await Of(client).Accounts.Info(GroupCalls.Once),
        ["ravand.accounts.balance"] = async client => await Of(client).Accounts.Balance(new() { AccountNumber = "1000000001" }, GroupCalls.Once),
        ["ravand.accounts.statement"] = async client => (await Of(client).Accounts.StatementPage(null, 1, GroupCalls.Once)).Items,
        ["ravand.accounts.statement.filtered"] = async client => (await Of(client).Accounts.StatementPage(
            new()
            {
                AccountNumber = "1000000001", FromDate = new JalaliDate(1404, 8, 1), ToDate = new JalaliDate(1404, 9, 1), PerPage = 50,
                Filters = new Dictionary<string, string> { ["kind"] = "DEPOSIT" },
            },
            2, GroupCalls.Once)).Items,
        ["ravand.transfers.create"] = async client => await Of(client).Transfers.Create(s_transfer, GroupCalls.Once),
        ["ravand.transfers.create.smallest"] = async client =>
            await Of(client).Transfers.Create(new() { TrackId = "t-1", Amount = Rial.Of(1), Destination = "1000000002" }, GroupCalls.Once),
        ["ravand.transfers.resend_otp"] = async client => await Of(client).Transfers.ResendOtp(new() { TransferId = Other }, GroupCalls.Once),
        ["ravand.transfers.confirm_otp"] = async client => await Of(client).Transfers.ConfirmOtp(new() { TransferId = Other, Otp = "012345" }, GroupCalls.Once),
        ["ravand.transfers.inquire"] = async client => await Of(client).Transfers.Inquire(new() { TrackId = s_transfer.TrackId }, GroupCalls.Once),
        ["ravand.transfers.inquire_paya_satna"] = async client => await Of(client).Transfers.InquirePayaSatna(
            new() { ReferenceNumber = "140409010002", Filters = new Dictionary<string, string> { ["cycle"] = "3" } }, GroupCalls.Once),
        ["ravand.credit.register"] = async client => await Of(client).Credit.Register(new() { Amount = Rial.Of(50_000_000) }, GroupCalls.Once),
        ["ravand.credit.register.empty"] = async client => await Of(client).Credit.Register(new(), GroupCalls.Once),
        ["ravand.credit.adjust"] = async client =>
            await Of(client).Credit.Adjust(new() { Amount = Rial.Of(10_000_000), Direction = CreditDirection.Credit }, GroupCalls.Once),
        ["ravand.credit.adjust_many"] = async client => await client.Ravand.Credit("bank-x").Adjust(
            new()
            {
                Credits =
                [
                    new() { CardholderId = Id, Amount = Rial.Of(10_000_000), Direction = CreditDirection.Credit },
                    new() { CardholderId = Other, Amount = Rial.Of(5_000_000), Direction = CreditDirection.Debit },
                ],
            },
            GroupCalls.Once),
        ["ravand.credit.accounts"] = async client => (await client.Ravand.Credit("bank-x").AccountsPage(null, 1, GroupCalls.Once)).Items,
        ["ravand.credit.changes"] = async client => (await Of(client).Credit.ChangesPage(null, 1, GroupCalls.Once)).Items,
        ["ravand.credit.changes_of_all"] = async client => (await client.Ravand.Credit("bank-x").ChangesPage(null, 1, GroupCalls.Once)).Items,
        ["ravand.credit.changes_of_all.second"] = async client => (await client.Ravand.Credit("bank-x").ChangesPage(
            new() { PerPage = 50, Filters = new Dictionary<string, string> { ["from"] = "x" } }, 2, GroupCalls.Once)).Items,
        ["ravand.credit.update_status"] = async client => await Of(client).Credit.UpdateStatus(new() { Status = CreditStatus.Inactive }, GroupCalls.Once),
        ["ravand.credit.payments"] = async client => (await Of(client).Credit.PaymentsPage(null, 1, GroupCalls.Once)).Items,
        ["ravand.credit.payments_of_all"] = async client => (await client.Ravand.Credit("bank-x").PaymentsPage(null, 1, GroupCalls.Once)).Items,
    };

    private static CardholderClient Of(VandarClient client) => client.Ravand.Cardholder("bank-x", Id);
}
