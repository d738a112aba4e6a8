using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Originals;

/// <summary>An item of the room, as far as its clients know.</summary>
/// <param name="Name">The item's name in a bid.</param>
/// <param name="StartMinor">Start price, minor units.</param>
/// <param name="Units">Units on sale when the room opens; how many are left, a client never learns.</param>
public sealed record RoomItem(string Name, long StartMinor, int Units)
{
    /// <summary>The original room's items (R2.8). The room does not list them, so its clients must know them.</summary>
    public static ImmutableArray<RoomItem> OfTheOriginal { get; } =
        [new("Laptop", 500_00, 2), new("Smartphone", 300_00, 3), new("Headphones", 50_00, 5)];
}

/// <summary>
/// Translates between the floor's protocol and the bidding room's: requests become <c>ITEM,AMOUNT</c>, and the room's lines become the
/// floor's answers and notices. So bots and the live screen work in the room unchanged. The room has no names, no list, no account and no
/// end; the translator derives these from the room's items and lines. A refusal does not name its bid, so one bid is in flight at a time
/// and the others wait. How many units an item has left is not known: others were here before, and between two connections lines are
/// missed. Only when all units of an item have been seen sold, none is left. A translator outlives connections; one thread at a time uses
/// it.
/// </summary>
/// <param name="self">The bidder's own name; the room does not get it.</param>
/// <param name="items">The known items; the translator adds items from later lines.</param>
/// <param name="time">The clock of welcomes.</param>
public sealed class RoomTranslator(string self, IEnumerable<RoomItem> items, TimeProvider time)
{
    private const string Form = "room";
    private const string Others = "another";
    private const string OneSale = "the bidding room has one sale, which needs no joining";

    private readonly List<LotView> _lots = [.. items.Select(item => Listed(item.Name, item.StartMinor))];
    // Units that may be left at the most. The room does not say how many an unlisted item has.
    private readonly Dictionary<string, int> _leftAtMost = items.ToDictionary(item => item.Name, item => item.Units);
    private readonly List<Answer.Bought> _bought = [];
    private readonly Queue<Request.Bid> _waiting = new();
    private Request.Bid? _underWay;
    private string? _soldToSelf;
    private long _seq;
    private readonly Dictionary<string, int> _soldOf = new(StringComparer.Ordinal);
    private bool _hasEnded;

    /// <summary>The result of a request or a line.</summary>
    /// <param name="Wire">Text for the room; may be null.</param>
    /// <param name="Lines">Lines for the bidder.</param>
    /// <param name="Ends">The connection is to be closed.</param>
    public readonly record struct Step(string? Wire, ImmutableArray<FloorLine> Lines, bool Ends = false);

    /// <summary>
    /// Starts a new connection, which is another client to the room. The bid in flight on the former one gets no answer, and what the
    /// former one leads is sold to it: no line will say that it was won.
    /// </summary>
    public void Connected()
    {
        _underWay = null;
        _waiting.Clear();
        _soldToSelf = null;
        foreach (var lot in _lots.Where(lot => lot.Leader == self).ToList()) Put(lot with { Leader = Others });
    }

    public Step Take(Request request) => request switch
    {
        Request.Hello => new Step(null, [FloorLine.Of(new Answer.Welcome(self, "-", time.GetUtcNow())), .. List()]),
        Request.List => new Step(null, List()),
        Request.Bid bid => Bid(bid),
        Request.Me => new Step(null,
        [
            FloorLine.Of(new Answer.Account(_bought.Count, _bought.Sum(b => b.PriceMinor))),
            .. _bought.Select(b => FloorLine.Of(b)),
            FloorLine.Of(new Answer.Ready(_seq)),
        ]),
        Request.Withdraw withdraw => new Step(null,
        [
            FloorLine.Of(new Answer.Refused(
                withdraw.BidId, withdraw.Lot, RejectionCode.NoWithdrawal, null, null, Reasons.For(RejectionCode.NoWithdrawal))),
        ]),
        Request.Pass => new Step(null, [FloorLine.Of(new Answer.Passed())]),
        Request.Ping ping => new Step(null, [FloorLine.Of(new Answer.Pong(ping.Text, time.GetUtcNow()))]),
        Request.Sales or Request.Join => new Step(null, [FloorLine.Of(new Answer.Error(RejectionCode.UnknownVerb, OneSale))]),
        _ => new Step(null, [FloorLine.Of(new Answer.Bye())], Ends: true),
    };

    /// <summary>A line of the room.</summary>
    public Step Read(string line)
    {
        var said = RoomEvent.Parse(line, Currency.DigitsUnsaid);
        var lines = ImmutableArray.CreateBuilder<FloorLine>();
        _seq++;
        switch (said)
        {
            case RoomEvent.NewHighest other: Price(other.Item, other.AmountMinor, Others, lines); break;
            case RoomEvent.YouLead mine:
                if (Answered() is { } taken) lines.Add(FloorLine.Of(new Answer.Accepted(taken.BidId!, taken.Lot, taken.AmountMinor, _seq)));
                Price(mine.Item, mine.AmountMinor, self, lines);
                break;
            case RoomEvent.Rejected:
                if (Answered() is { } refused) lines.Add(Refusal(refused, RejectionCode.TooLow));
                break;
            case RoomEvent.NotFound missing:
                if (Answered() is { } late)
                    lines.Add(Refusal(late, Find(missing.Item) is null ? RejectionCode.NoSuchLot : RejectionCode.Closed));
                Close(missing.Item, lines);
                break;
            case RoomEvent.Sold sold: Sold(sold, lines); break;
            case RoomEvent.Won won:
                lines.Add(FloorLine.Of(new Notice.UnitWon(_seq, won.Item, won.AmountMinor, self)));
                _bought.Add(new Answer.Bought(won.Item, won.AmountMinor, _seq));
                _soldToSelf = null;
                if (IsSoldOut(won.Item)) Close(won.Item, lines);
                break;
        }
        return new Step(NextBid(), lines.DrainToImmutable());
    }

