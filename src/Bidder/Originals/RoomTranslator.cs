using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules;

namespace AkkaAuction.Bidder.Originals;

/// <summary>What the room sells, as far as its clients know.</summary>
/// <param name="Name">What a bid names.</param>
/// <param name="StartMinor">Start price, minor units.</param>
/// <param name="Units">Units on sale.</param>
public sealed record RoomItem(string Name, long StartMinor, int Units)
{
    /// <summary>What the original room sold (R2.8): it tells nobody, so its clients have to know.</summary>
    public static ImmutableArray<RoomItem> OfTheOriginal { get; } =
        [new("Laptop", 500_00, 2), new("Smartphone", 300_00, 3), new("Headphones", 50_00, 5)];
}

/// <summary>
/// Speaks the bidding room's language for a bidder that thinks in the floor's: requests become <c>ITEM,AMOUNT</c>, and what the room says
/// becomes the floor's answers and notices. So bots and the live screen work in the room without knowing it. The room has no names, no
/// list, no account and no end; what it does not say is made up from what is known: its items, and what it has said. A refusal does not say
/// which bid it refuses, so one bid is under way at a time and the others wait. It outlives connections; one thread at a time uses it.
/// </summary>
/// <param name="self">The bidder's own name; the room never hears it.</param>
/// <param name="items">What is known to be on sale; items heard of later are added.</param>
/// <param name="time">The clock of welcomes.</param>
public sealed class RoomTranslator(string self, IEnumerable<RoomItem> items, TimeProvider time)
{
    private const string Form = "room";
    private const string Others = "another";

    private readonly List<LotView> _lots = [.. items.Select(item => Listed(item.Name, item.StartMinor, item.Units))];
    // Of items that were not known beforehand nobody has said how many units there are.
    private readonly HashSet<string> _unitsUnknown = new(StringComparer.Ordinal);
    private readonly List<Answer.Bought> _bought = [];
    private readonly Queue<Request.Bid> _waiting = new();
    private Request.Bid? _underWay;
    private string? _soldToSelf;
    private long _seq;
    private int _sold;
    private readonly Dictionary<string, int> _soldOf = new(StringComparer.Ordinal);
    private bool _hasEnded;

    /// <summary>What a request comes to.</summary>
    /// <param name="Wire">What is to be sent to the room; null: nothing.</param>
    /// <param name="Lines">What the bidder is told at once.</param>
    /// <param name="Ends">The connection is to be closed.</param>
    public readonly record struct Step(string? Wire, ImmutableArray<FloorLine> Lines, bool Ends = false);

    /// <summary>A new connection: what was under way on the one before gets no answer any more.</summary>
    public void Connected()
    {
        _underWay = null;
        _waiting.Clear();
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
        Request.Pass => new Step(null, [FloorLine.Of(new Answer.Passed())]),
        Request.Ping ping => new Step(null, [FloorLine.Of(new Answer.Pong(ping.Text, time.GetUtcNow()))]),
        _ => new Step(null, [FloorLine.Of(new Answer.Bye())], Ends: true),
    };

    /// <summary>A line of the room.</summary>
    public Step Hear(string line)
    {
        var said = RoomSaying.Parse(line, FloorLimits.AmountDigits);
        var told = ImmutableArray.CreateBuilder<FloorLine>();
        _seq++;
        switch (said)
        {
            case RoomSaying.NewHighest other: Price(other.Item, other.AmountMinor, Others, told); break;
            case RoomSaying.YouLead mine:
                if (Answered() is { } taken) told.Add(FloorLine.Of(new Answer.Accepted(taken.BidId!, taken.Lot, taken.AmountMinor, _seq)));
                Price(mine.Item, mine.AmountMinor, self, told);
                break;
            case RoomSaying.Rejected:
                if (Answered() is { } refused) told.Add(Refusal(refused, RejectionCode.TooLow));
                break;
            case RoomSaying.NotFound missing:
                if (Answered() is { } late)
                    told.Add(Refusal(late, Find(missing.Item) is null ? RejectionCode.NoSuchLot : RejectionCode.Closed));
                Close(missing.Item, told);
                break;
            case RoomSaying.Sold sold: Sold(sold, told); break;
            case RoomSaying.Won won:
                told.Add(FloorLine.Of(new Notice.UnitWon(_seq, won.Item, won.AmountMinor, self)));
                _bought.Add(new Answer.Bought(won.Item, won.AmountMinor, _seq));
                _soldToSelf = null;
                if (Find(won.Item) is { Units: 0 }) Close(won.Item, told);
                break;
        }
        return new Step(NextBid(), told.DrainToImmutable());
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
        return RoomWords.Bid(_underWay.Lot, RoomWords.Amount(_underWay.AmountMinor, FloorLimits.AmountDigits));
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

    private void Price(string item, long minor, string leader, ImmutableArray<FloorLine>.Builder told)
    {
        var lot = Known(item, minor, told);
        if (lot.Leader == self && leader != self) told.Add(FloorLine.Of(new Notice.Outbid(_seq, item, minor, self)));
        lot = Put(lot with { PriceMinor = minor, NextMinor = minor + 1, Leader = leader });
        told.Add(FloorLine.Of(new Notice.PriceChanged(_seq, item, minor, leader, lot.NextMinor, null)));
    }

    private void Sold(RoomSaying.Sold sold, ImmutableArray<FloorLine>.Builder told)
    {
        var lot = Known(sold.Item, sold.AmountMinor, told);
        // Whether the unit is one's own is what the next line says; nothing is closed before that.
        var own = lot.Leader == self;
        if (own) _soldToSelf = sold.Item;
        _sold++;
        _soldOf[sold.Item] = _soldOf.GetValueOrDefault(sold.Item) + 1;
        lot = Put(lot with
        {
            PriceMinor = sold.AmountMinor,
            NextMinor = sold.AmountMinor + 1,
            Leader = null,
            Units = _unitsUnknown.Contains(sold.Item) ? lot.Units : Math.Max(0, lot.Units - 1),
        });
        told.Add(FloorLine.Of(new Notice.UnitSold(
            _seq, sold.Item, sold.AmountMinor, own ? self : $"Client {sold.Client}", lot.Units)));
        if (lot.Units == 0 && _soldToSelf is null) Close(sold.Item, told);
    }

    private void Close(string item, ImmutableArray<FloorLine>.Builder told)
    {
        if (Find(item) is not { State: LotViewState.Open } lot) return;
        Put(lot with { State = LotViewState.Closed, Leader = null });
        told.Add(FloorLine.Of(new Notice.LotClosed(_seq, item, _soldOf.GetValueOrDefault(item), lot.Units)));
        if (_hasEnded || _lots.Any(l => l.State == LotViewState.Open)) return;
        _hasEnded = true;
        told.Add(FloorLine.Of(new Notice.SaleEnded(_seq, _sold, 0)));
    }

    private LotView Known(string item, long minor, ImmutableArray<FloorLine>.Builder told)
    {
        if (Find(item) is { } known) return known;
        var lot = Listed(item, minor, 1);
        _unitsUnknown.Add(item);
        _lots.Add(lot);
        told.Add(FloorLine.Of(new Answer.Listed(lot)));
        return lot;
    }

    private LotView? Find(string item) => _lots.Find(lot => lot.Lot == item);

    private LotView Put(LotView lot)
    {
        _lots[_lots.FindIndex(l => l.Lot == lot.Lot)] = lot;
        return lot;
    }

    private static LotView Listed(string item, long startMinor, int units) =>
        new(item, Form, item, startMinor, startMinor, startMinor + 1, units, null, null, LotViewState.Open);
}
