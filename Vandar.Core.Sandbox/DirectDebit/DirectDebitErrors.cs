using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The two tables of error codes; a code is an index. Texts of withdrawals are the vendor's, of mandates mostly ours.</summary>
internal static class DirectDebitErrors
{
    public const string InsufficientBalance = "01";
    public const string ServerError = "02";
    public const string MandateInvalid = "13";
    public const string MandateExpired = "14";
    public const string MonthlyCountReached = "17";

    public const string PayerWentBack = "02";
    public const string PageExpired = "29";

    /// <summary>A withdrawal for a business that does not exist.</summary>
    public static Answer UnknownBusiness { get; } =
        Answer.Json(404, new JsonObject { ["status"] = 0, ["error"] = "کسب و کار وجود ندارد" });

    /// <summary>A mandate of a business that does not exist. Text and status are documented, the shape is its neighbours'.</summary>
    public static Answer UnknownApplication { get; } =
        Envelope.Status.Failure(404, "برنامه کاربردی با این شناسه کاربری یافت نشد", "");

    public static IReadOnlyList<string> Withdrawal { get; } =
    [
        "خطای غیرمنتظره",
        "عدم کفایت موجودی",
        "خطای سرور",
        "منبع مورد نظر یافت نشد",
        "محدودیت تعداد تراکنش روزانه برای این واگذاری رعایت نشده است",
        "برنامه مورد نظر یافت نشد",
        "توکن نامعتبر",
        "سپرده نامعتبر",
        "مبلغ نامعتبر است",
        "حساب مقصد نامعتبر",
        "واگذار کننده به عنوان مشتری بانک موردنظر ثبت نشده است",
        "شماره پیگیری تکراری/نامعتبر است",
        "وضعیت موسسه نامعتبر است",
        "وضعیت واگذاری نامعتبر است",
        "واگذاری منقضی شده است",
        "زمان انجام تراکنش برای این واگذاری نامعتبر است",
        "محدودیت تعداد تراکنش روزانه برای این واگذاری رعایت نشده است",
        "محدودیت تعداد تراکنش ماهانه برای این واگذاری رعایت نشده است",
        "زمان پیمان شروع نشده است",
        "مبلغ ورودی نامعتبر است",
        "ارز مبدا مقصد یکسان نیست/کد ارز مورد نظر در سیستم تعریف نشده",
        "سپرده متعلق به کاربر نیست/عدم امکان دسترسی به سپرده/عدم وجود حق برداشت/برداشت امکانپذیر نیست",
        "شماره سپرده نامعتبر است",
        "پارامترهای ورودی به درستی وارد نشده اند",
        "شماره سپرده مورد نظر وجود ندارد",
        "خطای داخلی بوم",
        "خطاهای داخلی پیمان",
        "شناسه موسسه مورد نظر یافت نشده/نامعتبر است",
        "حساب مسدود است",
        "شماره پیگیری تکراریست",
        "تعداد تراکنش های انجام شده از تعداد مجاز روزانه بیشتر است",
        "تعداد تراکنش های انجام شده از تعداد مجاز ماهانه بیشتر است",
        "خطای برداشت مستقیم رخ داده است",
    ];

    public static IReadOnlyList<string> Mandate { get; } =
    [
        "خطای غیرمنتظره",
        "مجوز در وضعیت ایجاد شده نیست",
        "بازگشت کاربر از صفحه قرارداد پس از ورود",
        "خطا در دریافت توکن بانک",
        "خطای سرور",
        "خطای نامشخص",
        "کد ملی صاحب موبایل با شخص وارد شده یکسان نیست",
        "خطا در ذخیره اطلاعات مشتری",
        "حساب فعالی برای کاربر یافت نشد",
        "خطا در دریافت حساب‌های مشتری",
        "شناسه موسسه یافت نشد یا نامعتبر است",
        "تاریخ قرارداد نامعتبر است",
        "شماره پیگیری یافت نشد یا نامعتبر است",
        "وضعیت موسسه نامعتبر است",
        "مقدار ثابت نامعتبر است",
        "بانک یافت نشد",
        "وضعیت بانک نامعتبر است",
        "کاربر مجاز نیست",
        "سپرده متعلق به کاربر نیست یا برداشت از آن امکانپذیر نیست",
        "شماره سپرده وجود ندارد",
        "خطای عدم دسترسی",
        "خطای داخلی بوم",
        "بانک در فهرست بانک‌های وندار نیست",
        "برنامه کاربردی وجود ندارد",
        "برنامه کاربردی فعال نیست",
        "پاسخ مناسبی از بانک دریافت نشد",
        "خطای غیرمنتظره هنگام بستن قرارداد",
        "بازگشت کاربر از صفحه قرارداد",
        "پاسخ مناسبی از سرویس همراه کارت دریافت نشد",
        "صفحه مجوز منقضی شده است",
    ];

    /// <summary>The index of a two-digit code of a table, or <see langword="null"/> for anything else.</summary>
    public static int? IndexOf(IReadOnlyList<string> table, string? code) =>
        code?.IsDigits(2) == true && (code[0] - '0') * 10 + code[1] - '0' is int index && index < table.Count ? index : null;

    public static string? WithdrawalText(string? code) => IndexOf(Withdrawal, code) is { } index ? Withdrawal[index] : null;
}
