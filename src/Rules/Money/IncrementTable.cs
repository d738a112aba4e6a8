using System.Collections.Immutable;

namespace AkkaAuction.Rules.Money;

/// <summary>Increments by price: the first row whose bound lies above the price gives its step.</summary>
/// <param name="Rows">
/// Upper bounds (exclusive) and steps, ascending, minor units; the last row's bound is <see cref="long.MaxValue"/>.
/// </param>
/// <param name="PercentHundredths">
/// Hundredths of a percent of the price that a step has at least, rounded up to a minor unit: 250 is 2.5 %. 0: none.
/// </param>
public sealed record IncrementTable(ImmutableArray<IncrementRow> Rows, int PercentHundredths = 0)
{
    /// <summary>The highest share of the price that a step may be: all of it.</summary>
    public const int PercentHundredthsMax = 100_00;

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

    /// <summary>
    /// This table of a currency with two digits, for one with others: the same bounds and steps in major units. A step below the smallest
    /// unit is that unit.
    /// </summary>
    public IncrementTable In(Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        if (currency.Digits == Currency.DigitsUnsaid) return this;
        var rows = ImmutableArray.CreateBuilder<IncrementRow>(Rows.Length);
        foreach (var row in Rows)
        {
            var step = Math.Max(1, currency.Same(row.StepMinor, Currency.Default));
            var below = row.BelowMinor == long.MaxValue ? long.MaxValue : currency.Same(row.BelowMinor, Currency.Default);
            if (rows.Count > 0 && rows[^1].StepMinor == step) rows[^1] = new IncrementRow(below, step);
            else rows.Add(new IncrementRow(below, step));
        }
        return this with { Rows = rows.ToImmutable() };
    }

    /// <summary>The same step at every price.</summary>
    public static IncrementTable Flat(long stepMinor) => new([new IncrementRow(long.MaxValue, stepMinor)]);

    /// <summary>A share of the price, at least one minor unit.</summary>
    public static IncrementTable Percent(int hundredths) => new([new IncrementRow(long.MaxValue, 1)], hundredths);

    /// <summary>The step at a price, minor units.</summary>
    /// <param name="priceMinor">0 or more.</param>
    public long At(long priceMinor) => PercentHundredths == 0
        ? StepAt(priceMinor)
        : Math.Max(StepAt(priceMinor), ShareOf(priceMinor));

    /// <summary>What is wrong with the table and what would be right, for a person; null: nothing.</summary>
    /// <param name="text">Writes an amount.</param>
    public string? Fault(Func<long, string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Rows.IsDefaultOrEmpty) return "the increments need at least one row";
        if (PercentHundredths is < 0 or > PercentHundredthsMax) return "an increment in percent must be above 0 and at most 100";
        var below = 0L;
        foreach (var row in Rows)
        {
            if (row.StepMinor is < 1 or > Amount.MaxMinor) return $"an increment must be above 0, not {text(row.StepMinor)}";
            if (row.BelowMinor <= below)
                return $"the bounds of the increments must rise: {text(row.BelowMinor)} comes after {text(below)}";
            below = row.BelowMinor;
        }
        return below == long.MaxValue ? null : "the last increment must be for every price above: its row has no bound";
    }

    private long ShareOf(long priceMinor) =>
        (long)((((Int128)priceMinor * PercentHundredths) + PercentHundredthsMax - 1) / PercentHundredthsMax);

    private long StepAt(long priceMinor)
    {
        foreach (var row in Rows)
        {
            if (priceMinor < row.BelowMinor) return row.StepMinor;
        }
        return Rows[^1].StepMinor;
    }

    /// <summary>Tables are alike when their rows are.</summary>
    public bool Equals(IncrementTable? other) =>
        other is not null && PercentHundredths == other.PercentHundredths && Rows.AsSpan().SequenceEqual(other.Rows.AsSpan());

    public override int GetHashCode() => Rows.Length == 0 ? 0 : HashCode.Combine(Rows.Length, Rows[0]);
}

/// <summary>One row of an increment table, minor units.</summary>
public readonly record struct IncrementRow(long BelowMinor, long StepMinor);
