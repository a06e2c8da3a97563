using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The business's calls on mandates, which the wire calls authorizations.</summary>
internal sealed class MandateEndpoints(World world, Doors doors, IpgEndpoints ipg)
{
    private const string Root = "/v3/business/{business}/subscription/authorization";
    private const string One = Root + "/{authorization_id}";
    private const int PerPage = 20;
    private const string Revoked = "مجوز باطل شده است.";

    public void Map(WebApplication app)
    {
        app.MapPost(Root + "/store", doors.Bearer(Create, DirectDebitErrors.UnknownApplication));
        app.MapGet(Root, doors.Bearer(List));
        app.MapGet(One, doors.Bearer(Get, DirectDebitErrors.UnknownApplication));
        app.MapGet(One + "/search", doors.Bearer(Get, DirectDebitErrors.UnknownApplication));
        app.MapGet(One + "/calculation", doors.Bearer(Calculate));
        app.MapPatch(One + "/verify", doors.Bearer(Verify));
        app.MapDelete(One, doors.Bearer(Revoke));
    }

    private Answer Create(Call call)
    {
        FieldErrors errors = new();
        string bankCode = errors.Required(call.Body, "bank_code", code => world.DirectDebit.Banks.GetValueOrDefault(code)?.HasService == true);
        string mobile = errors.Required(call.Body, "mobile", text => text.IsMobile());
        string callbackUrl = errors.Required(call.Body, "callback_url",
            text => FieldRules.IsWebAddress(text) && ipg.IsRegistered(new Uri(text)));
        long count = errors.RequiredPositive(call.Body, "count");
        long limit = errors.RequiredPositive(call.Body, "limit");
        DateOnly expires = default;
        errors.Required(call.Body, "expiration_date",
            text => Tehran.TryGregorianDay(text, out expires) && expires > Tehran.Day(call.Now));
        string? name = errors.Optional(call.Body, "name");
        string? email = errors.Optional(call.Body, "email", text => text.IndexOf('@', StringComparison.Ordinal) > 0);
        string? wageType = errors.Optional(call.Body, "wage_type", text => text is "APPLICATION_SELF" or "APPLICATION_USER");
        string? nationalCode = errors.Optional(call.Body, "national_code", text => text.IsNationalCode());
        if (errors.Any)
            return errors.AsLaravel();

        string label = call.Business.Label("mandate", world.DirectDebit.Mandates.Count);
        Mandate mandate = new()
        {
            Business = call.Business,
            Token = world.Seeded.Uuid(label + "/token").ToString(),
            Id = world.Seeded.Uuid(label).ToString(),
            CustomerId = world.Seeded.Uuid($"payer/{call.Business.Slug}/{mobile}").ToString(),
            Bank = world.DirectDebit.Banks[bankCode],
            Mobile = mobile,
            CallbackUrl = callbackUrl,
            Count = count,
            Limit = new Rial(limit),
            Expires = expires,
            RequestedAt = call.Now,
            AccountNumber = world.Seeded.Digits(label + "/account", 13).PadLeft(19, '0'),
            MaskedCard = $"621986******{world.Seeded.Digits(label + "/card", 4)}",
            Name = name,
            Email = email,
            NationalCode = nationalCode,
            PayerPaysFee = wageType == "APPLICATION_USER",
        };
        world.DirectDebit.Mandates.Add(mandate);
        world.Journal.Append("direct_debit.authorizations.create", call, mandate.Token);
        return Done("درخواست توکن با موفقیت ثبت شد.", new JsonObject { ["authorization"] = new JsonObject { ["token"] = mandate.Token } });
    }

