using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Testing;

namespace AkkaAuction.Auctioneer.Tests.Sessions;

/// <summary>A session that its door makes, and whose bidder is an actor, is a session like all others.</summary>
public sealed class PeerSessionTests : HouseKit
{
    private const string Lots = "lots = [ { id = lamp, start = \"10.00\", units = 2 } ]";

    [Fact]
    public async Task It_stays_until_its_last_line_is_sent_and_holds_no_name_meanwhile()
    {
        var desk = Open(Lots);
        var (ann, link, session) = await Admit(desk);
        await link.Asks(new Request.Hello("ann", null));
        var token = (await Until<Answer.Welcome>(ann)).Token;
        await Until<Answer.Ready>(ann);
        await ann.WatchAsync(session);

        var (again, _, _) = await Enter(desk, "ann", token);
        await Until<Answer.Error>(ann);
        await Until<LinkProbe.Closed>(ann);
        // The board waits for nobody who has left.
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.RoundClosed>(again);
        session.Tell(Sent.Instance);
        await Until<Ended>(ann);
        await Until<Terminated>(ann, gone => gone.ActorRef.Equals(session));
    }

    [Fact]
    public async Task It_is_told_that_the_house_stops_before_it_has_a_name_too()
    {
        var desk = Open(Lots);
        var (first, _, _) = await Admit(desk);
        desk.Tell(AuctioneerMessage.StopTaking.Instance);
        await Until<Answer.Error>(first, error => error.Code == Rules.RejectionCode.HouseStopping);
        var (second, _, _) = await Admit(desk);
        await Until<Answer.Error>(second, error => error.Code == Rules.RejectionCode.HouseStopping);
    }

    [Fact]
    public async Task It_ends_with_the_life_of_the_auctioneer_that_admitted_it()
    {
        var desk = Open(Lots);
        var door = CreateTestProbe();
        desk.Tell(new AuctioneerMessage.Admit(new PeerLink(door)), door);
        var late = await Until<AuctioneerAnswer.Admitted>(door);
        var (ann, link, session) = await Admit(desk);
        await ann.WatchAsync(session);
        Journal.FailNext(StreamNames.Desk);
        await link.Asks(new Request.Hello("ann", null));
        await Until<LinkProbe.Closed>(ann);
        session.Tell(Sent.Instance);
        await Until<Terminated>(ann);

        // Admitted by the life before, made in the next.
        Sys.ActorOf(late.Session, late.Name);
        await Until<LinkProbe.Closed>(door);
        await Enter(desk, "bob");
    }

    private async Task<(TestProbe Heard, PeerLink Link, IActorRef Session)> Admit(IActorRef desk)
    {
        var heard = CreateTestProbe();
        var link = new PeerLink(heard);
        desk.Tell(new AuctioneerMessage.Admit(link), heard);
        var admitted = await Until<AuctioneerAnswer.Admitted>(heard);
        Assert.Same(link, admitted.Link);
        return (heard, link, Sys.ActorOf(admitted.Session, admitted.Name));
    }

    /// <summary>The peer has taken everything.</summary>
    private sealed record Sent
    {
        public static Sent Instance { get; } = new();
    }

    private sealed record Ended;

    /// <summary>A link that has not sent everything before it is told so.</summary>
    private sealed class PeerLink(IActorRef probe) : IPeerLink
    {
        private readonly LinkProbe _link = new(probe);
        private IActorContext _session = null!;

        public Task Asks(Request request) => _link.Ask(request);

        public void Begin(IActorContext session) => _session = session;

        public bool Receive(object message, IActorRef sender)
        {
            if (message is not Sent) return false;
            _session.Stop(_session.Self);
            return true;
        }

        public void Ended() => probe.Tell(new Ended());

        public void Attach(IActorRef session, string idPrefix) => _link.Attach(session, idPrefix);

        public void Offer(SalesOnOffer sales, LotDirectory lots) => _link.Offer(sales, lots);

        public void Stopping() => _link.Stopping();

        public void Write(Answer answer) => _link.Write(answer);

        public void Write(ReadOnlySpan<BidAnswer> answers) => _link.Write(answers);

        public void Write(Notice notice) => _link.Write(notice);

        public void WriteList(ImmutableArray<LotPage> pages) => _link.WriteList(pages);

        public void Flush() => _link.Flush();

        public void Next(string? bidder) => _link.Next(bidder);

        public void Close() => _link.Close();
    }
}
