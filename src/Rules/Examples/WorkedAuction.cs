using System.Collections.Immutable;

namespace AkkaAuction.Rules.Examples;

/// <summary>
/// One auction as published examples state it: a form, a reserve and an increment where the form has them, and bids in order of arrival.
/// Amounts are minor units, with as many digits as the reader needed.
/// </summary>
/// <param name="Format">
/// <c>first_price</c>, <c>second_price</c>, <c>english_proxy</c>, <c>english_proxy_simple</c> or <c>reverse</c>.
/// </param>
/// <param name="ReserveMinor">Null: none. Hidden in <c>english_proxy</c>, elsewhere the lowest bid that is taken.</param>
/// <param name="IncrementMinor">Flat; the two English forms need it, and the reverse form as its minimal step.</param>
public sealed record WorkedAuction(string Format, long? ReserveMinor, long? IncrementMinor, ImmutableArray<WorkedBid> Bids);

/// <summary>A bid of a worked example, minor units.</summary>
public readonly record struct WorkedBid(string Bidder, long AmountMinor);

/// <summary>The result of a worked example, in the shape of its published form. Amounts are minor units.</summary>
public abstract record WorkedOutcome
{
    private WorkedOutcome() { }

    /// <summary>The sealed forms.</summary>
    /// <param name="Winner">Null: unsold, and nothing is paid.</param>
    public sealed record Sealed(string? Winner, long PaysMinor) : WorkedOutcome;

    /// <summary>The simple English form.</summary>
    /// <param name="Winner">Null: no bid was taken, and the price is still the reserve.</param>
    public sealed record Simple(string? Winner, long PriceMinor) : WorkedOutcome;

    /// <summary>The reverse form.</summary>
    /// <param name="MaxAllowedMinor">The highest offer that would be accepted next; null: none would.</param>
    public sealed record Reverse(long? MaxAllowedMinor) : WorkedOutcome;

    /// <summary>The English form with proxies: the effect of the last bid and its answer.</summary>
    /// <param name="LastBidEvents">The bids it put up, its own before the leader's answer to it; none when it was refused.</param>
    /// <param name="Reply">Null: there was no bid.</param>
    public sealed record Proxy(ImmutableArray<WorkedEvent> LastBidEvents, WorkedReply? Reply) : WorkedOutcome;
}

/// <summary>A bid that is put up in somebody's name.</summary>
/// <param name="PriceMinor">The price it shows, minor units.</param>
/// <param name="MaxMinor">The maximum behind it, minor units.</param>
public readonly record struct WorkedEvent(string Bidder, long PriceMinor, long MaxMinor);

/// <summary>The last bidder's answer.</summary>
/// <param name="Leader">Null: nobody leads.</param>
public sealed record WorkedReply(WorkedStatus Status, long PriceMinor, string? Leader);

/// <summary>How a proxy bid fared, in the words of the published examples.</summary>
public enum WorkedStatus
{
    /// <summary><c>ACCEPTED</c>: it leads.</summary>
    Accepted,

    /// <summary><c>ACCEPTED_BELOW_RESERVE</c>: it leads but cannot win yet.</summary>
    AcceptedBelowReserve,

    /// <summary><c>ACCEPTED_OUTBID</c>: a higher maximum leads.</summary>
    AcceptedOutbid,

    /// <summary><c>TOO_LOW</c>: it was refused.</summary>
    TooLow,
}
