using System.Globalization;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Compares the clock at a start with the latest fact of the journal. A lot that is closed stays closed, and a sale that has opened stays
/// open, so a clock that is set wrong must do neither.
/// </summary>
internal static class StartClock
{
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);

    /// <summary>A line on a clock that is far from the latest fact; null: it is not.</summary>
    /// <exception cref="HouseException">
    /// Lots or rounds would close, or sales open, because it is far ahead; nobody said that it is right.
    /// </exception>
    public static string? Check(RecoveredFacts found, DateTimeOffset now, RecoverySettings settings)
    {
        if (found.LastTime is not { } latest || (now - latest).Duration() < Far) return null;
        if (now < latest)
        {
            return $"The clock says {Text(now)}, {Length(latest - now)} before the latest fact in the journal ({Text(latest)}). The house "
                + "goes on from the time of that fact";
        }
        var note = $"The clock says {Text(now)}, {Length(now - latest)} after the latest fact in the journal ({Text(latest)})";
        if (settings.TrustClock || found.Past is not RecoveredHouse past) return note;
        // What is held open closes when people are back; a sale that has opened is not shut again.
        var (lots, rounds) = settings.ExtendOverdue ? (0, 0) : DueBetween(past, latest, now);
        var openings = past.Sales.Count(sale =>
            sale.State is { Phase: SalePhase.Waiting } state && state.Terms.OpensAt > latest && state.Terms.OpensAt <= now);
        if (lots + rounds + openings == 0) return note;
        var extend = lots + rounds == 0 ? ""
            : "To hold lots and rounds open for auction.recovery.extension: --set auction.recovery.overdue=extend. ";
        throw new HouseException(
            $"{note}, and {Count(lots, rounds, openings)} fell due between. Nothing was closed or opened. If the house was down so long "
            + $"and that may happen now: --set auction.recovery.clock=trust. {extend}If the clock is wrong, set it and start again.");
    }

    // What was due before the latest fact closes whatever the clock says.
    private static (int Lots, int Rounds) DueBetween(RecoveredHouse past, DateTimeOffset latest, DateTimeOffset now)
    {
        var (lots, rounds) = (0, 0);
        foreach (var sale in past.Sales)
        {
            if (sale.State is not { } state) continue;
            if (state.Phase == SalePhase.RoundRunning && state.RoundClosesAt > latest && state.RoundClosesAt <= now) rounds++;
            lots += sale.Lots.Values.Count(lot =>
                lot.State.Phase == LotPhase.Open && lot.State.ClosesAt > latest && lot.State.ClosesAt <= now);
        }
        return (lots, rounds);
    }

    private static string Count(int lots, int rounds, int openings)
    {
        string[] counted =
        [
            .. lots == 0 ? (string[])[] : [lots == 1 ? "1 lot" : $"{lots} lots"],
            .. rounds == 0 ? (string[])[] : [rounds == 1 ? "1 round" : $"{rounds} rounds"],
            .. openings == 0 ? (string[])[] : [openings == 1 ? "the opening of 1 sale" : $"the openings of {openings} sales"],
        ];
        return counted.Length == 1 ? counted[0] : $"{string.Join(", ", counted[..^1])} and {counted[^1]}";
    }

    private static string Length(TimeSpan time) => time < TimeSpan.FromDays(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} days");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
