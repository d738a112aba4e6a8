using System.Collections.Immutable;

namespace AkkaAuction.Rules.Formats;

/// <summary>The forms of auction this house knows: one closed family. Each has one rule file beside this one.</summary>
public abstract record Format
{
    private Format() { }

    /// <summary>The form's name in catalogues and on the wire: <c>rounds</c>, <c>room</c>, <c>proxy</c>, <c>first_price</c>, <c>second_price</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Collects bids in the sale's rounds; each round's end awards one unit to the highest bid at that bid (R1.3, R1.4).</summary>
    /// <param name="Ties">How equal highest bids of a round are told apart.</param>
    public sealed record Rounds(TieBreak Ties) : Format
    {
        public override string Name => "rounds";
    }

    /// <summary>
    /// Open ascending bids: every bid is the price, the first one starts a deadline and each higher one starts it again; when it passes, one
    /// unit goes to the leader and the next is on sale from the price reached (R2.2-R2.5).
    /// </summary>
    /// <param name="Deadline">Time without a higher bid after which the leader gets the unit.</param>
    public sealed record Room(TimeSpan Deadline) : Format
    {
        public override string Name => "room";
    }

    /// <summary>
    /// Ascending with maximum bids: each bid is its bidder's hidden maximum, the price is min(highest, second + increment(second)), never falling.
    /// </summary>
    /// <param name="Increments">Steps by price.</param>
    /// <param name="HiddenReserveMinor">Below it nothing is sold; a maximum that first meets it lifts the price to it. Null: none.</param>
    /// <param name="LowestBid">How low a bid may be.</param>
    /// <param name="LeaderRaise">Whether a leader who raises the own maximum moves a price that the old maximum had capped.</param>
    public sealed record Proxy(IncrementTable Increments, long? HiddenReserveMinor, LowestBid LowestBid, LeaderRaise LeaderRaise) : Format
    {
        public override string Name => "proxy";
    }

    /// <summary>Sealed bids; the highest at or above the start price (the seller's minimum) wins and pays its bid.</summary>
    public sealed record FirstPrice : Format
    {
        public override string Name => "first_price";
    }

    /// <summary>Sealed bids; the highest at or above the start price wins and pays the highest bid of anybody else, at least the start price.</summary>
    public sealed record SecondPrice : Format
    {
        public override string Name => "second_price";
    }
}

/// <summary>How equal highest bids are told apart.</summary>
public abstract record TieBreak
{
    private TieBreak() { }

    /// <summary>The bid that arrived first wins.</summary>
    public sealed record Earlier : TieBreak;

    /// <summary>A lot drawn from (seed, round, lot, bidder) decides: the same whatever the order of arrival.</summary>
    public sealed record Drawn(long Seed) : TieBreak;
}

/// <summary>The lowest bid that a proxy lot takes once it has a price.</summary>
public enum LowestBid
{
    /// <summary>The price and one increment: what a house open to the public asks.</summary>
    NextIncrement,

    /// <summary>Anything at or above the start price, also below the current price: for histories recorded elsewhere.</summary>
    StartPrice,
}

/// <summary>What a leader's higher own maximum does to a price that the old maximum had capped.</summary>
public enum LeaderRaise
{
    /// <summary>The price goes on to where the second bid and its increment put it (eBay).</summary>
    LiftsCappedPrice,

    /// <summary>The price stays until somebody else bids (Lagom's auction).</summary>
    LeavesPrice,
}

/// <summary>Increments by price: the first row whose bound lies above the price gives its step.</summary>
/// <param name="Rows">Upper bounds (exclusive) and steps, ascending, minor units; the last row's bound is <see cref="long.MaxValue"/>.</param>
public sealed record IncrementTable(ImmutableArray<IncrementRow> Rows)
{
    /// <summary>eBay's table at the time of the recorded console auctions, for currencies of two digits.</summary>
    public static IncrementTable EBay { get; } = new(
    [
        new IncrementRow(1_00, 5),
        new IncrementRow(5_00, 25),
        new IncrementRow(25_00, 50),
        new IncrementRow(100_00, 1_00),
        new IncrementRow(250_00, 2_50),
        new IncrementRow(500_00, 5_00),
        new IncrementRow(1000_00, 10_00),
        new IncrementRow(2500_00, 25_00),
        new IncrementRow(5000_00, 50_00),
        new IncrementRow(long.MaxValue, 100_00),
    ]);

    /// <summary>The same step at every price.</summary>
    public static IncrementTable Flat(long stepMinor) => new([new IncrementRow(long.MaxValue, stepMinor)]);

    /// <summary>The step at a price, minor units.</summary>
    public long At(long priceMinor)
    {
        foreach (var row in Rows)
        {
            if (priceMinor < row.BelowMinor) return row.StepMinor;
        }
        return Rows[^1].StepMinor;
    }

    /// <summary>Tables are alike when their rows are.</summary>
    public bool Equals(IncrementTable? other) => other is not null && Rows.AsSpan().SequenceEqual(other.Rows.AsSpan());

    public override int GetHashCode() => Rows.Length == 0 ? 0 : HashCode.Combine(Rows.Length, Rows[0]);
}

/// <summary>One row of an increment table, minor units.</summary>
public readonly record struct IncrementRow(long BelowMinor, long StepMinor);
