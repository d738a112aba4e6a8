using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// The bids of one bidder on one lot, as one read of a connection brought them. A session sends it to the lot, which decides the bids in
/// this order and answers with <see cref="BidsPlaced"/>. It is data that nobody writes again, so it may cross to another process.
/// </summary>
/// <param name="Lot">
/// The lot's name as it was asked, and is answered: its id, or its sale's and its id (<see cref="SalesOnOffer"/>).
/// </param>
/// <param name="Bidder">Who bids.</param>
/// <param name="Read">Which read of the session's connection; the answer names it.</param>
/// <param name="Bids">In the order of asking.</param>
internal sealed record PlaceBids(string Lot, string Bidder, long Read, ImmutableArray<AskedBid> Bids);

/// <summary>One bid of a read.</summary>
/// <param name="Place">Its place among the requests of the read, from 0: answers go out in this order.</param>
/// <param name="Id">The bidder's own id of it, or the one that the house made.</param>
/// <param name="AmountMinor">Minor units.</param>
/// <param name="Refusal">Why the door refuses it already; the lot only adds its price. None: the lot decides.</param>
internal readonly record struct AskedBid(int Place, string Id, long AmountMinor, RejectionCode Refusal = RejectionCode.None)
{
    /// <summary>
    /// Whether the amount was read from text without knowing the lot's currency: it has <see cref="LotDirectory.DigitsUnknown"/> digits.
    /// </summary>
    public bool IsInMostDigits { get; init; }
}

/// <summary>A lot's answer to <see cref="PlaceBids"/>, sent when everything that it rests on is stored.</summary>
/// <param name="Read">The read it answers.</param>
/// <param name="Answers">One for each bid, in the order of asking.</param>
internal sealed record BidsPlaced(long Read, ImmutableArray<BidAnswer> Answers);

/// <summary>What one request of a read is answered: a bid, or a line that could not be taken.</summary>
internal readonly record struct BidAnswer
{
    // One more than the amount, 0 for none: there are many answers, and a nullable number takes twice the room.
    private readonly long _price;
    private readonly long _next;
    // How many more than nearly all currencies have.
    private readonly sbyte _oddDigits;

    /// <summary>Its place among the requests of the read, from 0.</summary>
    public int Place { get; init; }

    /// <summary>The lot's name as it was asked; null for a line that was no bid.</summary>
    public string? Lot { get; init; }

    /// <summary>The bid's id; null for a line that was no bid.</summary>
    public string? Id { get; init; }

    /// <summary>Minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>Why not; <see cref="RejectionCode.None"/>: accepted.</summary>
    public RejectionCode Code { get; init; }

    /// <summary>What an error line says; null: the code's own words.</summary>
    public string? Reason { get; init; }

    /// <summary>The lot's price and the lowest that would do, minor units; null where there is none.</summary>
    public long? PriceMinor
    {
        get => _price == 0 ? null : _price - 1;
        init => _price = value + 1 ?? 0;
    }

    /// <inheritdoc cref="PriceMinor"/>
    public long? NextMinor
    {
        get => _next == 0 ? null : _next - 1;
        init => _next = value + 1 ?? 0;
    }

    /// <summary>Digits behind the point of its amounts.</summary>
    public byte Digits
    {
        get => (byte)(_oddDigits + Currency.DigitsUnsaid);
        init => _oddDigits = (sbyte)(value - Currency.DigitsUnsaid);
    }

    /// <summary>The event number of an accepted bid.</summary>
    public long Seq { get; init; }

    /// <summary>The receipt of an accepted bid; 0: the journal gives none.</summary>
    public ulong Receipt { get; init; }

    /// <summary>The same as a message of its own.</summary>
    public Answer ToAnswer() =>
        Id is null ? new Answer.Error(Code, Reason ?? Reasons.For(Code))
        : Code == RejectionCode.None ? new Answer.Accepted(Id, Lot!, AmountMinor, Seq, Receipt) { Digits = Digits }
        : new Answer.Refused(Id, Lot!, Code, PriceMinor, NextMinor, Reason ?? Reasons.For(Code)) { Digits = Digits };
}
