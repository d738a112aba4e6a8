using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// One bidder's latest accepted bids on one lot: a ring that begins small and grows as bids come. Thousands of these do not fit into a
/// processor's cache, so a bid touches little of each: a new id is told from the others by their tags alone, which lie side by side, and a
/// short id is kept as bytes in its entry, so that no bid leaves an object for the garbage collector.
/// </summary>
internal sealed class BidderWindow
{
    // Most bidders bid once or twice on a lot.
    private const int Smallest = 2;

    private ushort[] _tags = [];
    private Entry[] _entries = [];
    // Beside each entry its id, where that is too long for the entry; empty as long as none is.
    private string?[] _longIds = [];
    private int _next;

    public int Count { get; private set; }

    public RememberedBid Look(string bidId, long amountMinor)
    {
        var key = new Key(bidId);
        // Most bids are new.
        if (!_tags.AsSpan(0, Count).Contains(key.Tag)) return default;
        // The newest first: with a larger window than there was when they were accepted, an id may be there twice.
        var at = Find(key, bidId, 0, _next);
        if (at < 0 && _next < Count) at = Find(key, bidId, _next, Count);
        if (at < 0) return default;
        ref readonly var entry = ref _entries[at];
        return new RememberedBid(entry.AmountMinor == amountMinor ? BidIdMatch.Same : BidIdMatch.Reused, entry.Seq, entry.Receipt);
    }

    /// <returns>Whether there is one more now: nothing was forgotten for it.</returns>
    public bool Remember(string bidId, long amountMinor, long seq, ulong receipt, int capacity)
    {
        if (Count == _entries.Length && Count < capacity) Grow(capacity);
        var key = new Key(bidId);
        var at = _next;
        _tags[at] = key.Tag;
        _entries[at] = new Entry(key, amountMinor, seq, receipt);
        if (key.IsLong && _longIds.Length == 0) _longIds = new string?[_entries.Length];
        if (_longIds.Length > 0) _longIds[at] = key.IsLong ? bidId : null;
        _next = at + 1 == capacity ? 0 : at + 1;
        if (Count == capacity) return false;
        Count++;
        return true;
    }

    /// <summary>The bids remembered last get the numbers of their append (<see cref="RecentBids.Number"/>).</summary>
    public void Number(long firstEvent, ReadOnlySpan<ulong> receipts)
    {
        for (var (left, at) = (Count, _next); left > 0; left--)
        {
            at = at == 0 ? _entries.Length - 1 : at - 1;
            ref var entry = ref _entries[at];
            if (entry.Seq >= 0) return;
            var place = RecentBids.PlaceOf(entry.Seq);
            entry = entry with { Seq = firstEvent + place, Receipt = receipts.IsEmpty ? 0 : receipts[place] };
        }
    }

    /// <param name="place">From 0, the oldest.</param>
    public (string BidId, long AmountMinor, long Seq, ulong Receipt) Oldest(int place)
    {
        // Nothing was forgotten as long as the next place is behind the last one.
        var at = _next < Count ? (_next + place) % Count : place;
        var entry = _entries[at];
        return (entry.Key.IsLong ? _longIds[at]! : entry.Key.Id, entry.AmountMinor, entry.Seq, entry.Receipt);
    }

    /// <returns>The last place in this range that has the id; negative: none has.</returns>
    private int Find(in Key key, string bidId, int from, int to)
    {
        while (to > from)
        {
            var at = _tags.AsSpan(from, to - from).LastIndexOf(key.Tag);
            if (at < 0) return -1;
            at += from;
            if (_entries[at].Key == key && (!key.IsLong || _longIds[at] == bidId)) return at;
            to = at;
        }
        return -1;
    }

    // Nothing was forgotten yet, so places keep their order.
    private void Grow(int capacity)
    {
        var room = Math.Min(capacity, Math.Max(Smallest, _entries.Length * 2));
        Array.Resize(ref _tags, room);
        Array.Resize(ref _entries, room);
        if (_longIds.Length > 0) Array.Resize(ref _longIds, room);
    }

    private readonly record struct Entry(Key Key, long AmountMinor, long Seq, ulong Receipt);

    /// <summary>An id in sixteen bytes: itself and its length, or what stands for a longer one.</summary>
    private readonly record struct Key
    {
        private const int ShortMax = 15;
        private const byte Longer = byte.MaxValue;

        private readonly ulong _low;
        private readonly ulong _high;

        public Key(string bidId)
        {
            Span<byte> bytes = stackalloc byte[16];
            bytes.Clear();
            if (bidId.Length <= ShortMax && Ascii.FromUtf16(bidId, bytes, out _) == OperationStatus.Done)
            {
                bytes[ShortMax] = (byte)bidId.Length;
            }
            else
            {
                bytes.Clear();
                BinaryPrimitives.WriteInt32LittleEndian(bytes, bidId.GetHashCode(StringComparison.Ordinal));
                bytes[ShortMax] = Longer;
            }
            (_low, _high) = (BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        }

        /// <summary>Whether the id is longer, and only its hash is here.</summary>
        public bool IsLong => _high >> 56 == Longer;

        /// <summary>A short id itself.</summary>
        public string Id
        {
            get
            {
                Span<byte> bytes = stackalloc byte[16];
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, _low);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _high);
                return Encoding.ASCII.GetString(bytes[..bytes[ShortMax]]);
            }
        }

        /// <summary>Two ids have the same one once in some 65,000 times. A multiplication mixes what neighbouring ids differ in.</summary>
        public ushort Tag => (ushort)(((_low ^ _high) * 0x9E3779B97F4A7C15) >> 48);
    }
}
