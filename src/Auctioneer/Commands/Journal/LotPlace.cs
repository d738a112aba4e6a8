using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>Which lot a stream is of.</summary>
/// <param name="House">The house: the floor, or one of the originals.</param>
/// <param name="Sale">The sale's id; empty where there is none.</param>
/// <param name="Run">Which run of the sale, or which auction of the desk.</param>
internal readonly record struct LotPlace(string House, string Sale, int Run, string Lot)
{
    private const string Floor = "floor";

    /// <summary>Reads a stream's name, of any version of the journal; null: it is no lot's.</summary>
    public static LotPlace? Of(string stream)
    {
        if (StreamNames.TryLot(stream, out var sale, out var run, out var lot)) return new LotPlace(Floor, sale, run, lot);
        if (StreamNames.TryDeskLot(stream, out run, out lot)) return new LotPlace(Floor, "", run, lot);
        var end = stream.IndexOf('/', StringComparison.Ordinal);
        return end > 0 && StreamNames.TryDeskLot(stream[(end + 1)..], out run, out lot) ? new LotPlace(stream[..end], "", run, lot) : null;
    }
}
