using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>What things are worth to a bidder, and the arithmetic of bids that strategies share. Amounts are minor units.</summary>
public static class Worth
{
    private const double BuyNowChance = 1.0 / 3;

    /// <summary>The forms where one bid is all there is, and nobody sees it.</summary>
    public static bool IsSealed(LotView lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return FormRegistry.Find(lot.Form)?.HidesBids ?? false;
    }

    /// <summary>
    /// What a lot is worth to a bidder, drawn once per lot: the highest price acceptable, or in a tender the lowest, which is what it costs
    /// to supply. 1.2 to 3 times its start price, or 0.3 to 1 times where the price falls from it. A lot that starts near nothing is taken
    /// as one that starts at 1.00.
    /// </summary>
    public static long Of(IChance chance, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(chance);
        ArgumentNullException.ThrowIfNull(lot);
        var drawn = chance.Draw("worth", lot.Lot);
        var factor = FormRegistry.Find(lot.Form) is { PriceNeverFalls: false } ? 0.3 + (0.7 * drawn) : 1.2 + (1.8 * drawn);
        return Scale(Math.Max(lot.StartMinor, Whole(lot)), factor);
    }

    /// <summary>One major unit of the lot's currency, minor units.</summary>
    private static long Whole(LotView lot) => lot.Currency.Same(1, new Currency(lot.Currency.Code, 0));

    /// <summary>A part or a multiple of an amount, rounded down; at the end of what fits it stays there.</summary>
    public static long Scale(long minor, double factor)
    {
        var scaled = Math.Floor(minor * factor);
        return scaled >= long.MaxValue ? long.MaxValue : (long)scaled;
    }

    /// <summary>
    /// An amount a person would say: whole, unless that would be too low. It never leaves <paramref name="lowestMinor"/> to
    /// <paramref name="highestMinor"/>.
    /// </summary>
    public static long Rounded(LotView lot, long minor, long lowestMinor, long highestMinor)
    {
        var whole = minor - (minor % Whole(lot));
        return Math.Clamp(whole >= lowestMinor ? whole : minor, lowestMinor, highestMinor);
    }

    /// <summary>
    /// The price that gets a lot at once, from a bidder who pays it: of those who would pay so much, one in three does. The others hope for
    /// less. Null: it bids as on any lot.
    /// </summary>
    public static long? BuysAt(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        return lot.BuyNowMinor is { } price && price <= MostFor(situation, lot)
            && situation.Chance.Draw("buy now", lot.Lot) < BuyNowChance ? price : null;
    }

    /// <summary>
    /// How far a bidder goes on a lot: to its worth, and not beyond its money, which a tender does not cost; and below the price that would
    /// buy it at once.
    /// </summary>
    public static long Limit(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        var most = MostFor(situation, lot);
        return lot.BuyNowMinor is { } price ? Math.Min(most, price - 1) : most;
    }

    private static long MostFor(Situation situation, LotView lot)
    {
        var worth = Worthwhile(situation, lot);
        return lot.Descends ? worth : Math.Min(worth, situation.State.Wallet.AvailableFor(lot.Lot));
    }

    /// <summary>
    /// What a lot is worth bidding. Where losers pay, a bid costs its amount whether it wins or not: a bidder stays away from half of such
    /// lots, and bids no more than half the worth of the others.
    /// </summary>
    public static long Worthwhile(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        var worth = Of(situation.Chance, lot);
        if (FormRegistry.Find(lot.Form) is not { LosersPay: true }) return worth;
        return situation.Chance.Draw("dare", lot.Lot) < 0.5 ? 0 : Math.Max(lot.NextMinor, Scale(worth, 0.5));
    }

    /// <summary>Whether a bid that the lot would take lies within the limit.</summary>
    public static bool IsWithin(LotView lot, long limitMinor)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return lot.Descends ? lot.NextMinor >= limitMinor : lot.NextMinor <= limitMinor;
    }

    /// <summary>
    /// A bid that is better than the price: the least that would do, and up to a tenth of the price more (at least 1.00), never beyond the
    /// limit. Null: even the least is beyond it.
    /// </summary>
    /// <param name="stretch">How much of the tenth, 0 to 1.</param>
    public static long? Better(LotView lot, long limitMinor, double stretch)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (!IsWithin(lot, limitMinor)) return null;
        var tenth = Math.Max(lot.PriceMinor / 10, Whole(lot));
        if (lot.Descends)
            return Rounded(lot, lot.NextMinor - Scale(Math.Min(lot.NextMinor - limitMinor, tenth), stretch), limitMinor, lot.NextMinor);
        var room = Math.Min(limitMinor - lot.NextMinor, tenth);
        return Rounded(lot, lot.NextMinor + Scale(room, stretch), lot.NextMinor, limitMinor);
    }
}
