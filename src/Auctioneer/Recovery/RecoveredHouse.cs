using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Auctioneer.Recovery;

/// <summary>
/// The state that a journal's facts fold to, for each part of the house that keeps something there. A start and a snapshot use the same
/// fold. It skips the facts of a part that this house does not have.
/// </summary>
/// <param name="parts">The names of the parts, each with how its recovered state begins, in the order of a snapshot.</param>
internal sealed class RecoveredHouse(IReadOnlyList<(string Name, IRecovery Recovered)> parts) : IRecovery
{
    /// <summary>The part whose streams have no name in front.</summary>
    private const string Floor = "floor";

    private readonly Dictionary<string, (IRecovery? Part, string Stream)> _streams = new(StringComparer.Ordinal);

    /// <summary>What a part begins with; null: the part keeps nothing of this kind.</summary>
    public T? Of<T>(string part) where T : class, IRecovery => PartNamed(part) as T;

    /// <summary>The sales of every part that has some.</summary>
    public IEnumerable<SalePast> Sales => parts.Select(part => part.Recovered).OfType<RecoveredSales>().SelectMany(part => part.Sales);

    public void Add(string stream, StoredFact fact)
    {
        if (!_streams.TryGetValue(stream, out var of)) _streams[stream] = of = OwnerOf(stream);
        of.Part?.Add(of.Stream, fact);
    }

    public void Write(SnapshotWriter to)
    {
        foreach (var (name, recovered) in parts)
        {
            to.Line("house"u8).Text("name"u8, name);
            to.End();
            recovered.Write(to);
        }
    }

    public void Read(SnapshotReader from)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        while (from.Next())
        {
            if (!from.Kind.SequenceEqual("house"u8)) throw new FormatException("a line of it is of a kind that this program does not know");
            var name = from.Body().Text("name"u8);
            (PartNamed(name) ?? throw new FormatException($"nothing is known of a house {name}")).Read(from);
            read.Add(name);
        }
        // A house without this part made the snapshot; the part's facts may be in the journal all the same.
        foreach (var (name, _) in parts)
        {
            if (!read.Contains(name)) throw new FormatException($"it says nothing of the house {name}");
        }
    }

    private IRecovery? PartNamed(string name)
    {
        foreach (var (known, recovered) in parts)
        {
            if (known == name) return recovered;
        }
        return null;
    }

    private (IRecovery? Part, string Stream) OwnerOf(string stream)
    {
        if (stream == StreamNames.Desk || stream.StartsWith("sale/", StringComparison.Ordinal)) return (PartNamed(Floor), stream);
        var end = stream.IndexOf('/', StringComparison.Ordinal);
        return end < 0 ? (null, stream) : (PartNamed(stream[..end]), stream[(end + 1)..]);
    }
}
