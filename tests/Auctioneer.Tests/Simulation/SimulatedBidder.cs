using Akka.Actor;
using AkkaAuction.Auctioneer.Actors;
using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// A bidder with a record of its own, whose connections drop, who sends bids twice and in other orders, and who may be told nothing that is not stored. The same object comes
/// back with its token after each crash.
/// </summary>
internal sealed class SimulatedBidder(string name, SimulatedDisk disk)
{
    private readonly Dictionary<string, (string Lot, long AmountMinor)> _made = new(StringComparer.Ordinal);
    private string? _token;
    private Link? _link;

    public string Name { get; private set; } = name;

    public bool IsHere => _link is { IsReady: true };

    public bool IsConnected => _link is not null;

    /// <summary>Bids without an answer, oldest first.</summary>
    public List<string> Unanswered { get; } = [];

    public Dictionary<string, (string Lot, long AmountMinor, long Seq, ulong Receipt)> Accepted { get; } = new(StringComparer.Ordinal);

    public void Connect(IActorRef desk)
    {
        _link = new Link(this);
        desk.Tell(new DeskMessage.OpenSession(_link), ActorRefs.NoSender);
    }

    /// <summary>The connection is gone; what it was asked is not answered any more.</summary>
    public void Drop(bool andTellTheHouse)
    {
        if (andTellTheHouse) _link?.Session?.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
        if (_link is not null) _link.IsDead = true;
        _link = null;
    }

    /// <summary>Sends new bids, and some of the old ones again, in any order, in one batch.</summary>
    public void Bid(HouseFloor floor, Random chance, int fresh)
    {
        if (_link is not { IsReady: true, IsAsking: false } link) return;
        var lots = floor.Lots.All.OrderBy(l => l.Id, StringComparer.Ordinal).ToArray();
        if (lots.Length == 0) return;
        var ids = new List<string>();
        for (var i = 0; i < fresh; i++)
        {
            var id = $"b{_made.Count + 1}";
            _made.Add(id, (lots[chance.Next(lots.Length)].Id, 1000 + ((_made.Count + chance.Next(40)) * 50)));
            Unanswered.Add(id);
            ids.Add(id);
        }
        ids.AddRange(Unanswered.Where(id => !ids.Contains(id)).Take(20));
        if (Accepted.Count > 0 && chance.Next(3) == 0) ids.Add(Accepted.Keys.ElementAt(chance.Next(Accepted.Count)));
        chance.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids));
        if (ids.Count > 0) link.Ask(floor, ids.Distinct().Select(id => (id, _made[id].Lot, _made[id].AmountMinor)));
    }

    public void Pass()
    {
        if (_link is { IsReady: true, IsAsking: false, Session: { } session } link)
        {
            link.IsAsking = true;
            session.Tell(new SessionMessage.Asked(new Request.Pass(null)), ActorRefs.NoSender);
        }
    }

    private void Told(long seq) => Assert.True(seq <= disk.LastEvent(), $"{Name} was told of event {seq}; {disk.LastEvent()} are stored.");

    private void Answered(ref BidSlot slot)
    {
        var id = slot.BidId!;
        if (slot.Code == RejectionCode.None)
        {
            Told(slot.Seq);
            var answer = (slot.Lot!, slot.AmountMinor, slot.Seq, slot.Receipt);
            if (!Accepted.TryAdd(id, answer)) Assert.Equal(Accepted[id], answer);
            Unanswered.Remove(id);
        }
        else
        {
            // A refusal tells a price: it, too, must be one that a crash cannot undo.
            Assert.True(slot.PriceMinor is null || slot.PriceMinor <= disk.PriceOf(slot.Lot!, 1000), $"{Name} was told a price of {slot.Lot} that is not stored.");
            Assert.False(Accepted.ContainsKey(id), $"{Name}'s {id} was accepted, and is now refused with {slot.Code}.");
            if (slot.Code != RejectionCode.Recovering) Unanswered.Remove(id);
        }
    }

    /// <summary>One connection, as the session sees it.</summary>
    private sealed class Link(SimulatedBidder bidder) : ISessionLink
    {
        private readonly BidBatch _batch = new();
        private BidderRecord? _record;

        public IActorRef? Session { get; private set; }

        public bool IsReady { get; private set; }

        public bool IsAsking { get; set; }

        public bool IsDead { get; set; }

        public void Ask(HouseFloor floor, IEnumerable<(string Id, string Lot, long AmountMinor)> bids)
        {
            _batch.Clear();
            foreach (var (id, lotId, amount) in bids)
            {
                if (!floor.Lots.TryGet(lotId, out var lot)) continue;
                var known = _record!.Note(System.Text.Encoding.ASCII.GetBytes(id), lotId, amount, out var place);
                if (known.State == BidIdState.Accepted)
                {
                    ref var again = ref _batch.Add();
                    (again.Lot, again.BidId, again.AmountMinor, again.Seq, again.Receipt) = (lotId, id, amount, known.Seq, known.Receipt);
                    continue;
                }
                ref var slot = ref _batch.Add(lot);
                (slot.BidId, slot.AmountMinor, slot.Noted) = (known.BidId, amount, place + 1);
            }
            IsAsking = true;
            _batch.Dispatch(bidder.Name, Session!, _record);
        }

        public void Attach(IActorRef session)
        {
            Session = session;
            if (!IsDead) session.Tell(new SessionMessage.Asked(new Request.Hello(bidder.Name, bidder._token)), ActorRefs.NoSender);
        }

        public void Write(Answer answer)
        {
            if (IsDead) return;
            switch (answer)
            {
                case Answer.Welcome welcome:
                    if (bidder._token is { } token) Assert.Equal(token, welcome.Token);
                    bidder._token = welcome.Token;
                    break;
                case Answer.Ready ready: bidder.Told(ready.Seq); break;
                // Its registration was stored, but it was never told the token: it has to take another name.
                case Answer.Error { Code: RejectionCode.NameInUse } when bidder._token is null: bidder.Name += "x"; break;
                case Answer.Error error: Assert.True(error.Code is RejectionCode.NameInUse or RejectionCode.HelloFirst, $"{bidder.Name}: {error.Code}"); break;
            }
        }

        public void Write(BidBatch batch)
        {
            for (var i = 0; i < batch.Count && !IsDead; i++) bidder.Answered(ref batch[i]);
        }

        public void Write(Announcement announcement) => bidder.Told(announcement.Notice.Seq);

        public void WriteList(IReadOnlyList<Announcement> lots) { }

        public void Flush() { }

        public void Next(BidderRecord? record)
        {
            _record = record;
            IsAsking = false;
            IsReady = record is not null;
        }

        public void Close()
        {
            IsDead = true;
            if (bidder._link == this) bidder._link = null;
        }

        public void Abort() => Close();
    }
}
