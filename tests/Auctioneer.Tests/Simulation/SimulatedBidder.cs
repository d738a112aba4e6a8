using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Simulation.Books;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// A bidder with a record of its own, whose connections drop or are taken over, who joins one sale after the other and bids in all of them,
/// who sends bids twice, in other orders, and under ids that it has used, and who may be told nothing that is not stored. The same object
/// comes back with its token after each crash.
/// </summary>
internal sealed class SimulatedBidder(string name, Promises promises, Func<DateTimeOffset> now)
{
    private readonly Dictionary<string, (LotName Lot, long AmountMinor)> _made = new(StringComparer.Ordinal);
    private readonly List<(string Id, LotName Lot, long AmountMinor)> _accepted = [];
    private readonly Dictionary<(string Stream, string Id), (long AmountMinor, long Seq, ulong Receipt)> _answers = [];
    private readonly HashSet<(LotName Lot, string Id)> _sent = [];
    private string? _token;
    private Link? _link;

    public string Name { get; private set; } = name;

    public bool IsHere => _link is { IsReady: true };

    public bool IsConnected => _link is not null;

    /// <summary>Bids without an answer, oldest first.</summary>
    public List<string> Unanswered { get; } = [];

    /// <summary>How it stands, for whoever looks into a seed that fails.</summary>
    public string State =>
        _link is null
            ? "gone"
            : $"{(_link.IsReady ? $"in {_link.Sale}" : "not welcomed")} by {_link.Session?.Path.Name ?? "nobody"}, told {_link.Last}, "
                + $"{(_link.IsAsking ? $"waiting for {_link.Asked}" : "idle")}";

    /// <summary>Connects; a connection that is there already is taken over, with the token that this takes.</summary>
    public void Connect(IActorRef desk)
    {
        if (_link is not null && _token is null) return;
        _link = new Link(this, new FloorEar(promises, now));
        desk.Tell(new AuctioneerMessage.OpenSession(_link), ActorRefs.NoSender);
    }

    /// <summary>The connection is gone; what it was asked is not answered any more.</summary>
    public void Drop(bool andTellTheHouse)
    {
        if (andTellTheHouse) _link?.Session?.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
        if (_link is not null) _link.IsDead = true;
        _link = null;
    }

    /// <summary>Sends new bids, and some of the old ones again, in any order, in one read; now and then one of them twice.</summary>
    public void Bid(Random chance, int fresh)
    {
        if (_link is not { IsReady: true, IsAsking: false } link) return;
        var lots = LotsFor(link, chance);
        if (lots.Count == 0) return;
        var bids = new List<(string Id, LotName Lot, long AmountMinor)>();
        for (var i = 0; i < fresh; i++)
        {
            var lot = lots[chance.Next(lots.Count)];
            // Few different amounts, so that many are equal, and some too low.
            var newest = promises.Floor.RunsOf(lot) is [.., var last] ? last : null;
            var better = chance.Next(-1, 5) * 100;
            var id = $"b{_made.Count + 1}";
            _made.Add(id, (lot, Math.Max(0, (newest?.PriceMinor ?? 1000) + (newest is { Descends: true } ? -better : better))));
            Unanswered.Add(id);
            bids.Add((id, _made[id].Lot, _made[id].AmountMinor));
        }
        foreach (var id in Unanswered.Take(Math.Max(0, Unanswered.Count - fresh)).Take(20))
        {
            bids.Add((id, _made[id].Lot, _made[id].AmountMinor));
        }
        if (_accepted.Count > 0 && chance.Next(3) == 0)
        {
            var (id, lot, amount) = _accepted[chance.Next(_accepted.Count)];
            // Sometimes the id of one bid for another one, of the same lot or not.
            bids.Add(
                chance.Next(4) switch
                {
                    0 => (id, lot, amount + 100),
                    1 => (id, lots[chance.Next(lots.Count)], amount),
                    _ => (id, lot, amount),
                });
        }
        if (bids.Count > 0 && chance.Next(4) == 0) bids.Add(bids[chance.Next(bids.Count)]);
        chance.Shuffle(CollectionsMarshal.AsSpan(bids));
        if (bids.Count > 0) link.Ask(chance, bids);
    }

    /// <summary>Mostly the lots of the sale that it is in; else those of any.</summary>
    private IReadOnlyList<LotName> LotsFor(Link link, Random chance)
    {
        var sales = promises.Floor.Sales;
        var sale = link.Sale.Length > 0 && chance.Next(3) > 0 ? link.Sale : sales.Count > 0 ? sales[chance.Next(sales.Count)] : "";
        return promises.Floor.LotsOf(sale);
    }

    /// <summary>Asks for another sale, or for the one that it is in.</summary>
    public void Join(Random chance)
    {
        var sales = promises.Floor.Sales;
        if (sales.Count > 0 && _link is { IsReady: true, IsAsking: false }) Ask(new Request.Join(sales[chance.Next(sales.Count)]));
    }

