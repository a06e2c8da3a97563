using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Sylvan.Data.Csv;
using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>Reads the applicants' file: a CSV with a header, its columns in any order, further columns ignored.</summary>
internal sealed class ApplicantFile
{
    public const string Help = """
        The applicants' file is a CSV in UTF-8 with a header; columns in any order, further ones ignored; Persian digits are fine.
        Needed, and filled in each row:
          national_code, mobile, birth_date (Jalali, such as 1370/01/01), national_card_serial_number, postal_code, address,
          birth_location_id, birth_certificate_location_id, occupation_id, education_id, guild_id, city_id, province_id
        Optional: first_name_en, last_name_en, father_name_en, email, national_card_expiration_date (Jalali),
          national_card_tracking_number, and cardholder_id for an applicant whose id you had to ask Vandar for.
        """;

    public const string CardholderIdColumn = "cardholder_id";

    private const string NationalCodeColumn = "national_code";
    private const string NumberRule = "A whole number above zero is needed: an id of Vandar's reference lists.";

    private static readonly string[] s_needed =
    [
        NationalCodeColumn, "mobile", "birth_date", "national_card_serial_number", "postal_code", "birth_location_id",
        "birth_certificate_location_id", "occupation_id", "education_id", "guild_id", "city_id", "province_id", "address",
    ];

    private readonly List<Applicant> _applicants = [];
    private readonly List<BadRow> _badRows = [];
    private readonly Dictionary<NationalCode, int> _lines = [];
    private readonly Dictionary<string, int> _linesOfIds = new(StringComparer.Ordinal);

    private ApplicantFile()
    {
    }

    /// <summary>The rows that can be sent, in the order of the file.</summary>
    public IReadOnlyList<Applicant> Applicants => _applicants;

    /// <summary>The rows that cannot.</summary>
    public IReadOnlyList<BadRow> BadRows => _badRows;

