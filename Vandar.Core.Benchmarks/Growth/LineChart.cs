using System.Globalization;
using System.Text;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>One line of a chart.</summary>
internal sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A plain chart as SVG, legible on a light and on a dark page.</summary>
internal sealed record LineChart(string Title, string XTitle, string YTitle, IReadOnlyList<Line> Lines)
{
    private const double Width = 760;
    private const double Height = 400;
    private const double Left = 80;
    private const double Right = 150;
    private const double Top = 50;
    private const double Bottom = 60;
    private const double LineHeight = 16;

    private static readonly string[] s_colours = ["#d9480f", "#1971c2", "#2f9e44", "#9c36b5"];

    /// <summary>Powers of ten side by side, as far apart as one from the next.</summary>
    internal bool IsXLogarithmic { get; init; }

    internal void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, ToSvg());
    }

    private string ToSvg()
    {
        double firstX = ToAxis(Lines.SelectMany(line => line.Points).Min(point => point.X));
        double lastX = ToAxis(Lines.SelectMany(line => line.Points).Max(point => point.X));
        double step = Step(Lines.SelectMany(line => line.Points).Max(point => point.Y));
        double top = step * Math.Ceiling(Lines.SelectMany(line => line.Points).Max(point => point.Y) / step);

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13" fill="#868e96">
            <text x="{Left}" y="26" font-size="16">{Title}</text>
            <text x="{Left + (PlotWidth / 2)}" y="{Height - 14}" text-anchor="middle">{XTitle}</text>
            <text transform="translate(20 {Top + (PlotHeight / 2)}) rotate(-90)" text-anchor="middle">{YTitle}</text>

            """);
        for (double y = 0; y <= top; y += step)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{Left}" x2="{Width - Right}" y1="{AtY(y):0.#}" y2="{AtY(y):0.#}" stroke="#868e96" stroke-opacity="0.3"/>
                <text x="{Left - 8}" y="{AtY(y) + 4:0.#}" text-anchor="end">{y:#,0.##}</text>

                """);
        }
        foreach (double x in Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{AtX(x):0.#}" y="{Height - Bottom + 20}" text-anchor="middle">{x:#,0}</text>

                """);
        }
        double free = double.MaxValue;
        foreach ((int i, Line line) in Lines.Index().OrderBy(line => line.Item.Points[^1].Y))
        {
            string colour = s_colours[i % s_colours.Length];
            string points = string.Join(' ', line.Points.Select(At));
            // Lines that end in one place have their names one above the other.
            double name = Math.Min(AtY(line.Points[^1].Y) + 4, free);
            free = name - LineHeight;
            svg.Append(CultureInfo.InvariantCulture, $"""
                <polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>
                <text x="{Width - Right + 8}" y="{name:0.#}" fill="{colour}">{line.Name}</text>

                """);
        }
        return svg.Append("</svg>\n").ToString();

        double AtX(double x) => Left + ((ToAxis(x) - firstX) / (lastX - firstX) * PlotWidth);
        double AtY(double y) => Height - Bottom - (y / top * PlotHeight);
        string At((double X, double Y) point) => string.Create(CultureInfo.InvariantCulture, $"{AtX(point.X):0.#},{AtY(point.Y):0.#}");
    }

    private static double PlotWidth => Width - Left - Right;

    private static double PlotHeight => Height - Top - Bottom;

    private double ToAxis(double x) => IsXLogarithmic ? Math.Log10(x) : x;

    private IEnumerable<double> Ticks()
    {
        double[] all = [.. Lines[0].Points.Select(point => point.X)];
        if (IsXLogarithmic)
            return all;
        double step = Step(all[^1]);
        return Enumerable.Range(0, (int)(all[^1] / step) + 1).Select(i => i * step).Where(x => x >= all[0]);
    }

    /// <summary>A round number of which four to ten make the whole.</summary>
    private static double Step(double whole)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(whole)));
        return (whole / power) switch
        {
            < 2 => power / 5,
            < 5 => power / 2,
            _ => power,
        };
    }
}
