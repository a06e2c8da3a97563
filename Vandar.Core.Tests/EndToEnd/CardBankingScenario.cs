using System.Net;
using System.Security.Cryptography;
using Vandar.Core.Ravand;
using Vandar.Core.Sandbox;
using CardStatus = Vandar.Core.Ravand.CardStatus;
using CreditChange = Vandar.Core.Ravand.CreditChange;
using CreditLine = Vandar.Core.Ravand.CreditLine;
using CreditPayment = Vandar.Core.Ravand.CreditPayment;
using IssuedCard = Vandar.Core.Ravand.IssuedCard;
using StatementRow = Vandar.Core.Ravand.StatementRow;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A company has cards issued for two employees. One of them activates the card, pays from it by every way there is, gets credit from the
/// company, and has the card blocked in the end.</summary>
internal static class CardBankingScenario
{
    private static readonly byte[] s_jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[2_000]];
    private static readonly byte[] s_mp4 = [0, 0, 0, 0x18, .. "ftypmp42"u8, .. new byte[200_000]];

    private const string Outside = "IR170560000000200000000002";
    // At a bank that the sandbox does not know: what goes there comes back.
    private const string Nowhere = "IR919990000000200000000002";

    internal static async Task Run(ClientAndSandbox shop)
    {
        await shop.Client.Ravand.SetConfig(new());
        string first = await AppliesForACard(shop, "0012345679", "09120000001");
        string second = await AppliesForACard(shop, "0012345687", "09120000002");
        Employee employee = await WaitsForTheBank(shop, first);
        await WaitsForThePost(employee);
        Employee colleague = new(shop, second, (await Applicants(shop).Inquire(second))!);

        await ActivatesTheCard(employee);
        await ChangesThePin(employee);
        await LooksAtTheAccount(employee);
        await PaysByPaya(employee);
        await PaysByOtherWays(employee, colleague);
        await GetsMoneyBackThatNobodyTook(employee);
        await ReadsTheStatement(employee);
        await GetsCredit(employee, colleague);
        await BuysOnCredit(employee);
        await BlocksTheCard(employee);

        Assert.That(shop.Executed("ravand.set_config"), Is.EqualTo(new[] { shop.Sandbox.Business.Slug }));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.BetweenBanks), Is.EqualTo(Rial.Zero), "nothing is left on its way");
    }

    private static async Task<string> AppliesForACard(ClientAndSandbox shop, string nationalCode, string mobile)
    {
        CardholdersClient applicants = Applicants(shop);
        CreateCardholder person = new() { NationalCode = NationalCode.Parse(nationalCode), Mobile = MobileNumber.Parse(mobile), BirthDate = new(1370, 1, 1) };

        string id = (await applicants.Create(person)).CardholderId;
        await Refusal.Of(applicants.Create(person), HttpStatusCode.BadRequest);
        VandarApiException early = await Refusal.Of(applicants.Inquire(id), HttpStatusCode.BadRequest);
        await applicants.Update(id, await Details(shop));
        await Refusal.Of(applicants.Finalize(id), HttpStatusCode.Forbidden);
        VideoCaption caption = await applicants.VideoCaption(id);
        foreach (DocumentType type in DocumentType.Known.ToArray())
        {
            bool isVideo = type == DocumentType.AuthenticationVideo;
            using MemoryStream content = new(isVideo ? s_mp4 : s_jpeg);
            Progress sent = new();
            Assert.That((await applicants.Upload(id, type, isVideo
                ? VandarFile.From(content, "video.mp4", "video/mp4") : VandarFile.From(content, "photo.jpg", "image/jpeg"), sent)).CardholderId, Is.EqualTo(id));
            Assert.That(sent.Last, Is.EqualTo(content.Length));
        }
        await applicants.Finalize(id);

        Assert.That(early.Code, Is.EqualTo("cardholder_request_not_finalize"));
        Assert.That((caption.CardholderId, string.IsNullOrEmpty(caption.Caption)), Is.EqualTo((id, false)));
        Assert.That(
            shop.Sandbox.Business.CardholderDocuments(id).Select(document => (document.Type, document.Length, document.Sha256)),
            Is.EqualTo(DocumentType.Known.ToArray().Select(type => type == DocumentType.AuthenticationVideo ? (type.Value, s_mp4) : (type.Value, s_jpeg))
                .Select(document => (document.Value, (long)document.Item2.Length, Convert.ToHexString(SHA256.HashData(document.Item2))))));
        await Refusal.Of(applicants.Update(id, await Details(shop)), HttpStatusCode.Forbidden);
        await Refusal.Of(applicants.Finalize(id), HttpStatusCode.Forbidden);
        Assert.That(
            new[] { "create", "update", "finalize" }.Select(step => shop.Executed($"ravand.cardholders.{step}").Count(key => key == id)), Is.All.EqualTo(1));
        return id;
    }

    private static async Task<UpdateCardholder> Details(ClientAndSandbox shop)
    {
        RavandClient ravand = shop.Client.Ravand;
        long? province = (await ravand.Provinces()).Single(row => row.Name == "تهران").Id;
        IReadOnlyList<RavandOption> cities = await ravand.Cities(new() { ProvinceId = province });
        Assert.That(cities.Select(city => city.ProvinceId), Is.All.EqualTo(province), "the filter is heeded");
        long? city = cities[0].Id;
        return new()
        {
            NationalCardSerialNumber = "1G00000001",
            PostalCode = "1234567890",
            BirthLocationId = city,
            BirthCertificateLocationId = city,
            OccupationId = (await ravand.Occupations())[0].Id,
            EducationId = (await ravand.Educations())[0].Id,
            GuildId = (await ravand.Guilds())[0].Id,
            CityId = city,
            ProvinceId = province,
            Address = "تهران، خیابان نمونه، پلاک ۱",
        };
    }

    private static async Task<Employee> WaitsForTheBank(ClientAndSandbox shop, string id)
    {
        CardholderClient holder = shop.Client.Ravand.Cardholder(ClientAndSandbox.Bank, id);

        IssuedCard? tooEarly = await Applicants(shop).Inquire(id);
        VandarApiException noAccount = await Refusal.Of(holder.Accounts.Info(), HttpStatusCode.BadRequest);
        shop.Advance(TimeSpan.FromSeconds(30));
        IssuedCard? card = await Applicants(shop).Inquire(id);

        Assert.That((tooEarly, noAccount.Code), Is.EqualTo(((IssuedCard?)null, "cardholder_request_not_finalize")));
        Assert.That((card!.CardholderId, card.Status), Is.EqualTo((id, CardStatus.Issued)));
        Assert.That((CardNumber.TryParse(card.CardNumber, out _), Iban.TryParse(card.IbanNumber, out _)), Is.EqualTo((true, true)), "check digits");
        return new(shop, id, card);
    }

    private static async Task WaitsForThePost(Employee employee)
    {
        List<CardDelivery> seen = [];
        do
        {
            seen.Add(await employee.Client.Card.PostTracking(employee.Number));
            employee.Shop.Advance(TimeSpan.FromSeconds(30));
        }
        while (!seen[^1].IsDelivered && seen.Count < 10);
        CardDelivery unknown = await employee.Client.Card.PostTracking(CardNumber.Parse("6219860000000019"));

        Assert.That(seen.Select(delivery => delivery.State).Distinct(),
            Is.EqualTo(new[] { PostState.Registered, PostState.Approved, PostState.Carrying, PostState.Delivered }));
        Assert.That(seen.Select(delivery => delivery.PostTrackingCode).Distinct(), Is.EqualTo(new[] { seen[0].PostTrackingCode }).And.All.Not.Empty);
        Assert.That((seen[^1].HasFailed, seen[^1].DoDateTime.TryToDateTime(out _)), Is.EqualTo((false, true)));
        Assert.That((unknown.State, unknown.IsKnown, unknown.PostTrackingCode), Is.EqualTo((PostState.NotFound, false, (string?)null)), "an answer, no failure");
    }

    private static async Task ActivatesTheCard(Employee employee)
    {
        CardClient card = employee.Client.Card;
        CreateCardPageToken visit = employee.Visit;

        await Refusal.Of(card.PinChangeToken(visit), HttpStatusCode.Forbidden);
        await Refusal.Of(card.BlockToken(visit), HttpStatusCode.Forbidden);
        VandarApiException inactive = await Refusal.Of(employee.Client.Accounts.Info(), HttpStatusCode.BadRequest);
        CardState before = await card.Status(employee.Number);
        Uri page = employee.Shop.Client.Ravand.ActivationUrl((await card.ActivationToken(visit)).Token!);
        await employee.Opens(page);
        await employee.LeavesBySuccess(page);
        CardState after = await card.Status(employee.Number);

        Assert.That(inactive.Code, Is.EqualTo("card_is_not_active"));
        Assert.That((before.Status, after.Status, after.CardNumber), Is.EqualTo((CardStatus.Issued, new CardStatus("ACTIVE"), employee.Card.CardNumber)));
        Assert.That((employee.Did("ravand.card.activation_token"), employee.Did("ravand.card.activate")), Is.EqualTo((1, 1)));
        await employee.FindsNothing(page);
        await Refusal.Of(card.ActivationToken(visit), HttpStatusCode.Forbidden);
    }

    private static async Task ChangesThePin(Employee employee)
    {
        Uri page = employee.Shop.Client.Ravand.PinChangeUrl((await employee.Client.Card.PinChangeToken(employee.Visit)).Token!);
        await employee.Opens(page);

        using HttpResponseMessage slip = await employee.Shop.Submit(page, ("pin", "7315"), ("pin_repeat", "7351"));
        int changes = employee.Did("ravand.card.change_pin");
        await employee.LeavesBySuccess(page, ("pin", "7315"), ("pin_repeat", "7315"));

        Assert.That(((int)slip.StatusCode, changes, employee.Did("ravand.card.change_pin")), Is.EqualTo((422, 0, 1)));
        Assert.That((await employee.Client.Card.Status(employee.Number)).Status, Is.EqualTo(new CardStatus("ACTIVE")));
        await employee.FindsNothing(page);
    }

    private static async Task LooksAtTheAccount(Employee employee)
    {
        AccountsClient accounts = employee.Client.Accounts;

        CardholderAccount account = (await accounts.Info()).Single();
        AccountBalance balance = await accounts.Balance(new() { AccountNumber = account.AccountNumber! });
        await Refusal.Of(accounts.Balance(new() { AccountNumber = "1" }), HttpStatusCode.NotFound);

        Assert.That((account.AccountNumber, account.IbanNumber, account.CardNumber),
            Is.EqualTo((employee.Card.AccountNumber, employee.Card.IbanNumber, employee.Card.CardNumber)));
        Assert.That(balance.Balance, Is.Positive.And.EqualTo(employee.Holds.Value), "Rial, as the ledger");
        Assert.That((balance.AccountNumber, balance.AvailableBalance), Is.EqualTo((account.AccountNumber, balance.Balance)));
    }

    /// <summary>A wrong password, a new one, a lost answer and a second try: the money moves once.</summary>
    private static async Task PaysByPaya(Employee employee)
    {
        ClientAndSandbox shop = employee.Shop;
        TransfersClient transfers = employee.Client.Transfers;
        TransferReason salary = (await shop.Client.Ravand.Reasons()).First(reason => reason.Title!.Contains("حقوق", StringComparison.Ordinal));
        CreateTransfer rent = employee.Order("rent-1405-01", TransferType.Paya, Outside, 400_000) with { ReasonId = salary.Id, Description = "rent" };
        Rial before = employee.Holds, outside = AtOutsideBank(shop);

        StartedTransfer started = await transfers.Create(rent);
        string old = employee.Password(started);
        await Refusal.Of(transfers.ConfirmOtp(new() { TransferId = started.TransferId, Otp = old == "111111" ? "222222" : "111111" }), "otp");
        await transfers.ResendOtp(new() { TrackId = rent.TrackId });
        ConfirmTransfer word = new() { TransferId = started.TransferId, Otp = employee.Password(started) };
        await Refusal.Of(transfers.ConfirmOtp(word with { Otp = old }), "otp");
        Transfer waiting = await transfers.Inquire(new() { TransferId = started.TransferId });
        Rial untouched = employee.Holds;
        shop.LoseNextAnswer();
        VandarException? lost = await Assert.CatchAsync<VandarException>(() => transfers.ConfirmOtp(word).AsTask());
        Transfer asked = await transfers.Inquire(new() { TrackId = rent.TrackId });

        Assert.That((started.TrackId, word.Otp == old, untouched), Is.EqualTo((rent.TrackId, false, before)));
        Assert.That((waiting.Status, waiting.ReferenceNumber), Is.EqualTo((started.Status, (string?)null)));
        Assert.That((lost!.Outcome, lost.Attempts, lost.SettledBy), Is.EqualTo((RequestOutcome.Unknown, 1, "Ravand.Cardholder(…).Transfers.Inquire")));
        Assert.That(lost.ToString(), Does.Not.Contain(word.Otp));
        Assert.That((asked.TransferId, asked.TrackId, asked.Type, asked.Amount, asked.Status),
            Is.EqualTo((started.TransferId, rent.TrackId, TransferType.Paya, (long?)rent.Amount.Value, "DONE")));

        // Whether the bank refuses the second word or says the same again is not known; the books decide.
        try
        {
            Assert.That((await transfers.ConfirmOtp(word)).ReferenceNumber, Is.EqualTo(asked.ReferenceNumber));
        }
        catch (VandarApiException refusal)
        {
            Assert.That((refusal.StatusCode, refusal.Outcome), Is.EqualTo((HttpStatusCode.BadRequest, RequestOutcome.Rejected)));
        }
        VandarApiException second = await Refusal.Of(transfers.Create(rent), HttpStatusCode.BadRequest);
        await Refusal.Of(transfers.ResendOtp(new() { TransferId = started.TransferId }), HttpStatusCode.BadRequest);
        Assert.That(second.Code, Is.EqualTo("duplicate_track_id"));
        Assert.That(before - employee.Holds, Is.EqualTo(rent.Amount), "once");
        Assert.That(shop.Executed("ravand.transfers.confirm_otp"), Is.EqualTo(new[] { rent.TrackId }));
        Assert.That((shop.Executed("ravand.transfers.create").Count(), shop.Executed("ravand.transfers.resend_otp").Count()), Is.EqualTo((1, 1)));

        TransferQuery reference = new() { ReferenceNumber = asked.ReferenceNumber };
        Transfer underWay = await transfers.InquirePayaSatna(reference);
        Rial between = shop.Sandbox.Ledger.Balance(SandboxLedger.BetweenBanks);
        shop.Advance(TimeSpan.FromHours(2));
        Transfer arrived = await transfers.InquirePayaSatna(reference);
        Assert.That((underWay.Status, underWay.Amount, arrived.Status), Is.EqualTo(("IN_PROGRESS", (long?)rent.Amount.Value, "SETTLED")));
        Assert.That((between, AtOutsideBank(shop) - outside), Is.EqualTo((rent.Amount, rent.Amount)));
    }

    private static async Task PaysByOtherWays(Employee employee, Employee colleague)
    {
        TransfersClient transfers = employee.Client.Transfers;
        Rial before = employee.Holds, others = colleague.Holds, outside = AtOutsideBank(employee.Shop);

        Transfer inside = await employee.Pays(employee.Order("lunch", TransferType.Internal, colleague.Card.AccountNumber!, 150_000));
        await employee.Pays(employee.Order("taxi", TransferType.Pol, Outside, 90_000));
        Transfer large = await employee.Pays(employee.Order("car", TransferType.Satna, Outside, 2_000_000));
        TransferQuery car = new() { TransferId = large.TransferId };
        string? underWay = (await transfers.InquirePayaSatna(car)).Status;
        employee.Shop.Advance(TimeSpan.FromMinutes(15));
        string? arrived = (await transfers.InquirePayaSatna(car)).Status;
        await Refusal.Of(transfers.InquirePayaSatna(new() { TransferId = inside.TransferId }), HttpStatusCode.NotFound);
        VandarApiException tooMuch =
            await Refusal.Of(transfers.Create(employee.Order("house", TransferType.Paya, Outside, employee.Holds.Value + 1)), HttpStatusCode.BadRequest);

        Assert.That((underWay, arrived, tooMuch.Code), Is.EqualTo(("IN_PROGRESS", "SETTLED", "insufficient_balance")));
        Assert.That(before - employee.Holds, Is.EqualTo(Rial.Of(2_240_000)));
        Assert.That((colleague.Holds - others, AtOutsideBank(employee.Shop) - outside), Is.EqualTo((Rial.Of(150_000), Rial.Of(2_090_000))));
        Assert.That(employee.Shop.Executed("ravand.transfers.confirm_otp").TakeLast(3), Is.EqualTo(new[] { "lunch", "taxi", "car" }));
    }

    private static async Task GetsMoneyBackThatNobodyTook(Employee employee)
    {
        TransfersClient transfers = employee.Client.Transfers;
        Rial before = employee.Holds;

        Transfer sent = await employee.Pays(employee.Order("typing-error", TransferType.Satna, Nowhere, 700_000));
        Rial meanwhile = employee.Holds;
        employee.Shop.Advance(TimeSpan.FromMinutes(15));
        Transfer asked = await transfers.Inquire(new() { TransferId = sent.TransferId });
        Transfer clearing = await transfers.InquirePayaSatna(new() { TrackId = "typing-error" });

        Assert.That(sent.Status, Is.EqualTo("DONE"), "which is no proof that somebody has the money");
        Assert.That((asked.Status, clearing.Status, clearing.Amount), Is.EqualTo(("RETURNED", "RETURNED", (long?)700_000)));
        Assert.That((before - meanwhile, employee.Holds), Is.EqualTo((Rial.Of(700_000), before)));
        await Refusal.Of(transfers.Create(employee.Order("typing-error-2", TransferType.Pol, Nowhere, 700_000)), "destination");
    }

    private static async Task ReadsTheStatement(Employee employee)
    {
        AccountsClient accounts = employee.Client.Accounts;
        StatementQuery all = new() { AccountNumber = employee.Card.AccountNumber };
        JalaliDate today = new(1405, 1, 1);

        List<StatementRow> rows = await accounts.Statement(all).ToListAsync();
        List<StatementRow> byTwos = await accounts.Statement(all with { PerPage = 2 }).ToListAsync();
        Page<StatementRow> first = await accounts.StatementPage(all with { PerPage = 2 }, 1);
        List<StatementRow> ofToday = await accounts.Statement(all with { FromDate = today, ToDate = today }).ToListAsync();
        List<StatementRow> ofTomorrow = await accounts.Statement(all with { FromDate = new(1405, 1, 2) }).ToListAsync();

        Assert.That(byTwos.Select(row => (row.Balance, row.ReferenceNumber)), Is.EqualTo(rows.Select(row => (row.Balance, row.ReferenceNumber))));
        Assert.That((first.Items.Count, first.HasMore, ofToday.Count, ofTomorrow.Count), Is.EqualTo((2, true, rows.Count, 0)));
        Assert.That(rows.Select(row => (row.Type, row.Amount)), Is.EqualTo(new (string?, long?)[]
        {
            ("DEPOSIT", 700_000), ("WITHDRAWAL", 700_000), ("WITHDRAWAL", 2_000_000), ("WITHDRAWAL", 90_000), ("WITHDRAWAL", 150_000),
            ("WITHDRAWAL", 400_000), ("DEPOSIT", 10_000_000),
        }));
        Assert.That(rows[0].Balance, Is.EqualTo(employee.Holds.Value));
        Assert.That(rows.Zip(rows.Skip(1)).Where(pair => pair.First.Balance - pair.Second.Balance != Signed(pair.First)), Is.Empty, "each on the next");
        Assert.That(rows[0].ReferenceNumber, Is.EqualTo(rows[1].ReferenceNumber), "what came back, and what it was");
        Assert.That(rows.Select(row => row.DateTime.TryToDate(out JalaliDate day) ? day : default), Is.All.EqualTo(today));

        static long? Signed(StatementRow row) => row.Type == "DEPOSIT" ? row.Amount : -row.Amount;
    }

    /// <summary>A promise of the company: no money moves.</summary>
    private static async Task GetsCredit(Employee employee, Employee colleague)
    {
        ClientAndSandbox shop = employee.Shop;
        CreditClient ofAll = shop.Client.Ravand.Credit(ClientAndSandbox.Bank);
        int entries = shop.Sandbox.Ledger.Entries.Count;

        CreditLine opened = await employee.Client.Credit.Register(new() { Amount = Rial.Of(5_000_000) });
        CreditLine reduced = await employee.Client.Credit.Adjust(new() { Amount = Rial.Of(1_000_000), Direction = CreditDirection.Debit });
        IReadOnlyList<CreditAdjustmentResult> many = await ofAll.Adjust(new()
        {
            Credits =
            [
                new() { CardholderId = employee.Id, Amount = Rial.Of(500_000), Direction = CreditDirection.Credit },
                new() { CardholderId = colleague.Id, Amount = Rial.Of(500_000), Direction = CreditDirection.Credit },
            ],
        });
        List<CreditChange> own = await employee.Client.Credit.Changes(new() { PerPage = 2 }).ToListAsync();
        List<CreditChange> all = await ofAll.Changes().ToListAsync();

        Assert.That((opened.Balance, reduced.Balance), Is.EqualTo(((long?)5_000_000, (long?)4_000_000)));
        Assert.That(many.Select(row => (row.CardholderId, row.IsDone, row.Balance)),
            Is.EqualTo(new[] { (employee.Id, true, (long?)4_500_000), (colleague.Id, false, null) }), "the colleague has no credit line");
        Assert.That(own.Select(change => (change.CardholderId, change.Amount, change.Direction)), Is.EqualTo(new[]
        {
            (employee.Id, (long?)500_000, CreditDirection.Credit), (employee.Id, 1_000_000, CreditDirection.Debit),
            (employee.Id, 5_000_000, CreditDirection.Credit),
        }));
        Assert.That(all.Select(change => change.Amount), Is.EqualTo(own.Select(change => change.Amount)));
        Assert.That((employee.Did("ravand.credit.register"), employee.Did("ravand.credit.adjust"), employee.Did("ravand.credit.adjust_many")),
            Is.EqualTo((1, 1, 1)));
        Assert.That((colleague.Did("ravand.credit.adjust_many"), shop.Sandbox.Ledger.Entries.Count), Is.EqualTo((0, entries)));
    }

    private static async Task BuysOnCredit(Employee employee)
    {
        SandboxBusiness company = employee.Shop.Sandbox.Business;
        CardholderCreditClient credit = employee.Client.Credit;
        CreditClient ofAll = employee.Shop.Client.Ravand.Credit(ClientAndSandbox.Bank);
        Rial before = employee.Holds, price = Rial.Of(1_200_000);

        string? tooMuch = company.BuyOnCredit(employee.Id, Rial.Of(4_500_001));
        string? paid = company.BuyOnCredit(employee.Id, price);
        CreditPayment open = await credit.Payments().SingleAsync();
        CreditAccount account = await ofAll.Accounts().SingleAsync();
        Rial lent = CreditSource(employee);
        CreditLine off = await credit.UpdateStatus(new() { Status = CreditStatus.Inactive });
        string? whileOff = company.BuyOnCredit(employee.Id, price);
        CreditLine on = await credit.UpdateStatus(new() { Status = CreditStatus.Active });
        employee.Shop.Advance(TimeSpan.FromDays(1));
        bool repaid = company.RepayCredit(paid!), twice = company.RepayCredit(paid!);
        CreditPayment closed = await credit.Payments().SingleAsync();
        CreditPayment ofCompany = await ofAll.Payments().SingleAsync();

        Assert.That((tooMuch, whileOff, off.Status, on.Status), Is.EqualTo(((string?)null, (string?)null, CreditStatus.Inactive, CreditStatus.Active)));
        Assert.That((open.CardholderId, open.PayId, open.Amount, open.AccountNumber, open.Settled, open.RepaidAt.IsEmpty),
            Is.EqualTo((employee.Id, paid, (long?)price.Value, employee.Card.AccountNumber, (bool?)false, true)));
        Assert.That((account.CardholderId, account.Account!.Balance, account.Credit!.Balance, account.Credit.Status),
            Is.EqualTo((employee.Id, (long?)before.Value, (long?)3_300_000, CreditStatus.Active)));
        Assert.That((repaid, twice, closed.Settled, ofCompany.PayId, ofCompany.Settled), Is.EqualTo((true, false, (bool?)true, paid, (bool?)true)));
        Assert.That((closed.RepaidAt.TryToDate(out JalaliDate day), day), Is.EqualTo((true, new JalaliDate(1405, 1, 2))));
        Assert.That((lent, before - employee.Holds, CreditSource(employee)), Is.EqualTo((Rial.Zero - price, price, Rial.Zero)));
        Assert.That(employee.Did("ravand.credit.update_status"), Is.EqualTo(2));
    }

    private static async Task BlocksTheCard(Employee employee)
    {
        TransfersClient transfers = employee.Client.Transfers;
        StartedTransfer begun = await transfers.Create(employee.Order("too-late", TransferType.Paya, Outside, 50_000));
        ConfirmTransfer word = new() { TransferId = begun.TransferId, Otp = employee.Password(begun) };
        Rial before = employee.Holds;
        int confirmed = employee.Shop.Executed("ravand.transfers.confirm_otp").Count();

        Uri page = employee.Shop.Client.Ravand.BlockUrl((await employee.Client.Card.BlockToken(employee.Visit)).Token!);
        await employee.Opens(page);
        await employee.LeavesBySuccess(page);
        CardState state = await employee.Client.Card.Status(employee.Number);
        VandarApiException begin = await Refusal.Of(
            transfers.Create(employee.Order("never", TransferType.Paya, Outside, 50_000)), HttpStatusCode.BadRequest);
        VandarApiException end = await Refusal.Of(transfers.ConfirmOtp(word), HttpStatusCode.BadRequest);

        Assert.That((state.Status, begin.Code, end.Code), Is.EqualTo((new CardStatus("BLOCKED"), "card_is_not_active", "card_is_not_active")));
        Assert.That((employee.Holds, employee.Shop.Executed("ravand.transfers.confirm_otp").Count()), Is.EqualTo((before, confirmed)));
        Assert.That(employee.Shop.Executed("ravand.transfers.create"), Has.None.EqualTo("never"));
        Assert.That(employee.Shop.Sandbox.Business.BuyOnCredit(employee.Id, Rial.Of(1_000)), Is.Null, "nor on credit");
        await employee.FindsNothing(page);
    }

    private static CardholdersClient Applicants(ClientAndSandbox shop) => shop.Client.Ravand.Cardholders(ClientAndSandbox.Bank);

    private static Rial AtOutsideBank(ClientAndSandbox shop) => shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(Iban.Parse(Outside).BankCode));

    private static Rial CreditSource(Employee employee) =>
        employee.Shop.Sandbox.Ledger.Balance(SandboxLedger.CreditSource(employee.Shop.Sandbox.Business.Slug));

    /// <summary>One employee with a card, a phone and a browser.</summary>
    private sealed record Employee(ClientAndSandbox Shop, string Id, IssuedCard Card)
    {
        internal CardholderClient Client => Shop.Client.Ravand.Cardholder(ClientAndSandbox.Bank, Id);

        internal CardNumber Number => CardNumber.Parse(Card.CardNumber!);

        internal CreateCardPageToken Visit => new() { CardNumber = Number, CallbackUrl = new("https://shop.example/back?employee=7") };

        internal Rial Holds => Shop.Sandbox.Ledger.Balance(SandboxLedger.CardAccount(Id));

        internal int Did(string operation) => Shop.Executed(operation).Count(key => key == Id);

        internal CreateTransfer Order(string trackId, TransferType type, string destination, long amount) => new()
        {
            TrackId = trackId, Amount = Rial.Of(amount), Destination = destination, SourceAccountNumber = Card.AccountNumber, Type = type,
        };

        /// <summary>What the phone shows.</summary>
        internal string Password(StartedTransfer transfer) => Shop.Sandbox.Business.TransferPassword(transfer.TransferId!)!;

        internal async Task<Transfer> Pays(CreateTransfer order)
        {
            StartedTransfer started = await Client.Transfers.Create(order);
            return await Client.Transfers.ConfirmOtp(new() { TransferId = started.TransferId, Otp = Password(started) });
        }

        internal async Task Opens(Uri page)
        {
            using HttpResponseMessage shown = await Shop.Visit(page);
            string text = await shown.Content.ReadAsStringAsync();
            Assert.That((int)shown.StatusCode, Is.EqualTo(200));
            Assert.That(text, Does.Contain(Card.CardNumber![^4..]).And.Not.Contain(Card.CardNumber));
        }

        internal async Task LeavesBySuccess(Uri page, params (string Name, string Value)[] fields)
        {
            using HttpResponseMessage back = await Shop.Submit(page, fields);
            Assert.That((int)back.StatusCode, Is.EqualTo(303));
            Assert.That(back.Headers.Location!.ToString(), Does.StartWith("https://shop.example/back?employee=7&").And.EndWith("status=SUCCEED"));
        }

        /// <summary>A token is good for one visit.</summary>
        internal async Task FindsNothing(Uri page)
        {
            using HttpResponseMessage gone = await Shop.Visit(page);
            Assert.That((int)gone.StatusCode, Is.EqualTo(404));
        }
    }

    private sealed class Progress : IProgress<long>
    {
        internal long Last { get; private set; }

        public void Report(long value)
        {
            Assert.That(value, Is.GreaterThan(Last));
            Last = value;
        }
    }
}
