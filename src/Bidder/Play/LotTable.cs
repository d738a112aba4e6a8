using System.Globalization;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Play;

/// <summary>
/// The lots of a sale as a table, one line a lot whatever the width: names and titles are cut before amounts, and where that does not do,
/// the columns that tell least are left out.
/// </summary>
internal static class LotTable
{
    private const string Indent = "  ";
    private const string Gap = "  ";
    private const int Enough = 16;

    private static readonly Column[] Columns =
    [
        new("Lot", (lot, _) => lot.Lot) { Least = 8 },
        new("Title", (lot, _) => lot.Title) { Least = Enough, LeftOut = 1 },
        new("Form", (lot, _) => lot.Form) { LeftOut = 2 },
        new("Price", (lot, _) => MoneyText.Of(lot.PriceMinor, lot.Currency)) { ToTheRight = true },
        new("Next bid", (lot, _) => Next(lot)) { ToTheRight = true },
        new("Left", (lot, _) => lot.Units?.ToString(CultureInfo.InvariantCulture) ?? "?") { ToTheRight = true, LeftOut = 3 },
        new("Leader", (lot, _) => lot.Leader ?? "-") { Least = 6 },
        new("Closes", (lot, model) => Closes(lot, model.HouseNow)),
        new("You", (lot, model) => Yours(lot, model.State)),
    ];

    /// <summary>The table's lines.</summary>
    /// <param name="model">What a person sees.</param>
    /// <param name="lots">The lots to show, in order.</param>
    /// <param name="width">The cells of a line.</param>
    public static IEnumerable<string> Of(PlayModel model, IReadOnlyList<LotView> lots, int width)
    {
        var cells = lots.Select(lot => Columns.Select(column => ShownText.Of(column.Text(lot, model))).ToArray()).ToList();
        var natural = Columns.Select(
            (column, at) => cells.Select(row => Cells.Width(row[at])).Append(column.Heading.Length).Max()).ToArray();
        var widths = Fitting(natural, width - Indent.Length);

        yield return $"\e[1m{Line(Columns.Select(column => column.Heading).ToArray(), widths, width)}\e[0m";
        yield return $"\e[90m{new string('─', Math.Min(width, Indent.Length + Taken(widths)))}\e[0m";
        foreach (var (lot, row) in lots.Zip(cells))
        {
            var line = Line(row, widths, width);
            var style = lot.State == LotViewState.Closed ? "\e[90m" : lot.Leader == model.State.Name ? "\e[32m" : "";
            yield return style.Length > 0 ? $"{style}{line}\e[0m" : line;
        }
    }

    // 0: the column is left out.
    private static int[] Fitting(int[] natural, int room)
    {
        int[] least = [];
        for (var leftOut = 0; leftOut <= Columns.Max(column => column.LeftOut); leftOut++)
        {
            least = [.. Columns.Select((column, at) => column.IsLeftOut(leftOut) ? 0 : Math.Min(natural[at], column.Least))];
            if (Taken(least) <= room) break;
        }
        // A little for each before much for the first.
        foreach (var most in (int[])[Enough, int.MaxValue])
        {
            for (var at = 0; at < least.Length; at++)
            {
                if (least[at] == 0) continue;
                var more = Math.Min(Math.Min(natural[at], most) - least[at], room - Taken(least));
                least[at] += Math.Max(0, more);
            }
        }
        return least;
    }

    private static int Taken(int[] widths) => widths.Sum() + (Gap.Length * (widths.Count(width => width > 0) - 1));

    private static string Line(string[] row, int[] widths, int width)
    {
        var shown = Enumerable.Range(0, widths.Length).Where(at => widths[at] > 0).Select(
            at => Cells.Padded(Cells.Fitted(row[at], widths[at]), widths[at], Columns[at].ToTheRight));
        return Cells.Fitted((Indent + string.Join(Gap, shown)).TrimEnd(), width);
    }

    private static string Next(LotView lot) =>
        lot.State == LotViewState.Closed || lot.NextMinor < 0 ? "-" : MoneyText.Of(lot.NextMinor, lot.Currency);

    private static string Closes(LotView lot, DateTimeOffset now) => lot.State switch
    {
        LotViewState.Waiting => "not yet open",
        LotViewState.Closed => "closed",
        _ => lot.ClosesAt is { } at ? Countdown.Of(at, now) : "-",
    };

    private static string Yours(LotView lot, BidderState state)
    {
        var record = state.RecordOf(lot.Lot);
        var won = record.Won > 0 ? $"won {record.Won}" : "";
        var bid = record.LiveMinor > 0 ? $"bid {MoneyText.Of(record.LiveMinor, lot.Currency)}" : "";
        return won.Length > 0 && bid.Length > 0 ? $"{won}, {bid}" : won + bid;
    }

    private sealed record Column(string Heading, Func<LotView, PlayModel, string> Text)
    {
        /// <summary>Cells that it may be cut to; without it, none of it is cut.</summary>
        public int Least { get; init; } = int.MaxValue;

        /// <summary>In which turn it is left out; 0: never.</summary>
        public int LeftOut { get; init; }

        public bool ToTheRight { get; init; }

        public bool IsLeftOut(int turn) => LeftOut > 0 && LeftOut <= turn;
    }
}
