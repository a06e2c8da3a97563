namespace Vandar.Core.Sandbox;

/// <summary>How alike two names are. The vendor's own measure is not known; this one counts the letters to change.</summary>
internal static class NameLikeness
{
    /// <returns>0 to 100; Arabic and Persian spellings of ye and kaf count as one letter.</returns>
    public static int Percentage(string left, string right)
    {
        string a = Fold(left), b = Fold(right);
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        int longest = Math.Max(a.Length, b.Length);
        return longest == 0 ? 0 : 100 * (longest - row[^1]) / longest;
    }

    private static string Fold(string name) => new([.. name.Replace('ي', 'ی').Replace('ك', 'ک').Where(c => !char.IsWhiteSpace(c))]);
}
