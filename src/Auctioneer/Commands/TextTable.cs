using AkkaAuction.CommandLine;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>
/// A table in plain text, one line a row. Where the terminal is too narrow, texts are cut and columns left out: a terminal would break a
/// line within a word.
/// </summary>
/// <param name="heads">The columns' headings.</param>
/// <param name="toTheRight">Columns of numbers.</param>
internal sealed class TextTable(string[] heads, int[] toTheRight)
{
    private const string Indent = "  ";
    private const string Gap = "  ";
    private const int LeastText = 12;

    /// <summary>Columns whose texts may be cut.</summary>
    public int[] Cut { get; init; } = [];

    /// <summary>Columns that are left out where cutting does not do, in this order.</summary>
    public int[] LeftOut { get; init; } = [];

    /// <summary>The columns of the terminal that standard output goes to; boundless where it goes elsewhere.</summary>
    public static int TerminalColumns =>
        Console.IsOutputRedirected || Console.WindowWidth <= 0 ? int.MaxValue : Console.WindowWidth;

    /// <summary>Writes the table; nothing without rows.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="rows">A text for each column.</param>
    /// <param name="columns">The terminal's columns.</param>
    public void Write(TextWriter to, IEnumerable<string[]> rows, int columns)
    {
        var all = rows.Select(row => Array.ConvertAll(row, ShownText.Of)).ToArray();
        if (all.Length == 0) return;
        var widths = Fitting([.. heads.Select((head, at) => Math.Max(head.Length, all.Max(row => row[at].Length)))], columns);
        Row(to, heads, widths);
        Row(to, [.. widths.Select(width => new string('-', width))], widths);
        foreach (var row in all) Row(to, row, widths);
    }

    // 0: the column is left out.
    private int[] Fitting(int[] natural, int columns)
    {
        var widths = natural;
        for (var leftOut = 0; leftOut <= LeftOut.Length; leftOut++)
        {
            widths = [.. natural.Select((width, at) => LeftOut.AsSpan(0, leftOut).Contains(at) ? 0 : width)];
            foreach (var at in Cut)
            {
                var tooMany = Math.Max(0, Taken(widths) - columns);
                widths[at] = Math.Max(Math.Min(widths[at], LeastText), widths[at] - tooMany);
            }
            if (Taken(widths) <= columns) break;
        }
        return widths;
    }

    private static int Taken(int[] widths) =>
        Indent.Length + widths.Sum() + (Gap.Length * (widths.Count(width => width > 0) - 1));

    private void Row(TextWriter to, string[] cells, int[] widths)
    {
        var shown = Enumerable.Range(0, widths.Length).Where(at => widths[at] > 0).Select(at => (at, Text: Fitted(cells[at], widths[at])))
            .Select(cell => toTheRight.Contains(cell.at) ? cell.Text.PadLeft(widths[cell.at]) : cell.Text.PadRight(widths[cell.at]));
        to.WriteLine((Indent + string.Join(Gap, shown)).TrimEnd());
    }

    private static string Fitted(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
