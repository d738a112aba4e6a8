using AkkaAuction.Rules.Money;

namespace AkkaAuction.Messages;

/// <summary>A participant's request to the house.</summary>
public abstract record Request
{
    private Request() { }

    /// <param name="Name">1–32 of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</param>
    /// <param name="Token">The token from the first visit; needed to come back under the name.</param>
    public sealed record Hello(string Name, string? Token) : Request;

    public sealed record List : Request;

    /// <param name="Lot">A lot of the joined sale, or <c>sale/lot</c>.</param>
    /// <param name="AmountMinor">Minor units.</param>
    /// <param name="BidId">The bidder's own id; null: the house makes one.</param>
    public sealed record Bid(string Lot, long AmountMinor, string? BidId) : Request
    {
        /// <summary>Digits behind the point of the amount: those of the lot's currency.</summary>
        public byte Digits { get; init; } = Currency.DigitsUnsaid;
    }

    /// <summary>Takes a bid back, where the lot's terms allow it.</summary>
    /// <param name="Lot">A lot of the joined sale, or <c>sale/lot</c>.</param>
    /// <param name="BidId">The id of the bid that counts.</param>
    public sealed record Withdraw(string Lot, string BidId) : Request;

    /// <param name="Lot">A lot of the joined sale, or <c>sale/lot</c>; null: every lot of this round.</param>
    public sealed record Pass(string? Lot) : Request;

    public sealed record Me : Request;

    public sealed record Ping(string? Text) : Request;

    public sealed record Quit : Request;

    /// <summary>Asks which sales the house has.</summary>
    public sealed record Sales : Request;

    /// <summary>Makes a sale the one whose lots the bidder names without it, and whose events it gets.</summary>
    public sealed record Join(string Sale) : Request;
}
