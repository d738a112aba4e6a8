namespace AkkaAuction.Messages;

/// <summary>
/// What the house tells without being asked. Notices are for outsiders and are not what the journal stores; each carries the house's
/// event number, and what it says is true as of it. Amounts are minor units.
/// </summary>
/// <param name="Seq">The house's event number; it only grows.</param>
public abstract record Notice(long Seq)
{
    /// <summary>The bidder it concerns; null: everyone.</summary>
    public virtual string? To => null;

    /// <summary>The state of a lot, when it comes on sale and at the opening of each round while it is.</summary>
    public sealed record LotListed(long Seq, LotView View) : Notice(Seq);

    public sealed record RoundOpened(long Seq, int Round, DateTimeOffset ClosesAt) : Notice(Seq);

    public sealed record RoundClosed(long Seq, int Round) : Notice(Seq);

    /// <summary>A new price or deadline.</summary>
    public sealed record PriceChanged(
        long Seq, string Lot, long PriceMinor, string? Leader, long NextMinor, DateTimeOffset? ClosesAt) : Notice(Seq);

    /// <summary>To the one who led before.</summary>
    public sealed record Outbid(long Seq, string Lot, long PriceMinor, string Bidder) : Notice(Seq)
    {
        public override string? To => Bidder;
    }

    /// <summary>A unit is awarded.</summary>
    public sealed record UnitSold(long Seq, string Lot, long PriceMinor, string Winner, int UnitsLeft) : Notice(Seq);

    /// <summary>To the winner of a unit.</summary>
    public sealed record UnitWon(long Seq, string Lot, long PriceMinor, string Bidder) : Notice(Seq)
    {
        public override string? To => Bidder;
    }

    /// <summary>Nothing more of it will be sold.</summary>
    public sealed record LotClosed(long Seq, string Lot, int Sold, int Unsold) : Notice(Seq);

    /// <summary>The sale is over.</summary>
    public sealed record SaleEnded(long Seq, int Sold, int Unsold) : Notice(Seq);
}
