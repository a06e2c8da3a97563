using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Vandar.Core.Cli.Issuing;

/// <summary>What the job ended with: a masked table for the eyes, a full file for the business, a number for the shell.</summary>
internal sealed record IssuingReport(IReadOnlyList<IssuingResult> Results, IReadOnlyList<BadRow> BadRows)
{
    private const string Header =
        "line,national_code,state,outcome,cardholder_id,card_number,iban,account_number,cardholder_id_in_bank,video_caption,text";

    public int Count(IssuingState state) => Results.Count(result => result.State == state);

    /// <summary>The exit code of a run that was not interrupted.</summary>
    public int ExitCode
    {
        get
        {
            if (Results.Count == 0)
                return Cli.ExitCode.BadInput;
            if (Count(IssuingState.Unknown) > 0)
                return Cli.ExitCode.SomeUnknown;
            if (BadRows.Count == 0 && Results.All(result => result.State is IssuingState.Issued))
                return Cli.ExitCode.Done;
            bool metWall = Results.Any(result => result.IsRefusedLogin || IsUnreached(result));
            return metWall && Results.All(result => result.State is IssuingState.NotStarted || result.IsRefusedLogin || IsUnreached(result))
                ? Cli.ExitCode.NothingSent
                : Cli.ExitCode.SomeFailed;
        }
    }

    public void Print(IAnsiConsole console)
    {
        if (BadRows.Count > 0)
        {
            Table rows = new Table().Title("Rows that were not sent").AddColumns("Line", "Column", "Rule");
            foreach (BadRow row in BadRows)
                rows.AddRow(Number(row.Line), Markup.Escape(row.Column), Markup.Escape(row.Rule));
            console.Write(rows);
        }
        Table table = new Table().Title("Applicants").AddColumns("Line", "National code", "State", "Card", "IBAN", "Note");
        foreach (IssuingResult result in Results)
        {
            string note = result.Outcome is { } outcome ? $"{outcome}: {result.Text}" : result.Text;
            table.AddRow(
                Number(result.Applicant.Line), result.Applicant.Identity.NationalCode.ToString(), Coloured(result.State),
                Markup.Escape(Masked(result.Card?.CardNumber)), Markup.Escape(MaskedIban(result.Card?.IbanNumber)), Markup.Escape(note));
        }
        console.Write(table);
        foreach (IssuingResult result in Results.Where(result => result.State is IssuingState.AwaitingVideo))
            console.Profile.Out.Writer.WriteLine($"{result.Applicant} has to read: {result.Caption ?? "(Vandar sent no sentence)"}");
        console.WriteLine(FormattableString.Invariant(
            $"{Count(IssuingState.Issued)} issued, {Count(IssuingState.Processing)} with the bank, ")
            + FormattableString.Invariant($"{Count(IssuingState.AwaitingVideo)} awaiting a video, {Count(IssuingState.Failed)} failed, ")
            + FormattableString.Invariant($"{Count(IssuingState.Unknown)} unknown, {Count(IssuingState.NotStarted)} not started, ")
            + FormattableString.Invariant($"{BadRows.Count} bad rows"));
    }

    /// <summary>Writes everything in full, for its owner alone.</summary>
    public void Write(string path)
    {
        StringBuilder text = new();
        text.Append(Header).Append('\n');
        foreach (IssuingResult result in Results)
        {
            string?[] fields =
            [
                Number(result.Applicant.Line), result.Applicant.Identity.NationalCode.Value, result.State.ToString(),
                result.Outcome?.ToString(), result.CardholderId, result.Card?.CardNumber, result.Card?.IbanNumber,
                result.Card?.AccountNumber, result.Card?.CardholderIdInBank, result.Caption, result.Text,
            ];
            text.AppendJoin(',', fields.Select(Quoted)).Append('\n');
        }
        OwnerOnlyFile.Replace(path, text.ToString());
    }

    /// <summary>A card number fit for a console.</summary>
    public static string Masked(string? card) =>
        card is null ? "" : CardNumber.TryParse(card, out CardNumber number) ? number.ToString() : "****";

    private static string MaskedIban(string? iban) => iban is null ? "" : Iban.TryParse(iban, out Iban number) ? number.ToString() : "****";

    private static bool IsUnreached(IssuingResult result) =>
        result is { State: IssuingState.Failed, Outcome: RequestOutcome.NotSent, CardholderId: null, IsUnreachable: true };

    private static string Coloured(IssuingState state) => state switch
    {
        IssuingState.Issued => "[green]Issued[/]",
        IssuingState.Failed => "[red]Failed[/]",
        IssuingState.Unknown => "[yellow]Unknown[/]",
        _ => state.ToString(),
    };

    private static string Quoted(string? field) =>
        field is null ? "" : field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