    /// <summary>Passes the round, or a lot of any sale; or takes one of its bids back.</summary>
    public void Pass(Random chance)
    {
        if (_link is not { IsReady: true, IsAsking: false } link) return;
        if (_accepted.Count > 0 && chance.Next(3) == 0)
        {
            var (id, lot, _) = _accepted[chance.Next(_accepted.Count)];
            Ask(new Request.Withdraw(lot.For(link.Sale), id));
            return;
        }
        var lots = LotsFor(link, chance);
        Ask(new Request.Pass(lots.Count == 0 || chance.Next(2) == 0 ? null : lots[chance.Next(lots.Count)].For(link.Sale)));
    }

    /// <summary>Asks something that is no bid.</summary>
    public void Ask(Request request)
    {
        if (_link is { IsReady: true, IsAsking: false, Session: { } session } link)
        {
            link.IsAsking = true;
            link.Asked = request.ToString();
            link.Joining = (request as Request.Join)?.Sale;
            session.Tell(new SessionMessage.Asked(request), ActorRefs.NoSender);
        }
    }

    private void Answered(FloorEar ear, in BidAnswer answer, long askedAt)
    {
        var (id, lot) = (answer.Id!, LotName.Of(answer.Lot!, ear.Sale));
        if (answer.Code == RejectionCode.None)
        {
            ear.Accepted(Name, id, answer.Lot!, answer.AmountMinor, answer.Seq, answer.Receipt);
            // Sent again when its lot is another run's, it is another bid.
            var bid = (promises.At(lot.Sale, answer.Seq, "ACCEPTED tells of").Stream, id);
            var known = (answer.AmountMinor, answer.Seq, answer.Receipt);
            if (_answers.TryAdd(bid, known)) _accepted.Add((id, lot, answer.AmountMinor));
            else if (_answers[bid] != known)
            {
                throw promises.Broken("P2", $"{Name}'s {bid} was answered with {_answers[bid]}, and is now with {known}.");
            }
            if (_made[id] == (lot, answer.AmountMinor)) Unanswered.Remove(id);
        }
        else
        {
            ear.Refused(Name, id, answer.Lot!, answer.AmountMinor, answer.Code, answer.PriceMinor, askedAt);
            if (answer.Code != RejectionCode.Recovering && _made[id] == (lot, answer.AmountMinor)) Unanswered.Remove(id);
        }
    }

    private LotFact.BidAccepted? OwnBid(string sale, long number) =>
        promises.At(sale, number, "PRICE tells of").Fact is LotFact.BidAccepted bid && bid.Bidder == Name ? bid : null;

    private string SaleOf(IActorRef lot)
    {
        var run = lot.Path.Elements.First(SaleActor.IsName);
        return promises.Floor.Sales.First(sale => promises.Floor.RunsOf(sale).Any(of => SaleActor.NameFor(of.Run) == run));
    }

    private long LastPlace => promises.LastPlace;

    private BrokenPromiseException Broken(string what) => promises.Broken("P1", $"{Name} {what}.");

    private void Welcomed(Answer.Welcome welcome)
    {
        if (promises.TokenHashOf(Name) != TokenHash.Of(welcome.Token) || (_token is { } token && token != welcome.Token))
        {
            throw promises.Broken("P1", $"{Name} was welcomed with the token {welcome.Token}, which is not what is stored.");
        }
        _token = welcome.Token;
    }

    /// <summary>One connection, as the session sees it.</summary>
    private sealed class Link(SimulatedBidder bidder, FloorEar ear) : ISessionLink
    {
        private readonly BidIntake _intake = new(int.MaxValue, int.MaxValue, TimeProvider.System);
        private string? _bidder;
        private readonly HashSet<(LotName Lot, string Id)> _unanswered = [];
        private Answer.Account? _account;
        private ImmutableArray<LotPage> _listed = [];
        private long _askedAt;
        private string[] _mayBeIn = [];

        public IActorRef? Session { get; private set; }

        /// <summary>The sale that it is in; empty: none.</summary>
        public string Sale => ear.Sale;

        /// <summary>The sale that it has asked for; null: it waits for no sale.</summary>
        public string? Joining { get; set; }

        public bool IsReady { get; private set; }

        public bool IsAsking { get; set; }

        public bool IsDead { get; set; }

        public string Asked { get; set; } = "";

        public Answer? Last { get; private set; }

        /// <summary>What the floor's connection does with the bids of one read.</summary>
        public void Ask(Random chance, IEnumerable<(string Id, LotName Lot, long AmountMinor)> bids)
        {
            _intake.Bidder = _bidder;
            foreach (var (id, lot, amount) in bids)
            {
                // A lot of its own sale has the sale's id before its own or not.
                _intake.Bid(chance.Next(8) == 0 ? lot.ToString() : lot.For(Sale), amount, id);
                // One that was sent before may have been accepted for the connection that sent it.
                if (bidder._sent.Add((lot, id))) _unanswered.Add((lot, id));
            }
            (IsAsking, Asked) = (true, string.Join(", ", bids));
            _askedAt = bidder.LastPlace;
            Session!.Tell(_intake.Take(), ActorRefs.NoSender);
        }

