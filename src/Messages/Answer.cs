using AkkaAuction.Rules;

namespace AkkaAuction.Messages;

/// <summary>The house's answer to a request. Amounts are minor units.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <summary>Digits behind the point of its amounts: the currency's.</summary>
    public byte Digits { get; init; } = Rules.Money.Currency.DigitsUnsaid;

    public sealed record Welcome(string Name, string Token, DateTimeOffset Time) : Answer;

    /// <summary>One lot on sale, in the answer to a HELLO or a LIST.</summary>
    public sealed record Listed(LotView View) : Answer;

    /// <summary>One sale of the house, in the answer to a SALES.</summary>
    /// <param name="Sale">The sale's id.</param>
    /// <param name="Title">The title for people.</param>
    /// <param name="Lots">Lots of its catalogue, closed ones too.</param>
    /// <param name="OpensAt">The opening time that the catalogue gives; null if it gives none.</param>
    public sealed record SaleListed(string Sale, string Title, SaleViewState State, int Lots, DateTimeOffset? OpensAt) : Answer;

    /// <summary>The end of a list, which is true as of <paramref name="Seq"/>.</summary>
    public sealed record Ready(long Seq) : Answer;

    /// <param name="Seq">The event number of the bid's fact.</param>
    /// <param name="Receipt">The first 64 bits of the fact's hash in the house's journal; 0: the house keeps none.</param>
    public sealed record Accepted(string BidId, string Lot, long AmountMinor, long Seq, ulong Receipt = 0) : Answer;

    /// <param name="PriceMinor">The lot's current price; null where there is no such lot.</param>
    /// <param name="NextMinor">The lowest amount that the lot would accept; null if none.</param>
    /// <param name="Reason">What was wrong and what would be right, for a person.</param>
    public sealed record Refused(string BidId, string Lot, RejectionCode Code, long? PriceMinor, long? NextMinor, string Reason) : Answer;

    /// <summary>A bid was taken back.</summary>
    /// <param name="Seq">The event number.</param>
    public sealed record Withdrawn(string BidId, string Lot, long Seq) : Answer;

    public sealed record Passed : Answer;

    /// <summary>What a bidder bought in one currency; one that has bought in several gets an account of each.</summary>
    /// <param name="Purchases">Units bought or supplied.</param>
    /// <param name="SpentMinor">What the bidder pays: for those it bought, and for bids that cost it although others won.</param>
    /// <param name="EarnedMinor">What it is paid for those it supplies.</param>
    public sealed record Account(int Purchases, long SpentMinor, long EarnedMinor = 0) : Answer
    {
        /// <summary>The currency's code.</summary>
        public string Currency { get; init; } = Rules.Money.Currency.Default.Code;
    }

    /// <param name="IsSupply">Whether it is a tender that the bidder won: it is paid.</param>
    public sealed record Bought(string Lot, long PriceMinor, long Seq, bool IsSupply = false) : Answer
    {
        /// <summary>Whether the bidder pays and gets no unit.</summary>
        public bool IsPayment { get; init; }

        /// <inheritdoc cref="Account.Currency"/>
        public string Currency { get; init; } = Rules.Money.Currency.Default.Code;
    }

    public sealed record Pong(string? Text, DateTimeOffset Time) : Answer;

    public sealed record Bye : Answer;

    /// <summary>The house could not process a request.</summary>
    public sealed record Error(RejectionCode Code, string Reason) : Answer;
}
