using System.Collections.Immutable;

namespace AkkaAuction.Rules.Originals;

/// <summary>Where a sealed-bid house is in an auction. The first two are state 0 of the original, the others state 1.</summary>
public enum SealedHousePhase
{
    /// <summary>Nobody is here.</summary>
    NoSeller,

    /// <summary>The Seller is typing.</summary>
    NoRequest,

    /// <summary>Buyers are awaited.</summary>
    WaitingForBuyers,

    /// <summary>The Buyers bid.</summary>
    Bidding,

    /// <summary>The bids are in, the lot is being opened.</summary>
    Settling,
}

/// <summary>
/// State of a sealed-bid house: the clients in its seats, in the one auction that it holds at a time. After an auction only its number
/// remains.
/// </summary>
public sealed record SealedHouseState
{
    private SealedHouseState(SealedHouseTerms terms) => Terms = terms;

    public SealedHouseTerms Terms { get; }

    public SealedHousePhase Phase { get; internal init; }

    /// <summary>The number of the auction that runs or comes next, from 1.</summary>
    public int Auction { get; internal init; } = 1;

    /// <summary>The Seller's connection; null: the seat is free. A Seller that has left after its request keeps it.</summary>
    public long? Seller { get; internal init; }

    /// <summary>The item on sale; null in state 0.</summary>
    public SealedRequest? Request { get; internal init; }

    /// <summary>The Buyers, in the order of their places.</summary>
    public ImmutableArray<SealedBuyer> Buyers { get; internal init; } = [];

    /// <summary>The end of this phase's time limit; null if the house waits for no client.</summary>
    public DateTimeOffset? Until { get; internal init; }

    /// <summary>0: waiting for a Seller. 1: waiting for Buyers.</summary>
    public int Original => Phase is SealedHousePhase.NoSeller or SealedHousePhase.NoRequest ? 0 : 1;

    /// <summary>The highest bid of this auction, minor units; null: there is none.</summary>
    public long? HighestMinor => Buyers.Max(b => b.BidMinor);

    /// <summary>The Buyer on a connection; null: there is none.</summary>
    public SealedBuyer? BuyerOf(long connection) => Buyers.FirstOrDefault(b => b.Connection == connection);

    /// <summary>An empty house.</summary>
    public static SealedHouseState Initial(SealedHouseTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new SealedHouseState(terms);
    }

    /// <summary>The house with what <paramref name="fields"/> hands back for each field that facts have made of it.</summary>
    public SealedHouseState Through<TFields>(ref TFields fields) where TFields : ISealedHouseFields, allows ref struct => this with
    {
        Phase = fields.Enum("phase"u8, Phase),
        Auction = fields.Number("auction"u8, Auction),
        Seller = fields.NumberOrNull("seller"u8, Seller),
        Request = fields.Request("hasRequest"u8, Request),
        Buyers = fields.Buyers("buyers"u8, Buyers),
        Until = fields.Time("until"u8, Until),
    };
}

/// <summary>A Buyer in its place.</summary>
/// <param name="Connection">The client's connection.</param>
/// <param name="Place">From 1 to the number of bids.</param>
/// <param name="BidMinor">Its one bid, minor units; null: none yet, or none for good.</param>
/// <param name="Silent">It will not bid any more.</param>
public sealed record SealedBuyer(long Connection, int Place, long? BidMinor = null, bool Silent = false)
{
    /// <summary>Whether its bid is still awaited.</summary>
    public bool Owes => BidMinor is null && !Silent;
}
