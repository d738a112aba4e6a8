using System.Diagnostics.CodeAnalysis;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>
/// What waits for one reader who is slower than the house, in the order in which it goes out: lines; whole lists, taken line by line from what all readers share; and ticks,
/// of which the newest of each lot is enough and which go out before any later line that is none. It counts the bytes that it holds for this reader; who uses it
/// has the limits, and the lock.
/// </summary>
/// <typeparam name="TLine">A line as the door sends it.</typeparam>
/// <param name="lineOf">The line of an entry of a list.</param>
internal sealed class WaitingLines<TLine>(Func<Announcement, TLine> lineOf)
{
    private readonly Queue<Item> _items = new();
    private readonly Dictionary<TickKey, Tick> _ticks = [];
    private IReadOnlyList<Announcement>? _list;
    private int _nextOfList;

    public bool IsEmpty => _items.Count == 0 && _list is null && _ticks.Count == 0;

    /// <summary>What is held for this reader.</summary>
    public long Bytes { get; private set; }

    public void Add(TLine line, int bytes)
    {
        ReleaseTicks();
        _items.Enqueue(new Item(line, bytes, null));
        // Shared bytes are held once for all readers, but a reader that takes nothing must still meet its limit.
        Bytes += bytes;
    }

    /// <param name="list">Not empty.</param>
    public void Add(IReadOnlyList<Announcement> list)
    {
        ReleaseTicks();
        _items.Enqueue(new Item(default, 0, list));
        // What a list holds is shared by all readers: a place in it is all that waits here.
        Bytes += list.Count * (long)IntPtr.Size;
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
        foreach (var tick in _ticks.Values.OrderBy(t => t.Seq)) _items.Enqueue(new Item(tick.Line, tick.Bytes, null));
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
            (_list, _nextOfList) = (item.List, 0);
        }
        line = lineOf(_list[_nextOfList++]);
        Bytes -= IntPtr.Size;
        if (_nextOfList == _list.Count) _list = null;
        return true;
    }

    public void Clear()
    {
        _items.Clear();
        _ticks.Clear();
        _list = null;
        Bytes = 0;
    }

    private void Drop(TickKey key)
    {
        if (_ticks.Remove(key, out var older)) Bytes -= older.Bytes;
    }

    private readonly record struct Item(TLine? Line, int Bytes, IReadOnlyList<Announcement>? List);

    private readonly record struct Tick(long Seq, TLine Line, int Bytes);
}

/// <summary>Of what ticks the newest is enough: the prices of a lot, or what stands of it as a whole.</summary>
internal readonly record struct TickKey(string Lot, bool IsPrice)
{
    /// <summary>The key of a notice; null: it is no tick, and everybody hears it.</summary>
    public static TickKey? Of(Notice notice) => notice switch
    {
        Notice.PriceChanged price => new TickKey(price.Lot, true),
        Notice.LotListed listed => new TickKey(listed.View.Lot, false),
        _ => null,
    };
}
