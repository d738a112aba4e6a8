using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Recovery;

/// <summary>
/// What all facts of a journal have come to: of the floor, the bidding room and the sealed-bid house. The same fold makes it at a start and for a snapshot.
/// </summary>
/// <param name="terms">The sealed house's terms.</param>
/// <param name="bidIds">Bid ids it remembers for each bidder and each lot.</param>
internal sealed class RecoveredHouse(SealedHouseTerms terms, int bidIds) : IRecovery
{
    private readonly Dictionary<string, (object House, string Stream)> _streams = new(StringComparer.Ordinal);

    public RecoveredSales Floor { get; } = new(bidIds);

    public RecoveredSales Room { get; } = new(bidIds);

    public RecoveredSealedHouse Sealed { get; } = new(terms, bidIds);

    /// <summary>How the recovered state of a house with these settings begins.</summary>
    public static RecoveryOptions Of(HouseSettings settings) =>
        new(settings.Limits.BidIds, () => new RecoveredHouse(settings.Originals.Sealed, settings.Limits.BidIds));

    public void Add(string stream, StoredFact fact)
    {
        if (!_streams.TryGetValue(stream, out var of)) _streams[stream] = of = OwnerOf(stream);
        if (of.House is RecoveredSales sales) sales.Add(of.Stream, fact);
        else Sealed.Add(of.Stream, fact);
    }

    public void Write(SnapshotWriter to)
    {
        Section(to, FloorName);
        Floor.Write(to);
        Section(to, RoomDesk.Name);
        Room.Write(to);
        Section(to, SealedDesk.Name);
        Sealed.Write(to);
    }

    public void Read(SnapshotReader from)
    {
        while (from.Next())
        {
            if (!from.Kind.SequenceEqual("house"u8)) throw new FormatException($"a line of it is of a kind that this program does not know");
            switch (from.Body().Text("name"u8))
            {
                case FloorName: Floor.Read(from); break;
                case RoomDesk.Name: Room.Read(from); break;
                case SealedDesk.Name: Sealed.Read(from); break;
                case var other: throw new FormatException($"nothing is known of a house {other}");
            }
        }
    }

    private const string FloorName = "floor";

    private (object House, string Stream) OwnerOf(string stream) =>
        stream.StartsWith(RoomDesk.Name + "/", StringComparison.Ordinal) ? (Room, stream[(RoomDesk.Name.Length + 1)..])
        : stream.StartsWith(SealedDesk.Name + "/", StringComparison.Ordinal) ? (Sealed, stream[(SealedDesk.Name.Length + 1)..])
        : (Floor, stream);

    private static void Section(SnapshotWriter to, string name)
    {
        to.Line("house"u8).Text("name"u8, name);
        to.End();
    }
}
