using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Journal;

/// <summary>
/// One stream's facts in memory. Accepted bids are nearly all facts of a busy house, and a million of them kept as objects would be a
/// million objects for the garbage collector to carry along; so they are packed into bytes, and made again when the stream is read. So is a
/// lot's opening, which is all that most lots of a large sale have. Everything else is kept as it is. Not thread-safe: the journal's order
/// covers it.
/// </summary>
/// <param name="chain">The chain of the stream.</param>
internal sealed class FactLog(MemoryChain chain)
{
    // There may be a million streams, and most lots of a large sale wait for a bid with one or two facts: those few bytes are copied as
    // they grow.
    private const int FirstChunkBytes = 16;
    private const int SmallestFullBytes = 512;
    // Large enough to be allocated apart from short-lived objects: the collector never moves it.
    private const int LargestChunkBytes = 128 * 1024;
    private const int FixedBytes = 1 + 8 + (5 * 8);
    private const byte AsObject = 0;
    private const byte AsBid = 1;
    private const byte AsOpened = 2;
    private const byte AsSaltedBid = 3;
    private const int SaltBytes = 16;
    private const int OpenedBytes = 1 + 8 + 8 + 8;
    private const ushort NoLeader = ushort.MaxValue;

    // Full chunks, then the one that is being filled.
    private List<(byte[] Bytes, int Length)>? _full;
    // One fact, or a list of them: most lots have only been opened.
    private object? _objects;
    private byte[] _chunk = [];
    private int _length;

    public MemoryChain Chain => chain;

    public int Count { get; private set; }

    /// <summary>Which life of the stream's writer this is.</summary>
    public long Incarnation { get; set; }

    public void Add(long number, object fact)
    {
        if (fact is LotFact.BidAccepted bid) AddBid(number, bid);
        else if (fact is LotFact.Opened { At.Offset.Ticks: 0 } opened && (opened.ClosesAt ?? default).Offset == default)
            AddOpened(number, opened);
        else AddObject(number, fact);
        Count++;
    }

    public StoredFact[] ToArray()
    {
        var facts = new StoredFact[Count];
        var (at, nextObject) = (0, 0);
        foreach (var (bytes, length) in (_full ?? []).Append((_chunk, _length)))
        {
            for (var from = 0; from < length;)
            {
                var number = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(from + 1));
                if (bytes[from] == AsObject)
                {
                    facts[at++] = new StoredFact(number, _objects is List<object> many ? many[nextObject++] : _objects!);
                    from += 9;
                }
                else if (bytes[from] == AsOpened)
                {
                    facts[at++] = new StoredFact(number, ReadOpened(bytes.AsSpan(from)));
                    from += OpenedBytes;
                }
                else
                {
                    facts[at++] = new StoredFact(number, ReadBid(bytes, ref from));
                }
            }
        }
        Debug.Assert(at == Count, "Every fact that was added is read.");
        return facts;
    }

    private void AddObject(long number, object fact)
    {
        if (_objects is null) _objects = fact;
        else if (_objects is List<object> many) many.Add(fact);
        else _objects = new List<object> { _objects, fact };
        var to = Room(9);
        to[0] = AsObject;
        BinaryPrimitives.WriteInt64LittleEndian(to[1..], number);
        _length += 9;
    }

    private void AddOpened(long number, LotFact.Opened opened)
    {
        var to = Room(OpenedBytes);
        to[0] = AsOpened;
        BinaryPrimitives.WriteInt64LittleEndian(to[1..], number);
        BinaryPrimitives.WriteInt64LittleEndian(to[9..], opened.At.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(to[17..], opened.ClosesAt?.Ticks ?? 0);
        _length += OpenedBytes;
    }

    private static LotFact.Opened ReadOpened(ReadOnlySpan<byte> record)
    {
        var closesAt = BinaryPrimitives.ReadInt64LittleEndian(record[17..]);
        return new LotFact.Opened(
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(record[9..]), TimeSpan.Zero),
            closesAt == 0 ? null : new DateTimeOffset(closesAt, TimeSpan.Zero));
    }

    private void AddBid(long number, LotFact.BidAccepted bid)
    {
        var leader = bid.Leader ?? "";
        var salted = bid.Salt == 0 ? 0 : SaltBytes;
        var to = Room(FixedBytes + 6 + salted + (3 * (bid.Bidder.Length + bid.BidId.Length + leader.Length)));
        to[0] = bid.Salt == 0 ? AsBid : AsSaltedBid;
        BinaryPrimitives.WriteInt64LittleEndian(to[1..], number);
        BinaryPrimitives.WriteInt64LittleEndian(to[9..], bid.AmountMinor);
        BinaryPrimitives.WriteInt64LittleEndian(to[17..], bid.Order);
        BinaryPrimitives.WriteInt64LittleEndian(to[25..], bid.At.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(to[33..], bid.At.Offset.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(to[41..], bid.PriceMinor);
        var at = FixedBytes;
        Put(to, ref at, bid.Bidder);
        Put(to, ref at, bid.BidId);
        if (bid.Leader is null)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to[at..], NoLeader);
            at += 2;
        }
        else
        {
            Put(to, ref at, leader);
        }
        if (bid.Salt != 0)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(to[at..], bid.Salt);
            at += SaltBytes;
        }
        _length += at;
    }

    private static LotFact.BidAccepted ReadBid(byte[] bytes, ref int from)
    {
        var record = bytes.AsSpan(from);
        var at = FixedBytes;
        var bid = new LotFact.BidAccepted(
            Take(record, ref at)!,
            Take(record, ref at)!,
            BinaryPrimitives.ReadInt64LittleEndian(record[9..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[17..]),
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(record[25..]),
                new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(record[33..]))),
            BinaryPrimitives.ReadInt64LittleEndian(record[41..]),
            Take(record, ref at));
        if (record[0] == AsSaltedBid)
        {
            bid = bid with { Salt = BinaryPrimitives.ReadUInt128LittleEndian(record[at..]) };
            at += SaltBytes;
        }
        from += at;
        return bid;
    }

    private static void Put(Span<byte> to, ref int at, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to[(at + 2)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to[at..], (ushort)length);
        at += 2 + length;
    }

    private static string? Take(ReadOnlySpan<byte> record, ref int at)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);
        at += 2;
        if (length == NoLeader) return null;
        var text = Encoding.UTF8.GetString(record.Slice(at, length));
        at += length;
        return text;
    }

    private Span<byte> Room(int bytes)
    {
        if (_chunk.Length - _length >= bytes) return _chunk.AsSpan(_length);
        if (_length + bytes <= SmallestFullBytes)
        {
            Array.Resize(ref _chunk, Math.Max(_length + bytes, Math.Max(FirstChunkBytes, _chunk.Length * 2)));
            return _chunk.AsSpan(_length);
        }
        if (_length > 0) (_full ??= []).Add((_chunk, _length));
        _chunk = GC.AllocateUninitializedArray<byte>(
            Math.Max(bytes, Math.Min(LargestChunkBytes, Math.Max(SmallestFullBytes, _chunk.Length * 2))));
        _length = 0;
        return _chunk;
    }
}
