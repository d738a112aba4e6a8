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
        new("Price", Price) { ToTheRight = true },
        new("Next bid", Next) { ToTheRight = true },
        new("Left", Left) { ToTheRight = true, LeftOut = 3 },
        new("Leader", (lot, _) => lot.Leader ?? "-") { Least = 6 },
        new("Closes", (lot, model) => Closes(lot, model.HouseNow)),
        new("You", Yours),
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

    // Of a lot that closed meanwhile the last that was known would be wrong.
    private static bool IsUnseen(LotView lot, PlayModel model) => model.State.Market.ClosedUnseen.Contains(lot.Lot);

    private static string Price(LotView lot, PlayModel model) => IsUnseen(lot, model) ? "not known" : Money(lot.PriceMinor, lot, model);

    private static string Next(LotView lot, PlayModel model) =>
        lot.State == LotViewState.Closed || lot.NextMinor < 0 ? "-" : Money(lot.NextMinor, lot, model);

    private static string Left(LotView lot, PlayModel model) =>
        IsUnseen(lot, model) ? "-" : lot.Units?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static string Money(long minor, LotView lot, PlayModel model) =>
        MoneyText.Of(minor, lot.Currency, isNamed: model.State.Market.Lots.Values.Any(other => other.Currency != lot.Currency));

    private static string Closes(LotView lot, DateTimeOffset now) => lot.State switch
    {
        LotViewState.Waiting => "not yet open",
        LotViewState.Closed => "closed",
        _ => lot.ClosesAt is { } at ? Countdown.Of(at, now) : "-",
    };

    private static string Yours(LotView lot, PlayModel model)
    {
        var record = model.State.RecordOf(lot.Lot);
        string[] all = [record.Won > 0 ? $"won {record.Won}" : "", Stands(lot, record, model)];
        return string.Join(", ", all.Where(text => text.Length > 0));
    }

    private static string Stands(LotView lot, LotRecord record, PlayModel model) => lot.State == LotViewState.Closed
        ? record is { Won: 0, Bids: > 0 } ? "lost" : ""
        : record.LiveMinor > 0 ? $"bid {Money(record.LiveMinor, lot, model)}"
        // At an earlier visit, or from another sale.
        : lot.Leader == model.State.Name ? "you lead"
        : record.IsOutbid && !lot.FollowsRounds ? "outbid"
        : "";

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