    /// <exception cref="CommandFailedException">The file is no such CSV, or lacks columns.</exception>
    public static ApplicantFile Read(string path)
    {
        try
        {
            using StreamReader text = new(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Read(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.BadInput, $"The applicants' file cannot be read: {path}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new CommandFailedException(ExitCode.BadInput, "The applicants' file is not UTF-8: save it as \"CSV UTF-8\".", e);
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    public static ApplicantFile Read(TextReader text)
    {
        ApplicantFile file = new();
        int line = 1;
        try
        {
            using CsvDataReader csv = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                Delimiter = ',', HasHeaders = false, CsvStyle = CsvStyle.Standard, Culture = CultureInfo.InvariantCulture,
            });
            if (!csv.Read())
                throw new CommandFailedException(ExitCode.BadInput, "The applicants' file is empty.");
            string[] header = Fields(csv);
            Dictionary<string, int> columns = Columns(header);
            line += LinesOf(csv);
            while (csv.Read())
            {
                string[] fields = Fields(csv);
                if (fields.Any(field => field.Length > 0))
                    file.Add(new Row(line, columns, fields), header.Length);
                line += LinesOf(csv);
            }
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException)
        {
            throw new CommandFailedException(ExitCode.BadInput, FormattableString.Invariant(
                $"The applicants' file is not a readable CSV from line {line} on: look for a quotation mark that is not closed."), e);
        }
        return file;
    }

    /// <summary>Makes a bad row of an applicant after all.</summary>
    public void Refuse(Applicant applicant, string column, string rule)
    {
        _applicants.Remove(applicant);
        _badRows.Add(new BadRow(applicant.Line, column, rule));
    }

    private void Add(Row row, int columns)
    {
        if (row.Count != columns)
        {
            _badRows.Add(new BadRow(row.Line, "", FormattableString.Invariant($"The row has {row.Count} fields, the header {columns}.")));
            return;
        }
        CreateCardholder identity = new()
        {
            NationalCode = row.Parsed<NationalCode>(NationalCodeColumn, NationalCode.Parse),
            Mobile = row.Parsed<MobileNumber>("mobile", MobileNumber.Parse),
            BirthDate = row.Parsed<JalaliDate>("birth_date", JalaliDate.Parse),
        };
        UpdateCardholder details = new()
        {
            NationalCardSerialNumber = row.Folded("national_card_serial_number"),
            PostalCode = row.Digits("postal_code", 10),
            BirthLocationId = row.Number("birth_location_id"),
            BirthCertificateLocationId = row.Number("birth_certificate_location_id"),
            OccupationId = row.Number("occupation_id"),
            EducationId = row.Number("education_id"),
            GuildId = row.Number("guild_id"),
            CityId = row.Number("city_id"),
            ProvinceId = row.Number("province_id"),
            Address = row.Needed("address"),
            FirstNameEn = row.Optional("first_name_en"),
            LastNameEn = row.Optional("last_name_en"),
            FatherNameEn = row.Optional("father_name_en"),
            Email = row.Optional("email"),
            NationalCardExpirationDate = row.Optional("national_card_expiration_date") is null
                ? null
                : row.Parsed<JalaliDate>("national_card_expiration_date", JalaliDate.Parse),
            NationalCardTrackingNumber = Row.WithAsciiDigits(row.Optional("national_card_tracking_number")),
        };
        string? cardholderId = row.Optional(CardholderIdColumn);
        if (row.BadCells.Count == 0 && !_lines.TryAdd(identity.NationalCode, row.Line))
        {
            row.BadCells.Add(new BadRow(row.Line, NationalCodeColumn, FormattableString.Invariant(
                $"The applicant is in the file already, on line {_lines[identity.NationalCode]}; only that row is sent.")));
        }
        if (row.BadCells.Count == 0 && cardholderId is not null && !_linesOfIds.TryAdd(cardholderId, row.Line))
        {
            // Nobody knows whose it is, and the wrong one's documents must not go into the other one's request.
            int first = _linesOfIds[cardholderId];
            row.BadCells.Add(new BadRow(row.Line, CardholderIdColumn, FormattableString.Invariant($"Line {first} has the same id.")));
            if (_applicants.Find(applicant => applicant.Line == first) is { } other)
                Refuse(other, CardholderIdColumn, FormattableString.Invariant($"Line {row.Line} has the same id."));
        }
        _badRows.AddRange(row.BadCells);
        if (row.BadCells.Count == 0)
        {
            _applicants.Add(new Applicant
            {
                Line = row.Line, Identity = identity, Details = details, CardholderId = cardholderId,
            });
        }
    }

    private static Dictionary<string, int> Columns(string[] header)
    {
        Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.Length; i++)
        {
            if (header[i].Length > 0 && !columns.TryAdd(header[i], i))
                throw new CommandFailedException(ExitCode.BadInput, $"The applicants' file has the column {header[i]} twice.");
        }
        string[] missing = [.. s_needed.Where(name => !columns.ContainsKey(name))];
        return missing.Length == 0 ? columns : throw new CommandFailedException(ExitCode.BadInput,
            $"The applicants' file lacks the columns {string.Join(", ", missing)}. Its first line is a header with commas.");
    }

    private static string[] Fields(CsvDataReader csv)
    {
        string[] fields = new string[csv.RowFieldCount];
        for (int i = 0; i < fields.Length; i++)
            fields[i] = csv.GetString(i).Trim();
        return fields;
    }

    /// <summary>How many lines the record takes: quoted fields may hold line ends.</summary>
    private static int LinesOf(CsvDataReader csv) => 1 + csv.GetRawRecordSpan().TrimEnd("\r\n").Count('\n');

    /// <summary>One row while it is read; collects what is wrong with it.</summary>
    private sealed class Row(int line, Dictionary<string, int> columns, string[] fields)
    {
        public int Line => line;

        public int Count => fields.Length;

        public List<BadRow> BadCells { get; } = [];

        public string? Optional(string column) => columns.TryGetValue(column, out int i) && fields[i].Length > 0 ? fields[i] : null;

        public string Needed(string column)
        {
            if (Optional(column) is { } text)
                return text;
            BadCells.Add(new BadRow(line, column, "The field is empty."));
            return "";
        }

        public T Parsed<T>(string column, Func<string, T> parse)
            where T : struct
        {
            string text = Needed(column);
            try
            {
                return text.Length == 0 ? default : parse(text);
            }
            catch (FormatException e)
            {
                BadCells.Add(new BadRow(line, column, e.Message));
                return default;
            }
        }

        public long Number(string column)
        {
            string text = Folded(column);
            if (text.Length == 0)
                return 0;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0)
                return number;
            BadCells.Add(new BadRow(line, column, NumberRule));
            return 0;
        }

        public string Digits(string column, int count)
        {
            string text = Folded(column);
            if (text.Length > 0 && (text.Length != count || !text.All(char.IsAsciiDigit)))
                BadCells.Add(new BadRow(line, column, FormattableString.Invariant($"Exactly {count} digits are needed.")));
            return text;
        }

        /// <summary>A needed field in which Persian and Arabic digits have become ASCII ones.</summary>
        public string Folded(string column) => WithAsciiDigits(Needed(column));

        [return: NotNullIfNotNull(nameof(text))]
        public static string? WithAsciiDigits(string? text) => text is null
            ? null
            : string.Concat(text.Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and int digit ? (char)('0' + digit) : c));
    }
}
