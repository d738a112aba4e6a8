using System.Diagnostics.CodeAnalysis;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>
/// What waits for one reader who is slower than the house, in the order in which it goes out: lines; whole lists, made piece by piece from
/// what all readers share; and ticks, of which the newest of each lot is enough and which go out before any later line that is none. It
/// counts the bytes that it holds for this reader; its user has the limits, and the lock.
/// </summary>
/// <typeparam name="TLine">A line as the door sends it.</typeparam>
internal sealed class WaitingLines<TLine>
{
    private readonly Queue<Item> _items = new();
    private readonly Dictionary<TickKey, Tick> _ticks = [];
    private IEnumerator<TLine>? _list;
    private int _piecesLeft;
    private int _pieceBytes;

    public bool IsEmpty => _items.Count == 0 && _list is null && _ticks.Count == 0;

    /// <summary>What is held for this reader.</summary>
    public long Bytes { get; private set; }

    public void Add(TLine line, int bytes)
    {
        ReleaseTicks();
        _items.Enqueue(new Item(line, bytes, null, 1));
        // Shared bytes are held once for all readers, but a reader that takes nothing must still meet its limit.
        Bytes += bytes;
    }

    /// <param name="list">Enumerated once, when its turn has come.</param>
    /// <param name="count">How many pieces it has; at least one.</param>
    /// <param name="bytesEach">What is held for each of them: the list itself is shared by all readers.</param>
    public void Add(IEnumerable<TLine> list, int count, int bytesEach)
    {
        ReleaseTicks();
        _items.Enqueue(new Item(default, bytesEach, list, count));
        Bytes += count * (long)bytesEach;
    }

    /// <summary>A line that makes an older one of its key superfluous.</summary>
    public void Conflate(TickKey key, long seq, TLine line, int bytes)
    {
        // A whole lot says all that a price before it said; not the other way round.
        if (!key.IsPrice) Drop(key with { IsPrice = true });
        Drop(key);
        _ticks.Add(key, new Tick(seq, line, bytes));
        Bytes += bytes;
    }

    /// <summary>No newer tick takes the place of those that wait.</summary>
    public void ReleaseTicks()
    {
        if (_ticks.Count == 0) return;
        foreach (var tick in _ticks.Values.OrderBy(t => t.Seq)) _items.Enqueue(new Item(tick.Line, tick.Bytes, null, 1));
        _ticks.Clear();
    }

    /// <summary>Takes the next line; false: there is none.</summary>
    public bool TryTake([MaybeNullWhen(false)] out TLine line)
    {
        if (_list is null)
        {
            if (_items.Count == 0) ReleaseTicks();
            if (!_items.TryDequeue(out var item))
            {
                line = default;
                return false;
            }
            if (item.List is null)
            {
                line = item.Line!;
                Bytes -= item.Bytes;
                return true;
            }
            (_list, _piecesLeft, _pieceBytes) = (item.List.GetEnumerator(), item.Pieces, item.Bytes);
        }
        _list.MoveNext();
        line = _list.Current;
        Bytes -= _pieceBytes;
        if (--_piecesLeft == 0) EndList();
        return true;
    }

    public void Clear()
    {
        _items.Clear();
        _ticks.Clear();
        EndList();
        Bytes = 0;
    }

    private void EndList()
    {
        _list?.Dispose();
        _list = null;
    }

    private void Drop(TickKey key)
    {
        if (_ticks.Remove(key, out var older)) Bytes -= older.Bytes;
    }

    private readonly record struct Item(TLine? Line, int Bytes, IEnumerable<TLine>? List, int Pieces);

    private readonly record struct Tick(long Seq, TLine Line, int Bytes);
}

/// <summary>Of what ticks the newest is enough: the prices of a lot, or what stands of it as a whole.</summary>
internal readonly record struct TickKey(string Lot, bool IsPrice)
{
    /// <summary>The key of a notice; null: it is no tick, and nothing takes its place.</summary>
    public static TickKey? Of(Notice notice) => notice switch
    {
        Notice.PriceChanged price => new TickKey(price.Lot, true),
        Notice.LotListed listed => new TickKey(listed.View.Lot, false),
        _ => null,
    };
}
