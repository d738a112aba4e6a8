using System.Globalization;

namespace AkkaAuction.Bench.Peers;

/// <summary>What somebody knows of a lot: the bidders from their answers, a server from its memory, or a reader from a journal.</summary>
/// <param name="Accepted">Bids that were accepted.</param>
/// <param name="HighestMinor">The highest of them; 0: there is none.</param>
public readonly record struct LotRecord(long Accepted, long HighestMinor)
{
    /// <summary>With one more accepted bid.</summary>
    public LotRecord With(long amountMinor) => new(Accepted + 1, Math.Max(HighestMinor, amountMinor));
}

/// <summary>What the load generator measured.</summary>
/// <param name="PerSecond">Accepted bids a second: they are on the disk.</param>
/// <param name="Answered">Answers while measuring, refusals included.</param>
/// <param name="P50">Microseconds from sending a bid to its answer.</param>
/// <param name="Lots">All that was accepted, before the measuring too.</param>
public sealed record LoadResult(double PerSecond, long Answered, double P50, double P99, double P999, IReadOnlyList<LotRecord> Lots)
{
    /// <summary>Every lot must be to a reader what it was to its bidders.</summary>
    public void Compare(string reader, IReadOnlyList<LotRecord> seen)
    {
        if (seen.Count != Lots.Count) throw new InvalidDataException($"{reader} has {seen.Count} lots, not {Lots.Count}.");
        for (var i = 0; i < Lots.Count; i++)
        {
            if (seen[i] != Lots[i]) throw new InvalidDataException($"Lot {i + 1} is {seen[i]} to {reader}, {Lots[i]} to its bidders.");
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{PerSecond,9:N0} stored/s p50 {P50 / 1000:0.00} p99 {P99 / 1000:0.00} p99.9 {P999 / 1000:0.00} ms");
}
