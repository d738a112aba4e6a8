using System.Text;
using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal;

/// <summary>
/// Holds the rows of a journal, one after the other, to what each of them must be: its place, its number in its chain and in its stream,
/// its hash, and, where it is an anchor, what that says of the other chains.
/// </summary>
/// <param name="format">How the journal is numbered and chained.</param>
/// <param name="journal">Its name.</param>
internal sealed class ChainCheck(IJournalFormat format, string journal) : IDisposable
{
    private readonly FactHash _hash = new();
    private readonly Dictionary<byte[], StreamSeen> _streams = new(Utf8Names.Instance);
    private readonly Dictionary<string, ChainSeen> _chains = new(StringComparer.Ordinal);
    private byte[] _text = new byte[1024];
    private byte[] _last = [];

    /// <summary>The place of the row that must come next.</summary>
    public long Expected { get; private set; } = 1;

    /// <summary>Begins behind what is trusted.</summary>
    /// <param name="after">Where that ends.</param>
    /// <param name="streams">Where each stream ended then.</param>
    public void Begin(JournalEnd after, IEnumerable<StreamPlace> streams)
    {
        _streams.Clear();
        _chains.Clear();
        foreach (var chain in after.Chains)
        {
            _chains[chain.Name] = new ChainSeen(chain.Name, [.. chain.Head]) { LastEvent = chain.LastEvent, Anchored = chain.Anchored };
        }
        foreach (var place in streams)
        {
            _streams[Encoding.UTF8.GetBytes(place.Name)] =
                new StreamSeen(place.Name, Chain(format.ChainOf(place.Name))) { Version = place.Version, LastPlace = place.LastPlace };
        }
        (Expected, _last) = (after.Place + 1, after.Place > 0 ? after.Hash : format.Genesis(journal, Chains.House));
    }

    /// <summary>Takes the next row.</summary>
    /// <returns>The name of its stream.</returns>
    /// <exception cref="DamageException">It is not what it was, or not the next.</exception>
    public string Take(in ReadRow row)
    {
        if (row.Place != Expected) throw new DamageException(NameOf(Expected), $"it is missing; the next one is {row.Place}");
        var stream = Seen(row.Stream);
        var chain = stream.Chain;
        if (row.Event != chain.LastEvent + 1)
        {
            throw new DamageException(
                NameOf(Expected), $"it is event {row.Event} of {chain.Name}, but follows event {chain.LastEvent}");
        }
        if (row.Version != stream.Version + 1)
        {
            throw new DamageException(
                NameOf(row, chain), $"it is number {row.Version} of {stream.Name}, but follows number {stream.Version}");
        }
        if (row.Follows != stream.LastPlace)
        {
            throw new DamageException(
                NameOf(row, chain), $"it follows {NameOf(row.Follows)} in {stream.Name}, whose last one is {NameOf(stream.LastPlace)}");
        }
        byte[]? before = row.Kind.SequenceEqual("House.Anchored"u8) ? [.. chain.Head] : null;
        _hash.Add(chain.Head, row.Event, row.Stream, row.Version, format.Hashed(row.Follows), row.Epoch, TextOf(row));
        if (!row.Hash.SequenceEqual(chain.Head))
            throw new DamageException(NameOf(row, chain), "its hash does not fit it and the one before");
        if (before is not null) Compare(row, chain, before, NameOf(row, chain));
        (stream.Version, stream.LastPlace) = (row.Version, row.Place);
        chain.LastEvent = row.Event;
        _last = chain.Head;
        Expected++;
        return stream.Name;
    }

    /// <summary>What a place is called.</summary>
    public string NameOf(long place) => format.Version == 1 ? $"event {place}" : $"place {place}";

    /// <summary>Where everything that was taken ends.</summary>
    public JournalEnd End() => new(
        Expected - 1, [.. _last], [.. _chains.Values.Select(c => new ChainPlace(c.Name, c.LastEvent, [.. c.Head], c.Anchored))]);

    public void Dispose() => _hash.Dispose();

    /// <summary>An anchor was written while nothing else was: the chains stand where it says.</summary>
    /// <param name="own">The anchor's own chain, which goes on with it.</param>
    /// <param name="before">The hash of the fact before it there.</param>
    private void Compare(in ReadRow row, ChainSeen own, byte[] before, string name)
    {
        foreach (var (anchored, last, head) in AnchorOf(row, name).Chains)
        {
            var chain = Chain(anchored);
            if (last != chain.LastEvent || head != Convert.ToHexStringLower(chain == own ? before : chain.Head))
                throw new DamageException(name, $"it says that {anchored} had come to event {last}, with another hash or another end");
            chain.Anchored = last;
        }
        own.Anchored = row.Event;
    }

    private static HouseFact.Anchored AnchorOf(in ReadRow row, string name)
    {
        try
        {
            if (!FactTime.TryRead(row.Time, out var at)) throw new FormatException("its time is none");
            var body = new BodyReader(row.Body, new People());
            var anchor = (HouseFact.Anchored)HouseFactJson.Read(row.Kind, ref body, at)!;
            body.End();
            return anchor;
        }
        catch (Exception fault) when (fault is FormatException or System.Text.Json.JsonException)
        {
            throw new DamageException(name, fault.Message, fault);
        }
    }

    // Only for a fault: to put it into words for every row takes longer than to compare the row's numbers.
    private string NameOf(in ReadRow row, ChainSeen chain) => format.NameOf(row.Place, row.Event, chain.Name);

    /// <summary>Time, kind and body, as they were hashed.</summary>
    private ReadOnlySpan<byte> TextOf(in ReadRow row)
    {
        var length = row.Time.Length + row.Kind.Length + row.Body.Length + 2;
        if (_text.Length < length) _text = new byte[length * 2];
        var at = 0;
        Put(ref at, row.Time);
        _text[at++] = (byte)'\n';
        Put(ref at, row.Kind);
        _text[at++] = (byte)'\n';
        Put(ref at, row.Body);
        return _text.AsSpan(0, at);
    }

    private void Put(ref int at, ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_text.AsSpan(at));
        at += piece.Length;
    }

    private StreamSeen Seen(ReadOnlySpan<byte> name)
    {
        var lookup = _streams.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(name, out var seen)) return seen;
        var text = Encoding.UTF8.GetString(name);
        return _streams[name.ToArray()] = new StreamSeen(text, Chain(format.ChainOf(text)));
    }

    private ChainSeen Chain(string name)
    {
        if (!_chains.TryGetValue(name, out var chain)) _chains.Add(name, chain = new ChainSeen(name, format.Genesis(journal, name)));
        return chain;
    }

    private sealed class ChainSeen(string name, byte[] head)
    {
        public string Name => name;

        public byte[] Head => head;

        public long LastEvent { get; set; }

        public long Anchored { get; set; }
    }

    private sealed class StreamSeen(string name, ChainSeen chain)
    {
        public string Name => name;

        public ChainSeen Chain => chain;

        public long Version { get; set; }

        public long LastPlace { get; set; }
    }

    /// <summary>Names as bytes, found without making a string of them.</summary>
    private sealed class Utf8Names : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8Names Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] name) => GetHashCode(name.AsSpan());

        public bool Equals(ReadOnlySpan<byte> name, byte[] other) => name.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> name)
        {
            var hash = default(HashCode);
            hash.AddBytes(name);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> name) => name.ToArray();
    }
}
