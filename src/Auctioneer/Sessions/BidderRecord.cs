using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// What the house knows of a bidder beyond what lots know: the token, and the bids it has had accepted lately, over all lots. It belongs to
/// one session at a time; the desk hands it on. Bids are remembered by id in a bounded window, so that a bid sent again is answered as before
/// even when its lot has long forgotten it, and an id used on another lot is noticed.
/// </summary>
public sealed class BidderRecord
{
    private const int Smallest = 16;

    private readonly byte[] _token;
    private readonly int _idsMax;
    private Entry[] _entries = [];
    // By hash: place of the newest entry in its chain plus one; 0: none.
    private int[] _heads = [];
    private int _count;
    private int _next;
    private long _houseIds;

    /// <param name="name">The bidder's name.</param>
    /// <param name="token">The token that proves it.</param>
    /// <param name="idsMax">Bids remembered.</param>
    public BidderRecord(string name, string token, int idsMax)
    {
        Name = name;
        Token = token;
        _token = Encoding.UTF8.GetBytes(token);
        _idsMax = idsMax;
    }

    public string Name { get; }

    public string Token { get; }

    /// <summary>Whether this is the bidder's token; takes the same time whatever is wrong with it.</summary>
    public bool IsToken(string? offered) => offered is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), _token);

    /// <summary>A token nobody can guess: 128 bits.</summary>
    /// <param name="chance">Where they come from: in a house that serves anybody, the system's cryptographic source.</param>
    public static string NewToken(RandomNumberGenerator chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        var bits = new byte[16];
        chance.GetBytes(bits);
        return Convert.ToHexStringLower(bits);
    }

    /// <summary>
    /// Looks a bid id up, and notes it when it is new: it is then <see cref="BidIdState.UnderWay"/> until <see cref="Settle"/> says how it went.
    /// </summary>
    /// <param name="bidId">The id as it came, checked; empty: the house makes one (<c>h1</c>, <c>h2</c>, …).</param>
    /// <param name="lot">The lot bid on, when the id is new.</param>
    /// <param name="amountMinor">The amount, minor units, when the id is new.</param>
    /// <param name="place">Where it is noted, for <see cref="Settle"/>.</param>
    /// <returns>The bid that bears the id, as it is known.</returns>
    public KnownBid Note(ReadOnlySpan<byte> bidId, string lot, long amountMinor, out int place)
    {
        if (bidId.IsEmpty) bidId = HouseId();
        place = Find(bidId);
        if (place >= 0)
        {
            ref readonly var known = ref _entries[place];
            return new KnownBid(known.Seq == 0 ? BidIdState.UnderWay : BidIdState.Accepted, known.BidId!, known.Lot, known.AmountMinor, known.Seq, known.Receipt);
        }
        place = Add(bidId, lot, amountMinor);
        return new KnownBid(BidIdState.New, _entries[place].BidId!, lot, amountMinor, 0);
    }

    /// <summary>How a noted bid went: accepted, it is remembered with its event; refused, its id is free again.</summary>
    /// <param name="place">Where it was noted.</param>
    /// <param name="bidId">The id as <see cref="Note"/> gave it back: a window smaller than what is under way may have let go of it.</param>
    /// <param name="seq">Its event number; 0: refused.</param>
    /// <param name="receipt">Its receipt; 0: the journal gives none.</param>
    public void Settle(int place, string bidId, long seq, ulong receipt = 0)
    {
        if (!ReferenceEquals(_entries[place].BidId, bidId)) return;
        if (seq != 0)
        {
            (_entries[place].Seq, _entries[place].Receipt) = (seq, receipt);
            return;
        }
        Unlink(place);
        // Refused bids must not push accepted ones out: settled from the last to the first, they give their places back.
        if (place + 1 != _next) return;
        if (_count == _next) _count--;
        _next--;
    }

    /// <summary>Remembers the bids of a share that were accepted now. The lots' shares of a batch come back one by one, and may outlive the session that sent them.</summary>
    internal void Remember(LotBids share)
    {
        lock (Gate)
        {
            for (var i = 0; i < share.Count; i++)
            {
                ref var slot = ref share[i];
                if (!slot.IsNew || slot.Noted == 0) continue;
                if (ReferenceEquals(_entries[slot.Noted - 1].BidId, slot.BidId)) Settle(slot.Noted - 1, slot.BidId!, slot.Seq, slot.Receipt);
                else Recall(slot.BidId!, slot.Lot!, slot.AmountMinor, slot.Seq, slot.Receipt);
            }
        }
    }

    /// <summary>Remembers a bid accepted before the house began again, and makes no id that it made then.</summary>
    public void Recall(string bidId, string lot, long amountMinor, long seq, ulong receipt)
    {
        var known = Note(Encoding.ASCII.GetBytes(bidId), lot, amountMinor, out var place);
        if (known.State == BidIdState.New) Settle(place, known.BidId, seq, receipt);
        if (bidId is ['h', .. var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var made))
            _houseIds = Math.Max(_houseIds, made);
    }

    /// <summary>The accepted bids that are remembered, oldest first: recalled in this order, they are remembered again.</summary>
    public IEnumerable<KnownBid> All()
    {
        // While there is room, the oldest is the first.
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[_count == _idsMax ? (_next + i) % _idsMax : i];
            if (entry.BidId is { } id && entry.Seq != 0) yield return new KnownBid(BidIdState.Accepted, id, entry.Lot, entry.AmountMinor, entry.Seq, entry.Receipt);
        }
    }

    /// <summary>The highest number of an id that the house made for this bidder; 0: none.</summary>
    public long HouseIds
    {
        get => _houseIds;
        init => _houseIds = value;
    }

    /// <summary>Held by whoever works with the record: a connection that was taken over may still be in the middle of what it has read.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whose the record is: a connection that finds another one here takes no more bids.</summary>
    public object? Owner { get; private set; }

    /// <summary>Goes over to a new session. What was under way when the one before ended is not known here; the lots know.</summary>
    public void Adopt(object owner)
    {
        lock (Gate)
        {
            Owner = owner;
            ForgetUnderWay();
        }
    }

    private void ForgetUnderWay()
    {
        for (var place = 0; place < _count; place++)
        {
            if (_entries[place].BidId is not null && _entries[place].Seq == 0) Unlink(place);
        }
    }

    /// <summary>An id of the house's own, never one that is remembered.</summary>
    private byte[] HouseId()
    {
        byte[] id;
        do id = Encoding.ASCII.GetBytes($"h{++_houseIds}");
        while (Find(id) >= 0);
        return id;
    }

    private int Find(ReadOnlySpan<byte> bidId)
    {
        if (_count == 0) return -1;
        var hash = Hash(bidId);
        for (var at = _heads[Bucket(hash)] - 1; at >= 0; at = _entries[at].Older)
        {
            if (_entries[at].Hash == hash && Ascii.Equals(bidId, _entries[at].BidId)) return at;
        }
        return -1;
    }

    private int Add(ReadOnlySpan<byte> bidId, string lot, long amountMinor)
    {
        if (_count == _entries.Length && _count < _idsMax) Grow();
        if (_count < _entries.Length) _count++;
        else if (_entries[_next].BidId is not null) Unlink(_next);
        var place = _next;
        _next = _next + 1 == _idsMax ? 0 : _next + 1;
        var hash = Hash(bidId);
        ref var head = ref _heads[Bucket(hash)];
        _entries[place] = new Entry { BidId = Encoding.ASCII.GetString(bidId), Lot = lot, AmountMinor = amountMinor, Hash = hash, Older = head - 1 };
        head = place + 1;
        return place;
    }

    private void Unlink(int place)
    {
        ref var link = ref _heads[Bucket(_entries[place].Hash)];
        if (link - 1 == place)
        {
            link = _entries[place].Older + 1;
        }
        else
        {
            var newer = link - 1;
            while (_entries[newer].Older != place) newer = _entries[newer].Older;
            _entries[newer].Older = _entries[place].Older;
        }
        _entries[place] = default;
    }

    // Places keep their order until the window is full, so growing is copying and linking anew.
    private void Grow()
    {
        Array.Resize(ref _entries, Math.Min(_idsMax, Math.Max(Smallest, _entries.Length * 2)));
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)_entries.Length)];
        for (var place = 0; place < _count; place++)
        {
            if (_entries[place].BidId is null) continue;
            ref var head = ref _heads[Bucket(_entries[place].Hash)];
            _entries[place].Older = head - 1;
            head = place + 1;
        }
    }

    private int Bucket(int hash) => hash & (_heads.Length - 1);

    private static int Hash(ReadOnlySpan<byte> bidId)
    {
        // Ids are short, and each bidder has a table of its own: whoever makes them collide slows nobody but the own connection.
        var hash = (ulong)bidId.Length * 0x9E3779B97F4A7C15;
        while (bidId.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(bidId)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 32;
            bidId = bidId[8..];
        }
        foreach (var symbol in bidId) hash = (hash ^ symbol) * 0x9E3779B97F4A7C15;
        return (int)(hash >> 32);
    }

    private struct Entry
    {
        public string? BidId;
        public string Lot;
        public long AmountMinor;
        public long Seq;
        public ulong Receipt;
        // Kept: the oldest bid's id is long out of the processor's cache when it is forgotten.
        public int Hash;
        public int Older;
    }
}

/// <summary>What is known of a bid id.</summary>
public enum BidIdState
{
    /// <summary>Not used before, or so long ago that it has been forgotten.</summary>
    New,

    /// <summary>Its bid is not answered yet.</summary>
    UnderWay,

    /// <summary>Its bid was accepted.</summary>
    Accepted,
}

/// <summary>A bid as a bidder's record knows it.</summary>
/// <param name="State">How far it is.</param>
/// <param name="BidId">Its id.</param>
/// <param name="Lot">The lot bid on.</param>
/// <param name="AmountMinor">Minor units.</param>
/// <param name="Seq">Its event number, once accepted.</param>
/// <param name="Receipt">Its receipt; 0: the journal gives none.</param>
public readonly record struct KnownBid(BidIdState State, string BidId, string Lot, long AmountMinor, long Seq, ulong Receipt = 0);