        public void Attach(IActorRef session, string idPrefix)
        {
            _intake.IdPrefix = idPrefix;
            Session = session;
            if (!IsDead) session.Tell(new SessionMessage.Asked(new Request.Hello(bidder.Name, bidder._token)), ActorRefs.NoSender);
        }

        /// <summary>
        /// Lots of another sale than before: it was let into one. A bidder that has asked for none is where it was, whatever else changes.
        /// </summary>
        public void Offer(SalesOnOffer sales, LotDirectory lots)
        {
            _intake.Offer(sales, lots);
            if (IsDead) return;
            // Sales that were let go of have one directory: only the answer says which of them it is.
            var of = sales.All.Where(sale => ReferenceEquals(sale.Lots, lots)).Select(sale => sale.Id).ToArray();
            // One that is let go of just now has the lots that it had.
            if (of.Length == 0 && lots.All.FirstOrDefault() is { } lot) of = [bidder.SaleOf(lot.Ref)];
            _mayBeIn = of;
            if (of.Length == 0 || of.Contains(Sale)) return;
            if (Sale.Length == 0) ear.Enters(of[^1]);
            else if (Joining is { } asked && of.Contains(asked)) ear.Enters(asked);
            else throw bidder.Broken($"was in {Sale} and is let into {string.Join(" or ", of)}");
        }

        private void Joined()
        {
            if (Joining is not { } asked) return;
            Joining = null;
            if (Sale != asked && !_mayBeIn.Contains(asked)) throw bidder.Broken($"has asked for {asked} and is in {Sale}");
            if (Sale != asked) ear.Enters(asked);
        }

        public void Stopping() => _intake.Stopping();

        public void Write(Answer answer)
        {
            if (IsDead) return;
            Last = answer;
            switch (answer)
            {
                case Answer.Welcome welcome: bidder.Welcomed(welcome); break;
                case Answer.Ready ready:
                    Joined();
                    ear.Hears(ready.Seq, "READY");
                    foreach (var lot in _listed.SelectMany(page => page.Lots)) ear.Listed(lot, ready.Seq);
                    _listed = [];
                    if (_account is not null) ear.Account(bidder.Name, _account.Purchases, _account.SpentMinor, ready.Seq);
                    _account = null;
                    break;
                case Answer.Withdrawn withdrawn: ear.Withdrawn(bidder.Name, withdrawn.BidId, withdrawn.Lot, withdrawn.Seq); break;
                case Answer.SaleListed listed: ear.Listed(listed); break;
                case Answer.Account account: _account = account; break;
                case Answer.Bought bought:
                    ear.Told(
                        bought.IsPayment
                            ? new Notice.PaymentDue(bought.Seq, bought.Lot, bought.PriceMinor, bidder.Name)
                            : new Notice.UnitWon(bought.Seq, bought.Lot, bought.PriceMinor, bidder.Name),
                        isOld: true);
                    break;
                // Its registration was stored, but it was never told the token: it has to take another name
                // (docs/reference/protocol-floor.md).
                case Answer.Error { Code: RejectionCode.NameInUse } when bidder._token is null && !IsReady:
                    bidder.Name += "x";
                    Session!.Tell(new SessionMessage.Asked(new Request.Hello(bidder.Name, null)), ActorRefs.NoSender);
                    break;
                case Answer.Error
                {
                    Code: not (RejectionCode.NameInUse
                        or RejectionCode.HelloFirst
                        or RejectionCode.NotOpenYet
                        or RejectionCode.NoSuchLot
                        or RejectionCode.Closed
                        or RejectionCode.NotYourTurn
                        or RejectionCode.Recovering),
                } error:
                    throw bidder.Broken($"was told {error}");
                case Answer.Error: Joining = null; break;
            }
        }

        public void Write(ReadOnlySpan<BidAnswer> answers)
        {
            foreach (ref readonly var answer in answers)
            {
                if (IsDead) continue;
                _unanswered.Remove((LotName.Of(answer.Lot!, Sale), answer.Id!));
                bidder.Answered(ear, answer, _askedAt);
            }
        }

        public void Write(Notice notice)
        {
            if (IsDead) return;
            ear.Told(notice, isOld: false);
            if (notice is Notice.PriceChanged price
                && bidder.OwnBid(Sale, price.Seq) is { } own
                && _unanswered.Contains((new LotName(Sale, price.Lot), own.BidId)))
                throw bidder.Broken($"was told {price} before its bid {own.BidId} was answered");
            if (notice.To is { } to && to != bidder.Name) throw bidder.Broken($"was told {notice}");
        }

        public void WriteList(ImmutableArray<LotPage> pages) => _listed = pages;

        public void Flush() { }

        public void Next(string? named)
        {
            _bidder = named;
            IsAsking = false;
            IsReady = named is not null;
        }

        public void Close()
        {
            IsDead = true;
            if (bidder._link == this) bidder._link = null;
        }
    }
}
