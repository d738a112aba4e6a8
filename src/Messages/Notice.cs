namespace AkkaAuction.Messages;

/// <summary>
/// A message that the house sends without a request. Notices are for outsiders; the journal stores facts instead. Each notice carries the
/// house's event number and is true as of it. Amounts are minor units.
/// </summary>
/// <param name="Seq">The house's event number; it only grows.</param>
public abstract record Notice(long Seq)
{
    /// <summary>Digits behind the point of its amounts: the currency's.</summary>
    public byte Digits { get; init; } = Rules.Money.Currency.DigitsUnsaid;

    /// <summary>The bidder it concerns; null: everyone.</summary>
    public virtual string? To => null;

    /// <summary>The state of a lot, sent when it goes on sale and when each of its rounds opens.</summary>
    public sealed record LotListed(long Seq, LotView View) : Notice(Seq);

    public sealed record RoundOpened(long Seq, int Round, DateTimeOffset ClosesAt) : Notice(Seq);

    public sealed record RoundClosed(long Seq, int Round) : Notice(Seq);

    /// <summary>A new price or deadline.</summary>
    public sealed record PriceChanged(
        long Seq, string Lot, long PriceMinor, string? Leader, long NextMinor, DateTimeOffset? ClosesAt) : Notice(Seq);

    /// <summary>For the former leader: another bidder leads.</summary>
    public sealed record Outbid(long Seq, string Lot, long PriceMinor, string Bidder) : Notice(Seq)
    {
        public override string? To => Bidder;
    }

    /// <summary>A unit is awarded.</summary>
    /// <param name="UnitsLeft">Units left; null: not known to whoever tells it, which the house never is.</param>
    public sealed record UnitSold(long Seq, string Lot, long PriceMinor, string Winner, int? UnitsLeft) : Notice(Seq);

    /// <summary>For the winner of a unit.</summary>
    public sealed record UnitWon(long Seq, string Lot, long PriceMinor, string Bidder) : Notice(Seq)
    {
        /// <summary>The currency's code.</summary>
        public string Currency { get; init; } = Rules.Money.Currency.Default.Code;

        public override string? To => Bidder;
    }

    /// <summary>A bidder pays without getting a unit.</summary>
    public sealed record BidPaid(long Seq, string Lot, long AmountMinor, string Bidder) : Notice(Seq);

    /// <summary>For the bidder who pays.</summary>
    public sealed record PaymentDue(long Seq, string Lot, long AmountMinor, string Bidder) : Notice(Seq)
    {
        /// <inheritdoc cref="UnitWon.Currency"/>
        public string Currency { get; init; } = Rules.Money.Currency.Default.Code;

        public override string? To => Bidder;
    }

    /// <summary>The lot sells nothing more.</summary>
    /// <param name="Sold">Units sold; null: not known, as for <see cref="UnitSold"/>.</param>
    /// <param name="Unsold">Units left; null: not known.</param>
    public sealed record LotClosed(long Seq, string Lot, int? Sold, int? Unsold) : Notice(Seq)
    {
        /// <summary>Whether it had a highest bid that was below a reserve nobody sees.</summary>
        public bool ReserveNotMet { get; init; }
    }

    /// <summary>The sale is over.</summary>
    /// <param name="Sold">Units sold; null: not known, as for <see cref="UnitSold"/>.</param>
    /// <param name="Unsold">Units left; null: not known.</param>
    public sealed record SaleEnded(long Seq, int? Sold, int? Unsold) : Notice(Seq);
}
