using System.Collections.Immutable;

namespace AkkaAuction.Rules.Money;

/// <summary>Increments by price: the first row whose bound lies above the price gives its step.</summary>
/// <param name="Rows">
/// Upper bounds (exclusive) and steps, ascending, minor units; the last row's bound is <see cref="long.MaxValue"/>.
/// </param>
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