    /// <summary>A mandate that was revoked, or ended unverified, is answered as revoked (for the latter inferred).</summary>
    private Answer Verify(Call call)
    {
        if (Find(call) is not { } mandate)
            return Unknown();
        if (mandate.State != MandateState.PendingVerify)
        {
            string text = mandate.State == MandateState.Active ? "مجوز پیش از این تایید شده است." : Revoked;
            return Envelope.Status.Failure(422, text, "");
        }
        mandate.Verify();
        world.Journal.Append("direct_debit.authorizations.verify", call, mandate.Id);
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = "مجوز با موفقیت تایید شد." });
    }

    private Answer Get(Call call) => FindLiving(call, out Mandate mandate)
        ?? Done("مجوز با موفقیت به نمایش در آمد.", new JsonObject { ["authorizations"] = Json(mandate) });

    private Answer List(Call call)
    {
        string? mobile = call.Query("mobile");
        List<Mandate> mandates = [.. world.DirectDebit.Mandates.Where(mandate => mandate.Business == call.Business && mandate.Exists
            && (mandate.State != MandateState.Revoked || world.Switches.RevokedAuthorizationsAreListed)
            && (mobile is null || mandate.Mobile == mobile))];
        mandates.Reverse();
        return Answer.Json(200, Paging.Lenient(call, PerPage).Resource(call, mandates, Json));
    }

    /// <summary>Only the path is documented: what is left of the mandate in this month is a guess.</summary>
    private Answer Calculate(Call call)
    {
        if (FindLiving(call, out Mandate mandate) is { } refusal)
            return refusal;
        long left = Math.Max(0, mandate.Count - world.DirectDebit.CountInMonth(mandate, Tehran.Day(call.Now)));
        return Done("", new JsonObject
        {
            ["authorization"] = new JsonObject
            {
                ["id"] = mandate.Id, ["remaining_count"] = left, ["remaining_amount"] = left > 0 ? mandate.Limit.Value : 0,
            },
        });
    }

    private Answer Revoke(Call call)
    {
        if (Find(call) is not { State: not MandateState.Revoked } mandate)
            return Envelope.Status.NotFound();
        mandate.Revoke(call.Now);
        world.Journal.Append("direct_debit.authorizations.revoke", call, mandate.Id);
        return Done("مجوز با موفقیت لغو گردید.", new JsonObject { ["authorization"] = new JsonObject { ["id"] = mandate.Id } });
    }

    private Mandate? Find(Call call) =>
        world.DirectDebit.Find(call.Route("authorization_id")) is { } mandate && mandate.Business == call.Business ? mandate : null;

    private Answer? FindLiving(Call call, out Mandate mandate)
    {
        mandate = Find(call)!;
        if (mandate is null)
            return Unknown();
        if (mandate.State != MandateState.Revoked)
            return null;
        FieldErrors errors = new();
        errors.Add("message", Revoked);
        return errors.AsLaravel();
    }

    private JsonObject Json(Mandate mandate) => new()
    {
        ["id"] = mandate.Id,
        ["customer_uuid"] = mandate.CustomerId,
        ["token"] = mandate.Token,
        ["bank_code"] = mandate.Bank.Code,
        ["callback_url"] = mandate.CallbackUrl,
        ["count"] = mandate.Count,
        ["limit"] = world.Switches.AuthorizationLimitIsNumber ? mandate.Limit.Value : WireDigits.Of(mandate.Limit),
        ["mobile"] = mandate.Mobile,
        ["name"] = mandate.Name,
        ["email"] = mandate.Email,
        ["national_code"] = mandate.NationalCode,
        ["expiration_date"] = Tehran.JalaliThenTime(Tehran.StartOf(mandate.Expires)),
        ["status"] = mandate.State == MandateState.PendingVerify ? "PENDING_VERIFY" : "ACTIVE",
        ["payer_account"] = new JsonObject { ["account_number"] = mandate.AccountNumber, ["pan"] = mandate.MaskedCard },
        ["created_at"] = Tehran.JalaliThenTime(mandate.RequestedAt),
        ["revoked_at"] = mandate.RevokedAt is { } at ? Tehran.JalaliThenTime(at) : null,
    };

    private static Answer Unknown() => Envelope.Status.Failure(404, "چنین مجوزی یافت نشد.", "");

    private static Answer Done(string message, JsonObject result) =>
        Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = message, ["result"] = result });
}
