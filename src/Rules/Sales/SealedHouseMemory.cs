using System.Collections.Immutable;

namespace AkkaAuction.Rules.Sales;

/// <summary>All that facts have made of a sealed-bid house, as plain values, as <see cref="Lots.LotMemory"/> is of a lot.</summary>
public sealed record SealedHouseMemory(
    SealedHousePhase Phase, int Auction, long? Seller, SealedRequest? Request, ImmutableArray<SealedBuyer> Buyers, DateTimeOffset? Until)
{
    /// <summary>What there is to keep of the house.</summary>
    public static SealedHouseMemory Of(SealedHouseState house)
    {
        ArgumentNullException.ThrowIfNull(house);
        return new SealedHouseMemory(house.Phase, house.Auction, house.Seller, house.Request, house.Buyers, house.Until);
    }

    /// <summary>The house again.</summary>
    public SealedHouseState Of(SealedHouseTerms terms) => SealedHouseState.Initial(terms) with
    {
        Phase = Phase,
        Auction = Auction,
        Seller = Seller,
        Request = Request,
        Buyers = Buyers,
        Until = Until,
    };
}