    private ImmutableArray<FloorLine> List() =>
        [
            .. _lots.Where(lot => lot.State == LotViewState.Open).Select(lot => FloorLine.Of(new Answer.Listed(lot))),
            FloorLine.Of(new Answer.Ready(_seq)),
        ];

    private Step Bid(Request.Bid bid)
    {
        _waiting.Enqueue(bid with { BidId = bid.BidId ?? "-" });
        return new Step(NextBid(), []);
    }

    private string? NextBid()
    {
        if (_underWay is not null || !_waiting.TryDequeue(out _underWay)) return null;
        return RoomWords.Bid(_underWay.Lot, RoomWords.Amount(_underWay.AmountMinor, Currency.DigitsUnsaid));
    }

    private Request.Bid? Answered()
    {
        var bid = _underWay;
        _underWay = null;
        return bid;
    }

    private FloorLine Refusal(Request.Bid bid, RejectionCode code)
    {
        var lot = Find(bid.Lot);
        var leads = code == RejectionCode.TooLow && lot?.Leader == self ? RejectionCode.LeadsAlready : code;
        return FloorLine.Of(new Answer.Refused(
            bid.BidId!, bid.Lot, leads, lot?.PriceMinor, leads == RejectionCode.TooLow ? lot?.NextMinor : null, Reasons.For(leads)));
    }

    private void Price(string item, long minor, string leader, ImmutableArray<FloorLine>.Builder lines)
    {
        var lot = Known(item, minor, lines);
        if (lot.Leader == self && leader != self) lines.Add(FloorLine.Of(new Notice.Outbid(_seq, item, minor, self)));
        lot = Put(lot with { PriceMinor = minor, NextMinor = minor + 1, Leader = leader });
        lines.Add(FloorLine.Of(new Notice.PriceChanged(_seq, item, minor, leader, lot.NextMinor, null)));
    }

    private void Sold(RoomEvent.Sold sold, ImmutableArray<FloorLine>.Builder lines)
    {
        var lot = Known(sold.Item, sold.AmountMinor, lines);
        // The next line says whether the unit is the bidder's own; the lot closes only after it.
        var own = lot.Leader == self;
        if (own) _soldToSelf = sold.Item;
        _soldOf[sold.Item] = _soldOf.GetValueOrDefault(sold.Item) + 1;
        if (_leftAtMost.TryGetValue(sold.Item, out var left)) _leftAtMost[sold.Item] = Math.Max(0, left - 1);
        lot = Put(lot with
        {
            PriceMinor = sold.AmountMinor,
            NextMinor = sold.AmountMinor + 1,
            Leader = null,
            Units = IsSoldOut(sold.Item) ? 0 : null,
        });
        lines.Add(FloorLine.Of(new Notice.UnitSold(
            _seq, sold.Item, sold.AmountMinor, own ? self : $"Client {sold.Client}", lot.Units)));
        if (IsSoldOut(sold.Item) && _soldToSelf is null) Close(sold.Item, lines);
    }

    private void Close(string item, ImmutableArray<FloorLine>.Builder lines)
    {
        if (Find(item) is not { State: LotViewState.Open } lot) return;
        Put(lot with { State = LotViewState.Closed, Leader = null, Units = 0 });
        lines.Add(FloorLine.Of(new Notice.LotClosed(_seq, item, SoldOf(item), IsSoldOut(item) ? 0 : null)));
        if (_hasEnded || _lots.Any(l => l.State == LotViewState.Open)) return;
        _hasEnded = true;
        var all = _lots.TrueForAll(l => IsSoldOut(l.Lot));
        lines.Add(FloorLine.Of(new Notice.SaleEnded(_seq, all ? _soldOf.Values.Sum() : null, all ? 0 : null)));
    }

    /// <summary>Whether every unit that the item can have had was seen sold.</summary>
    private bool IsSoldOut(string item) => _leftAtMost.TryGetValue(item, out var left) && left == 0;

    private int? SoldOf(string item) => IsSoldOut(item) ? _soldOf.GetValueOrDefault(item) : null;

    private LotView Known(string item, long minor, ImmutableArray<FloorLine>.Builder lines)
    {
        if (Find(item) is { } known) return known;
        var lot = Listed(item, minor);
        _lots.Add(lot);
        lines.Add(FloorLine.Of(new Answer.Listed(lot)));
        return lot;
    }

    private LotView? Find(string item) => _lots.Find(lot => lot.Lot == item);

    private LotView Put(LotView lot)
    {
        _lots[_lots.FindIndex(l => l.Lot == lot.Lot)] = lot;
        return lot;
    }

    private static LotView Listed(string item, long startMinor) =>
        new(item, Form, item, startMinor, startMinor, startMinor + 1, null, null, null, LotViewState.Open);
}
