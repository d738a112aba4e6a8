using System.Collections.Frozen;
using Akka.Actor;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>
/// The order in which a client of the room hears of things. Lots answer ahead of the desk's lines; the test is both, and one client has
/// bid 100.
/// </summary>
public sealed class RoomSessionTests : ActorKit
{
    private const string Leads = "Your bid for Laptop is now the highest at $100";

    private readonly Link _link = new();
    private readonly IActorRef _session;

    public RoomSessionTests()
    {
        var lots = new Dictionary<string, LotHandle> { ["Laptop"] = new("laptop", TestActor, 2) };
        _session = Sys.ActorOf(RoomSession.Props(_link, "client-1", 1, lots.ToFrozenDictionary(), faultsMax: 3));
    }

    [Fact, Trait("Requirement", "R2.2")]
    public async Task A_bid_that_was_outbid_is_told_before_the_answer_to_the_bid_that_outbid_it()
    {
        await Bid(acceptedAt: 12);
        await Told(Price(90, 11, "client-2"));
        Assert.Equal(["New highest bid for Laptop: $90"], _link.Lines);
        Assert.Equal(0, _link.Turns);

        await Told(Price(100, 12, "client-1"), Price(110, 13, "client-2"));
        Assert.Equal(["New highest bid for Laptop: $90", Leads, "New highest bid for Laptop: $110"], _link.Lines);
        Assert.Equal(1, _link.Turns);
    }

    [Fact, Trait("Requirement", "R2.3")]
    public async Task The_sale_of_the_unit_before_is_told_before_the_answer_to_a_bid_on_the_next()
    {
        await Bid(acceptedAt: 22);
        await Told(
            new RoomLine("sold", null, null, null, 21), new RoomLine("won", "client-2", null, null, 21),
            Price(100, 23, "client-1"));
        Assert.Equal(["sold", Leads], _link.Lines);
    }

    [Fact]
    public async Task A_message_is_passed_on_whole_until_the_one_in_which_the_answer_belongs()
    {
        await Bid(acceptedAt: 12);
        await Told(Price(80, 9, "client-3"), Price(90, 11, "client-2"));
        Assert.Equal(1, _link.Whole);
        // A line that comes in place of its own says as well that the answer is due.
        await Told(Price(200, 14, "client-3"));
        Assert.Equal(
            ["New highest bid for Laptop: $80", "New highest bid for Laptop: $90", Leads, "New highest bid for Laptop: $200"],
            _link.Lines);
        await Told(Price(300, 15, "client-2"));
        Assert.Equal((3, 1), (_link.Whole, _link.Turns));
    }

    [Fact]
    public async Task A_bid_that_was_taken_is_answered_also_when_the_room_closes_first()
    {
        await Bid(acceptedAt: 12);
        await WatchAsync(_session);
        _session.Tell(StopTextSessions.Instance);
        await ExpectTerminatedAsync(_session, Houses.Patience);
        Assert.Equal([Leads, "closed"], _link.Lines);
    }

    [Fact]
    public async Task A_refused_bid_is_answered_at_once()
    {
        _session.Tell(new TextMessage.Said("Laptop,100"));
        var bid = await ExpectMsgAsync<LotCommand.Bid>(Houses.Patience);
        _session.Tell(new Answer.Refused(bid.BidId, "laptop", RejectionCode.TooLow, 200_00, 200_01, "too low"));
        await Settled();
        Assert.Equal([RoomWords.Rejected], _link.Lines);
        Assert.Equal(1, _link.Turns);
    }

    private async Task Bid(long acceptedAt)
    {
        _session.Tell(new TextMessage.Said("Laptop,100"));
        var bid = await ExpectMsgAsync<LotCommand.Bid>(Houses.Patience);
        _session.Tell(new Answer.Accepted(bid.BidId, "laptop", bid.AmountMinor, acceptedAt));
        await Settled();
        Assert.Empty(_link.Lines);
    }

    private async Task Told(params RoomLine[] lines)
    {
        _session.Tell(RoomMessage.Broadcast.Of([.. lines]));
        await Settled();
    }

    private Task<ActorIdentity> Settled() => _session.Ask<ActorIdentity>(new Identify(null), Houses.Patience);

    private static RoomLine Price(int dollars, long seq, string bidder) =>
        new(RoomWords.NewHighest("Laptop", $"{dollars}"), null, bidder, "laptop", seq);

    private sealed class Link : ITextLink
    {
        public List<string> Lines { get; } = [];

        public int Turns { get; private set; }

        public int Whole { get; private set; }

        public string Peer => "192.0.2.1:1";

        public void Attach(IActorRef session) { }

        public void Write(string line) => Lines.AddRange(line.Split('\n'));

        public void Write(RoomMessage.Broadcast broadcast, Range lines, string bidder)
        {
            var some = broadcast.Lines[lines];
            if (some.Length == broadcast.Lines.Length) Whole++;
            foreach (var line in some.Where(line => line.IsFor(bidder))) Write(line.Text);
        }

        public void Flush() { }

        public void Next() => Turns++;

        public void Close() => Lines.Add("closed");
    }
}
