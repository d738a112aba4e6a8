namespace AkkaAuction.Lab.Replay;

/// <summary>One recorded auction. Amounts are minor units, two digits behind the point.</summary>
/// <param name="Auction">Its id, as recorded.</param>
/// <param name="StartMinor">What bidding opened at.</param>
/// <param name="RecordedMinor">The recorded hammer price.</param>
/// <param name="Bids">In order of time; equal times in the order of their rows.</param>
public sealed record BidHistory(string Auction, long StartMinor, long RecordedMinor, IReadOnlyList<RecordedBid> Bids);

/// <summary>One recorded bid: its bidder's maximum.</summary>
/// <param name="At">Since the auction opened.</param>
/// <param name="AmountMinor">Minor units, two digits behind the point.</param>
public readonly record struct RecordedBid(string Bidder, TimeSpan At, long AmountMinor);
