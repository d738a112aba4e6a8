using System.Globalization;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Compares the clock at a start with the latest fact of the journal. A lot that is closed stays closed, so a clock that is set wrong must
/// not close it.
/// </summary>
internal static class StartClock
{
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);

    /// <summary>A line on a clock that is far from the latest fact; null: it is not.</summary>
    /// <exception cref="HouseException">Lots or rounds would close because it is far ahead; nobody said that it is right.</exception>
    public static string? Check(RecoveredFacts found, DateTimeOffset now, RecoverySettings settings)
    {
        if (found.LastTime is not { } latest || (now - latest).Duration() < Far) return null;
        if (now < latest)
        {
            return $"The clock says {Text(now)}, {Length(latest - now)} before the latest fact in the journal ({Text(latest)}). The house "
                + "goes on from the time of that fact";
        }
        var note = $"The clock says {Text(now)}, {Length(now - latest)} after the latest fact in the journal ({Text(latest)})";
        if (settings.ExtendOverdue || settings.TrustClock || found.Past is not RecoveredHouse past) return note;
        var (lots, rounds) = DueBetween(past, latest, now);
        if (lots + rounds == 0) return note;
        throw new HouseException(
            $"{note}, and {Count(lots, rounds)} fell due between. Nothing was closed. If the house was down so long and they may close "
            + "now: --set auction.recovery.clock=trust. To hold them open for auction.recovery.extension: "
            + "--set auction.recovery.overdue=extend. "
            + "If the clock is wrong, set it and start again.");
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

    private static string Count(int lots, int rounds)
    {
        string[] counted =
        [
            .. lots == 0 ? (string[])[] : [lots == 1 ? "1 lot" : $"{lots} lots"],
            .. rounds == 0 ? (string[])[] : [rounds == 1 ? "1 round" : $"{rounds} rounds"],
        ];
        return string.Join(" and ", counted);
    }

    private static string Length(TimeSpan time) => time < TimeSpan.FromDays(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} days");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
