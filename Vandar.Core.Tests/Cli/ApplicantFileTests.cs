using System.Text;
using Vandar.Core.Cli;
using Vandar.Core.Cli.Issuing;

namespace Vandar.Core.Tests.Cli;

public sealed class ApplicantFileTests
{
    private const string Header =
        "national_code,mobile,birth_date,national_card_serial_number,postal_code,birth_location_id,birth_certificate_location_id,"
        + "occupation_id,education_id,guild_id,city_id,province_id,address";

    private const string First = "0000000116,09120000001,1370/01/01,0G00000001,1000000001,140,141,1,2,3,142,8,Sample street 1";
    private const string Second = "0000000221,09120000002,1368/05/12,0G00000002,1000000002,160,160,2,3,2,160,17,Sample street 2";

    [TestCase("\n")]
    [TestCase("\r\n")]
    public void Rows_are_read_with_their_lines(string end)
    {
        ApplicantFile file = Read(Header + end + First + end + end + Second + end);

        Assert.That(file.BadRows, Is.Empty);
        Assert.That(file.Applicants.Select(applicant => applicant.Line), Is.EqualTo(new[] { 2, 4 }));
        Applicant first = file.Applicants[0];
        Assert.That(
            (first.Identity.NationalCode.Value, first.Identity.Mobile.Value, first.Identity.BirthDate),
            Is.EqualTo(("0000000116", "09120000001", new JalaliDate(1370, 1, 1))));
        Assert.That(
            (first.Details.NationalCardSerialNumber, first.Details.PostalCode, first.Details.BirthLocationId,
                first.Details.BirthCertificateLocationId, first.Details.OccupationId, first.Details.EducationId, first.Details.GuildId),
            Is.EqualTo(("0G00000001", "1000000001", 140L, 141L, 1L, 2L, 3L)));
        Assert.That(
            (first.Details.CityId, first.Details.ProvinceId, first.Details.Address, first.Details.Email, first.CardholderId),
            Is.EqualTo(((long?)142, (long?)8, "Sample street 1", (string?)null, (string?)null)));
    }

    [Test]
    public void Columns_may_stand_in_any_order_and_others_are_ignored()
    {
        string[] names = [.. Header.Split(','), "colour", "EMAIL", "cardholder_id", "national_card_expiration_date"];
        string[] fields = [.. First.Split(','), "blue", "a@example.ir", "id-1", "1410/12/29"];
        Array.Reverse(names);
        Array.Reverse(fields);

        Applicant applicant = Read(string.Join(',', names) + "\n" + string.Join(',', fields)).Applicants.Single();

        Assert.That(
            (applicant.Identity.NationalCode.Value, applicant.Details.Email, applicant.CardholderId,
                applicant.Details.NationalCardExpirationDate),
            Is.EqualTo(("0000000116", "a@example.ir", "id-1", (JalaliDate?)new JalaliDate(1410, 12, 29))));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Byte_order_mark_makes_no_difference(bool withMark)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Header + "\n" + First, new UTF8Encoding(withMark));

