using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Replays recorded auctions one after the other, each through an <see cref="ItemAuction"/> of its own. It plays the desk and the bidders.
/// The replayer creates it. It advances virtual time to the instant of a bid, places the bid, and waits for the answer before it goes on.
/// So the lot decides every bid at its recorded time. At the end it advances to the deadline, and the lot's own timer closes the lot. A
/// failed lot is a bug, and ends the replay.
/// <code>
/// Idle     --history--------------->  Opening   (a lot of its own; its opening is waited for)
/// Opening  --the lot's view-------->  Bidding
/// Bidding  --answer, bids left----->  Bidding
/// Bidding  --last answer----------->  Closing   (time passes to the deadline)
/// Closing  --report of the lot----->  Idle
/// </code>
/// </summary>
internal sealed class HistoryClerk : ReceiveActor
{
    private static readonly Currency Dollars = new("USD", BidHistoryReader.Digits);

    /// <summary>How the auctions were held: eBay's rule, as they were recorded.</summary>
    private static readonly FormTerms Rule = new ProxyTerms(
        IncrementTable.EBay, ReserveMinor: null, LowestBid.StartPrice, LeaderRaise.LiftsCappedPrice);

    private readonly VirtualScheduler _time;
    private Play _current = null!;
    private IActorRef _lot = ActorRefs.Nobody;
    private Hammer _hammer = null!;
    private int _sale;
    private int _next;
    private int _refused;

    public HistoryClerk(VirtualScheduler time)
    {
        _time = time;
        Become(Idle);
    }

    /// <summary>Asks for one auction to be played; the answer goes into <paramref name="Done"/>.</summary>
    public sealed record Play(BidHistory History, TaskCompletionSource<ReplayedAuction> Done);

    public static Props Props(VirtualScheduler time) => Akka.Actor.Props.Create(() => new HistoryClerk(time));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _current.Done.TrySetException(new InvalidOperationException($"Auction {_current.History.Auction} broke its lot.", failure));
        return Directive.Stop;
    });

    private void Idle() => Receive<Play>(play =>
    {
        (_current, _hammer, _next, _refused) = (play, new Hammer(), 0, 0);
        _time.StartOver();
        // Each auction has a journal of its own, so its facts are freed with it.
        var house = new ItemAuctionContext(new MemoryJournal(_hammer), Self, _time.Clock, BidIdsMax: 1, ReportActs: false);
        var lot = $"auction-{++_sale}";
        var terms = new LotTerms(
            lot, play.History.Auction, Rule, play.History.StartMinor, Units: 1, Dollars, Amount.MaxMinor, OpenFor(play.History));
        _lot = ItemAuction.Make(Context, terms, _sale, house);
        _lot.Tell(new LotCommand.Open());
        _lot.Tell(ItemAuction.Show.Instance);
        Become(Opening);
    });

    // The clock must not move before the lot has opened, or it would open late.
    private void Opening() => Receive<LotView>(_ =>
    {
        Become(Bidding);
        BidOrClose();
    });

    private void Bidding()
    {
        Receive<Answer.Accepted>(_ => BidOrClose());
        Receive<Answer.Refused>(_ =>
        {
            _refused++;
            BidOrClose();
        });
    }

    private void Closing() => Receive<SaleCommand.ReportClosed>(_ =>
    {
        var history = _current.History;
        Context.Stop(_lot);
        Become(Idle);
        _current.Done.TrySetResult(new(
            history.Auction, history.RecordedMinor, _hammer.PriceMinor ?? history.StartMinor, _hammer.Winner, history.Bids.Count,
            _refused));
    });

    private void BidOrClose()
    {
        var bids = _current.History.Bids;
        if (_next == bids.Count)
        {
            Become(Closing);
            _time.AdvanceTo(OpenFor(_current.History));
            _lot.Tell(new LotCommand.ClockReached());
            return;
        }
        var bid = bids[_next++];
        _time.AdvanceTo(bid.At);
        _lot.Tell(new LotCommand.Bid(bid.Bidder, $"b{_next}", bid.AmountMinor));
    }

    // How long they ran is not recorded: the fewest whole days that hold all bids. Whether a day more or less changes no price.
    private static TimeSpan OpenFor(BidHistory history) => TimeSpan.FromDays(Math.Floor(history.Bids[^1].At.TotalDays) + 1);

    // Collects the lot's announcements; written before the lot reports its closing, read after it.
    private sealed class Hammer : INoticeListener
    {
        public string? Winner { get; private set; }

        public long? PriceMinor { get; private set; }

        public void Announce(IReadOnlyList<Notice> notices)
        {
            foreach (var notice in notices)
            {
                if (notice is Notice.UnitSold sold) (Winner, PriceMinor) = (sold.Winner, sold.PriceMinor);
            }
        }
    }
}
