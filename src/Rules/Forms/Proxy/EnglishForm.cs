using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Forms.Proxy;

/// <summary>
/// The English auction as sites run it: proxy bidding with a reserve that may be shown and a price that buys at once. Rules:
/// <see cref="EnglishState"/>.
/// </summary>
public sealed class EnglishForm : Form
{
    private static readonly ImmutableArray<Invariant> Declared =
    [
        Invariant.PriceNeverFalls,
        new("Nobody pays more than it bid, nor less than the reserve.", (before, fact, _) =>
            fact is not LotFact.UnitAwarded award
            || (award.PriceMinor <= ((EnglishState)before).LeaderMaxMinor
                && award.PriceMinor >= (((EnglishState)before).Form.ReserveMinor ?? 0))),
        new("Nobody leads with a bid that would have bought the lot.", (before, fact, after) =>
            fact is not LotFact.BidAccepted || before is not EnglishState { BuyNowMinor: { } price }
            || ((EnglishState)after).LeaderMaxMinor < price || after.PriceMinor == price),
    ];

    public static EnglishForm Instance { get; } = new();

    public override string Name => "english";

    public override string Sentence =>
        "The price rises by increments; a bid is the most its bidder pays, and the house bids up to it; a lot may be bought at once.";

    public override FormTerms Blank { get; } =
        new EnglishTerms(IncrementTable.EBay, null, ReserveIs.Hidden, null, BuyNowUntil.Bid);

    public override bool LeadsInTheOpen => true;

    public override ImmutableArray<Invariant> Invariants => Declared;

    public override ImmutableArray<ShownField> Shown { get; } =
        [new("reserve-price", ShownKind.Amount), new("buy-now", ShownKind.Amount), .. SoftClose.Shown];

    public override long? BuyNowOf(ShownFields shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return shown.Find("buy-now");
    }

    public override LotState Initial(LotTerms terms) => new EnglishState(terms);
}

/// <param name="ReserveIs">Whether everybody sees the reserve.</param>
/// <param name="BuyNowMinor">A bid of so much or more gets the lot at once, at this price; minor units. Null: none does.</param>
/// <param name="BuyNowUntil">How long one does.</param>
/// <inheritdoc/>
public sealed record EnglishTerms(
    IncrementTable Increments,
    long? ReserveMinor,
    ReserveIs ReserveIs,
    long? BuyNowMinor,
    BuyNowUntil BuyNowUntil,
    SoftClose? SoftClose = null)
    : AscendingTerms(Increments, ReserveMinor, LowestBid.NextIncrement, LeaderRaise.LeavesPrice, SoftClose)
{
    [IgnoreDataMember]
    public override Form Module => EnglishForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new EnglishTerms(
            fields.Increments(Increments),
            fields.AmountFromStart("reserve", ReserveMinor),
            fields.Choice("reserve-is", ReserveIs),
            fields.AmountFromStart("buy-now", BuyNowMinor),
            fields.Choice("buy-now-until", BuyNowUntil),
            SoftClose.Through(fields, SoftClose));
    }

    public override string? Fault(LotTerms lot)
    {
        if (base.Fault(lot) is { } fault) return fault;
        if (BuyNowMinor is not { } price) return null;
        if (price <= lot.StartPriceMinor)
            return $"the price that buys at once, {lot.Text(price)}, must be above the start price {lot.Text(lot.StartPriceMinor)}";
        if (price < ReserveMinor)
            return $"the price that buys at once, {lot.Text(price)}, must not be below the reserve {lot.Text(ReserveMinor.Value)}";
        return price > lot.CeilingMinor
            ? $"the price that buys at once, {lot.Text(price)}, must not be above the ceiling {lot.Text(lot.CeilingMinor)}"
            : null;
    }
}

/// <summary>Who knows an English lot's reserve.</summary>
public enum ReserveIs
{
    /// <summary>The seller and the house.</summary>
    Hidden,

    /// <summary>Everybody.</summary>
    Shown,
}

/// <summary>How long an English lot can be bought at once.</summary>
public enum BuyNowUntil
{
    /// <summary>Until the first bid that does not buy it.</summary>
    Bid,

    /// <summary>Until it closes.</summary>
    End,
}