            Assert.That(ApplicantFile.Read(path).Applicants, Has.Count.EqualTo(1));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Other_encodings_are_refused()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes(Header + "\n" + First), 0xC7, 0x0A]);

            Assert.That(() => ApplicantFile.Read(path), Throws.TypeOf<CommandFailedException>()
                .With.Property("ExitCode").EqualTo(ExitCode.BadInput).And.Message.Contains("UTF-8"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Persian_and_Arabic_digits_are_folded()
    {
        const string row = "۰۰۰۰۰۰۰۱۱۶,٠٩١٢٠٠٠٠٠٠١,۱۳۷۰/۰۱/۰۱,0G00000001,۱۰۰۰۰۰۰۰۰۱,۱۴۰,۱۴۰,۱,۱,۱,١٤٠,۸,نشانی";

        Applicant applicant = Read($"{Header}\n{row}").Applicants.Single();

        Assert.That(
            (applicant.Identity.NationalCode.Value, applicant.Identity.Mobile.Value, applicant.Details.PostalCode,
                applicant.Details.CityId, applicant.Details.Address),
            Is.EqualTo(("0000000116", "09120000001", "1000000001", (long?)140, "نشانی")));
    }

    [Test]
    public void Digits_of_serial_and_tracking_numbers_are_folded_too()
    {
        string row = First.Replace("0G00000001", "۰G٠٠٠٠٠٠٠۱", StringComparison.Ordinal);

        Applicant applicant = Read($"{Header},national_card_tracking_number\n{row},۱٢3").Applicants.Single();

        Assert.That(
            (applicant.Details.NationalCardSerialNumber, applicant.Details.NationalCardTrackingNumber), Is.EqualTo(("0G00000001", "123")));
    }

    [Test]
    public void Rows_that_share_an_id_are_all_bad()
    {
        ApplicantFile file = Read($"{Header},cardholder_id\n{First},id-1\n{Second},id-1");

        Assert.That(file.Applicants, Is.Empty);
        Assert.That(file.BadRows.Select(row => (row.Line, row.Column, row.Rule)), Is.EquivalentTo(new[]
        {
            (2, "cardholder_id", "Line 3 has the same id."), (3, "cardholder_id", "Line 2 has the same id."),
        }));
    }

    [Test]
    public void Quoted_fields_may_hold_commas_quotes_and_lines()
    {
        string quoted = First.Replace("Sample street 1", "\"Street \"\"one\"\",\nflat 2\"", StringComparison.Ordinal);

        ApplicantFile file = Read($"{Header}\n{quoted}\n{Second}");

        Assert.That(file.Applicants.Select(applicant => (applicant.Line, applicant.Details.Address)),
            Is.EqualTo(new[] { (2, "Street \"one\",\nflat 2"), (4, "Sample street 2") }));
    }

    [Test]
    public void Missing_columns_are_all_named()
    {
        Assert.That(() => Read("mobile,birth_date\n1,2"), Throws.TypeOf<CommandFailedException>()
            .With.Property("ExitCode").EqualTo(ExitCode.BadInput)
            .And.Message.Contains("national_code, national_card_serial_number, postal_code"));
    }

    [TestCase("", "is empty")]
    [TestCase("national_code,national_code\n1,2", "national_code twice")]
    public void Unusable_headers_are_refused(string text, string explanation) =>
        Assert.That(() => Read(text), Throws.TypeOf<CommandFailedException>().With.Message.Contains(explanation));

    [TestCase("0000000116", "0000000117", "national_code", "check digit")]
    [TestCase("0000000116", "", "national_code", "empty")]
    [TestCase("09120000001", "0912", "mobile", "09 and nine digits")]
    [TestCase("1370/01/01", "1370/13/01", "birth_date", "")]
    [TestCase("1370/01/01", "1991-03-21", "birth_date", "")]
    [TestCase("1000000001", "100000000", "postal_code", "10 digits")]
    [TestCase(",142,", ",Tehran,", "city_id", "whole number")]
    [TestCase(",142,", ",-1,", "city_id", "whole number")]
    [TestCase(",142,", ",0,", "city_id", "whole number")]
    [TestCase("Sample street 1", "  ", "address", "empty")]
    [TestCase(",142,", ",", "", "12 fields, the header 13")]
    public void Bad_rows_name_line_column_and_rule_and_good_rows_stay(string good, string bad, string column, string rule)
    {
        ApplicantFile file = Read($"{Header}\n{First.Replace(good, bad, StringComparison.Ordinal)}\n{Second}");

        BadRow row = file.BadRows.Single();
        Assert.That((row.Line, row.Column), Is.EqualTo((2, column)));
        Assert.That(row.Rule, Does.Contain(rule));
        if (bad.Length > 4)
            Assert.That(row.Rule, Does.Not.Contain(bad));
        Assert.That(file.Applicants.Single().Line, Is.EqualTo(3));
    }

    [Test]
    public void Second_row_of_an_applicant_is_a_bad_one()
    {
        ApplicantFile file = Read($"{Header}\n{First}\n{Second}\n{First.Replace("Sample", "Other", StringComparison.Ordinal)}");

        Assert.That(file.Applicants.Select(applicant => applicant.Line), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(file.BadRows.Single(), Has.Property("Line").EqualTo(4).And.Property("Rule").Contains("line 2"));
    }

    [Test]
    public void Open_quote_is_an_error_that_names_the_line() =>
        Assert.That(() => Read($"{Header}\n{First}\n\"{Second}"), Throws.TypeOf<CommandFailedException>().With.Message.Contains("line 3"));

    [Test]
    public void Applicants_print_masked() =>
        Assert.That(Read(Header + "\n" + First).Applicants.Single().ToString(), Is.EqualTo("line 2 (********16)"));

    private static ApplicantFile Read(string text) => ApplicantFile.Read(new StringReader(text));
}
