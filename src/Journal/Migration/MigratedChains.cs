using System.Text;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Journal.Migration;

/// <summary>Numbers and chains the facts of a new journal as they are written, one after the other.</summary>
/// <param name="to">Where they go.</param>
internal sealed class MigratedChains(SqliteImport to) : IDisposable
{
    private readonly FactHash _hash = new();
    private readonly Dictionary<string, StreamEnd> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChainEnd> _chains = new(StringComparer.Ordinal);
    private byte[] _text = new byte[1024];

    /// <summary>The place of the last fact.</summary>
    public long Place { get; private set; }

    /// <summary>The hash of the last fact.</summary>
    public byte[] Head { get; private set; } = [];

    /// <summary>Where each chain ends.</summary>
    public IEnumerable<ChainPlace> Ends => _chains.Values.Select(chain => new ChainPlace(chain.Name, chain.LastEvent, chain.Head, 0));

    /// <summary>Adds a fact at the next place.</summary>
    public void Add(string stream, long epoch, ReadOnlySpan<byte> time, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body)
    {
        if (!_streams.TryGetValue(stream, out var its))
            _streams.Add(stream, its = new StreamEnd(Encoding.UTF8.GetBytes(stream), ChainOf(stream)));
        var chain = its.Chain;
        _hash.Add(chain.Head, ++chain.LastEvent, its.Name, ++its.Version, null, epoch, TextOf(time, kind, body));
        to.Add(new ReadRow
        {
            Place = ++Place,
            Event = chain.LastEvent,
            Stream = its.Name,
            Version = its.Version,
            Follows = its.LastPlace,
            Epoch = epoch,
            Time = time,
            Kind = kind,
            Body = body,
            Hash = chain.Head,
        });
        its.LastPlace = Place;
        Head = chain.Head;
    }

    public void Dispose() => _hash.Dispose();

    private ChainEnd ChainOf(string stream)
    {
        var name = Chains.Of(stream);
        if (!_chains.TryGetValue(name, out var chain))
            _chains.Add(name, chain = new ChainEnd(name, FormatTwo.Instance.Genesis(to.Journal, name)));
        return chain;
    }

    /// <summary>Time, kind and body, as they are hashed.</summary>
    private ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> time, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body)
    {
        var length = time.Length + kind.Length + body.Length + 2;
        if (_text.Length < length) _text = new byte[length * 2];
        var text = _text.AsSpan(0, length);
        time.CopyTo(text);
        text[time.Length] = (byte)'\n';
        kind.CopyTo(text[(time.Length + 1)..]);
        text[time.Length + 1 + kind.Length] = (byte)'\n';
        body.CopyTo(text[(time.Length + kind.Length + 2)..]);
        return text;
    }

    private sealed class ChainEnd(string name, byte[] head)
    {
        public string Name => name;

        public byte[] Head => head;

        public long LastEvent { get; set; }
    }

    private sealed class StreamEnd(byte[] name, ChainEnd chain)
    {
        public byte[] Name => name;

        public ChainEnd Chain => chain;

        public long Version { get; set; }

        public long LastPlace { get; set; }
    }
}
