using System.Globalization;

namespace AkkaAuction.Journal.Migration;

/// <summary>
/// What the streams of version 1 are called now. There, a sale was known by the number of its run alone, and what was put up stood between
/// the bidders who registered. All runs become runs of one sale.
/// </summary>
/// <param name="sale">That sale's id.</param>
internal sealed class MigratedStreams(string sale)
{
    private const string Runs = "sale/";

    /// <summary>The name of the stream that a fact goes to.</summary>
    /// <param name="stream">Its stream in version 1.</param>
    /// <param name="isPutUp">Whether it puts up a sale.</param>
    public string NameOf(string stream, bool isPutUp)
    {
        if (stream == StreamNames.Desk) return isPutUp ? StreamNames.Sale(sale) : stream;
        if (TryRun(stream, out var run)) return StreamNames.Run(sale, run);
        return StreamNames.TryDeskLot(stream, out run, out var lot) ? StreamNames.Lot(sale, run, lot) : stream;
    }

    /// <summary>Reads the name that a run's stream had in version 1.</summary>
    public static bool TryRun(string stream, out int run)
    {
        run = 0;
        return stream.StartsWith(Runs, StringComparison.Ordinal)
            && int.TryParse(stream.AsSpan(Runs.Length), NumberStyles.None, CultureInfo.InvariantCulture, out run);
    }
}
