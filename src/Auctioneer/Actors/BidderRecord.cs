using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Auctioneer.Actors;

/// <summary>
/// What the house knows of a bidder beyond what lots know: the token, and the bids it has had accepted lately, over all lots. It belongs to
/// one session at a time; the desk hands it on. Bids are remembered by id in a bounded window, so that a bid sent again is answered as before
/// even when its lot has long forgotten it, and an id used on another lot is noticed.
/// </summary>
public sealed class BidderRecord
{
    private readonly byte[] _token;
    private readonly int _idsMax;
    private readonly Dictionary<string, KnownBid> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownBid>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Queue<string> _oldest = new();
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
        _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Name { get; }

    public string Token { get; }

    /// <summary>Which session the record belongs to; a connection that finds another one here takes no more bids.</summary>
    public object? Owner { get; set; }

    /// <summary>Whether this is the bidder's token; takes the same time whatever is wrong with it.</summary>
    public bool IsToken(string? offered) => offered is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), _token);

    /// <summary>A token nobody can guess: 128 bits from the system's cryptographic source.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The accepted bid that bears this id, as far back as is remembered.</summary>
    public bool TryFind(ReadOnlySpan<char> bidId, out KnownBid bid) => _lookup.TryGetValue(bidId, out bid);

    /// <summary>Remembers an accepted bid; the oldest goes when there is no room.</summary>
    public void Remember(string bidId, string lot, long amountMinor, long seq, ulong receipt = 0)
    {
        if (!_known.TryAdd(bidId, new KnownBid(lot, amountMinor, seq, receipt))) return;
        _oldest.Enqueue(bidId);
        if (_oldest.Count > _idsMax) _known.Remove(_oldest.Dequeue());
    }

    /// <summary>Remembers a bid accepted before the house began again, and makes no id that it made then.</summary>
    public void Recall(string bidId, string lot, long amountMinor, long seq, ulong receipt)
    {
        Remember(bidId, lot, amountMinor, seq, receipt);
        if (bidId is ['h', .. var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var made))
            _houseIds = Math.Max(_houseIds, made);
    }

    /// <summary>An id for a bid that came without one: <c>h1</c>, <c>h2</c>, …; never one that is remembered.</summary>
    public string NextHouseId()
    {
        string id;
        do id = $"h{++_houseIds}";
        while (_known.ContainsKey(id));
        return id;
    }
}

/// <summary>An accepted bid, as it is told again. Amount in minor units.</summary>
public readonly record struct KnownBid(string Lot, long AmountMinor, long Seq, ulong Receipt = 0);
