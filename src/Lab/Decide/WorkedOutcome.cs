using System.Collections.Immutable;

namespace AkkaAuction.Lab.Decide;

/// <summary>What came of an auction, in the words of its form. Amounts are minor units of a currency with <paramref name="Digits"/> digits.</summary>
public abstract record WorkedOutcome(int Digits)
{
    /// <summary>A sealed sale.</summary>
    /// <param name="Winner">Null: not sold.</param>
    /// <param name="PaysMinor">What the winner pays; null when nobody does.</param>
    public sealed record Sealed(string? Winner, long? PaysMinor, int Digits) : WorkedOutcome(Digits);

    /// <summary>An ascending sale, told by its end.</summary>
    /// <param name="Winner">Null: not sold.</param>
    public sealed record Ascending(string? Winner, long PriceMinor, int Digits) : WorkedOutcome(Digits);

    /// <summary>An ascending sale, told by what its last bid did.</summary>
    /// <param name="Events">The bids that the last one caused, in order; none when it was refused.</param>
    /// <param name="Reply">What the last bidder is told; null when nobody bid.</param>
    public sealed record LastBid(ImmutableArray<BidEvent> Events, BidReply? Reply, int Digits) : WorkedOutcome(Digits);
}

/// <summary>A bid as the others see it, made by a person or by the house on behalf of a maximum. Minor units.</summary>
public sealed record BidEvent(string Bidder, long PriceMinor, long MaximumMinor);

/// <param name="Outcome">ACCEPTED, ACCEPTED_OUTBID, ACCEPTED_BELOW_RESERVE or TOO_LOW.</param>
/// <param name="PriceMinor">The price after it, minor units.</param>
/// <param name="Leader">Who leads after it; null: nobody.</param>
public sealed record BidReply(string Outcome, long PriceMinor, string? Leader);
