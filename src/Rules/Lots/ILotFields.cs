namespace AkkaAuction.Rules.Lots;

/// <summary>The walk through the fields of a lot (<see cref="LotState.Through"/>).</summary>
public interface ILotFields : IStateFields
{
    /// <summary>What bidders have done in a round, in any order; each bidder once.</summary>
    IEnumerable<BidderStanding> Standings(scoped ReadOnlySpan<byte> name, IEnumerable<BidderStanding> value);

    /// <summary>Bids that count, in any order; each bidder once.</summary>
    IEnumerable<CountedBid> Bids(scoped ReadOnlySpan<byte> name, IEnumerable<CountedBid> value);
}

/// <summary>The walk through the fields of a fact that only one form has (<see cref="FormFact.Through"/>).</summary>
public interface IFactFields : IFields
{
    /// <summary>When it happened, which is stored beside the other fields.</summary>
    DateTimeOffset At(DateTimeOffset value);
}
