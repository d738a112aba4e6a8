using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Actors;

/// <summary>A link joins a sale: its parent gets that sale's lines and no other's, whatever the house says meanwhile.</summary>
public sealed class JoiningTests : TestKit
{
    private const string Hello = "WELCOME ada tok time=2026-11-20T12:00:00.000Z";
    private readonly FakeHouse _house = new();

    [Fact]
    public async Task A_sale_of_ones_choice_is_all_that_is_seen_from_the_welcome_on()
    {
        Link("evening");
        using var guest = await _house.Welcome();
        await guest.Greet("ada", "tok", Lot("clock"));
        await guest.Say(Opened(1), Lot("announced"));
        Assert.Equal("JOIN evening", await guest.Join(
            [Lot("announced"), Lot("lamp"), "READY 3", Opened(7, 2)], [Lot("lamp"), "READY 3"]));

        Assert.Equal([Line(Hello), Line(Opened(7, 2)), Line(Lot("lamp")), Line("READY 3")], await Until("READY 3"));
    }

    [Fact]
    public async Task It_is_joined_again_on_each_connection()
    {
        Link("evening");
        for (var visit = 0; visit < 2; visit++)
        {
            using var guest = await _house.Welcome();
            Assert.Equal(visit == 0 ? "HELLO ada" : "HELLO ada tok", await guest.Greet("ada", "tok", Lot("clock")));
            await guest.Join([Lot("lamp"), "READY 3"], [Lot("lamp"), "READY 3"]);
            Assert.Equal([Line(Hello), Line(Lot("lamp")), Line("READY 3")], await Until("READY 3"));
        }
    }

    [Fact]
    public async Task A_sale_that_there_is_not_ends_the_link_with_the_houses_words()
    {
        Link("night");
        using var guest = await _house.Welcome();
        await guest.Greet("ada", "tok");
        await guest.Join(["ERROR 213 \"there is no sale night; there are day, evening\""], ["READY 4"]);

        var failed = await ExpectMsgAsync<LinkEvent.Failed>(FakeHouse.Patience);
        Assert.Equal((RejectionCode.NoSuchSale, "there is no sale night; there are day, evening"), (failed.Code, failed.Reason));
    }

    [Fact]
    public async Task A_house_from_before_there_were_many_sales_is_told_apart()
    {
        Link("evening");
        using var guest = await _house.Welcome();
        await guest.Greet("ada", "tok");
        await guest.Join(["ERROR 101 \"there is no such verb\""], ["READY 4"]);

        var failed = await ExpectMsgAsync<LinkEvent.Failed>(FakeHouse.Patience);
        Assert.Equal("this house has one sale only, which needs no joining", failed.Reason);
    }

    [Theory]
    [InlineData("ERROR 105 \"too fast\"")]
    [InlineData("ERROR 402 \"the house is stopping\"")]
    public async Task A_house_that_cannot_answer_just_now_is_asked_again(string error)
    {
        Link("evening");
        using (var guest = await _house.Welcome())
        {
            await guest.Greet("ada", "tok");
            await guest.Say(error);
            await ExpectMsgAsync<LinkEvent.Lost>(FakeHouse.Patience);
        }
        using var again = await _house.Welcome();
        Assert.Equal("HELLO ada tok", await again.Hear());
    }

    [Fact]
    public async Task Between_two_sales_each_line_is_of_one_of_them()
    {
        var (parent, guest) = await Enter();
        using var _ = guest;
        parent.Tell(new LinkCommand.Join("evening"));
        var mark = await guest.Hear();
        await guest.Say("PRICE 5 clock 12.00 leader=ben next=12.01 closes=-", "READY 5", Lot("early"));
        Assert.Equal("JOIN evening", await guest.Hear());
        await guest.Say($"PONG {mark!["PING ".Length..]} time=2026-11-20T12:00:00.000Z", "OUTBID 6 clock 12.00");
        await guest.Say(Lot("announced"), Lot("lamp"), "READY 2", "ROUND 1 OPEN 2 closes=2026-11-20T12:01:00.000Z", Lot("lamp"), "READY 3");

        var (before, after) = (new List<FloorLine>(), new List<FloorLine>());
        while (after.Count < 3)
        {
            switch (await ExpectMsgAsync<LinkEvent>(FakeHouse.Patience))
            {
                case LinkEvent.Lines lines: (after.Count > 0 ? after : before).AddRange(lines.Batch); break;
                case LinkEvent.Joined joined:
                    Assert.Equal("evening", joined.Sale);
                    before.AddRange(joined.Before);
                    after.AddRange(joined.After);
                    break;
            }
        }
        Assert.Equal(
            ["PRICE 5 clock 12.00 leader=ben next=12.01 closes=-", "READY 5", Lot("early"), "OUTBID 6 clock 12.00"],
            before.Select(Text));
        Assert.Equal(["ROUND 1 OPEN 2 closes=2026-11-20T12:01:00.000Z", Lot("lamp"), "READY 3"], after.Select(Text));
    }

    [Fact]
    public async Task A_refused_join_leaves_the_bidder_where_it_was_also_after_a_lost_connection()
    {
        var (parent, guest) = await Enter();
        using (guest)
        {
            parent.Tell(new LinkCommand.Join("night"));
            await guest.Join(["ERROR 213 \"there is no sale night\""], [Lot("clock"), "READY 4"]);
            var refused = await FishForMessageAsync<LinkEvent.NotJoined>(_ => true, FakeHouse.Patience);
            Assert.Equal(("night", RejectionCode.NoSuchSale, "there is no sale night"), (refused.Sale, refused.Code, refused.Reason));
            Assert.Equal([Line(Lot("clock")), Line("READY 4")], await Until("READY 4"));
        }
        using var again = await _house.Welcome();
        Assert.Equal("HELLO ada tok", await again.Greet("ada", "tok", Lot("clock")));
        Assert.Equal([Line(Hello), Line(Lot("clock")), Line("READY 4")], await Until("READY 4"));
    }

    [Theory]
    [InlineData("open", "open", "day")]
    [InlineData("waiting", "open", "evening")]
    [InlineData("ended", "waiting", "evening")]
    public async Task Who_named_no_sale_learns_which_of_several_the_house_has_chosen_and_comes_back_to_it(
        string day, string evening, string chosen)
    {
        Link(null, learns: true);
        using (var guest = await _house.Welcome())
        {
            await guest.Greet("ada", "tok", Lot("clock"));
            Assert.Equal("SALES", await guest.Hear());
            await guest.Say(Opened(1), Sale("day", day), Lot("announced"), Sale("evening", evening), "READY 4", Lot("late"));
            Assert.Equal($"JOIN {chosen}", await guest.Join(
                [Lot("announced"), Lot("lamp"), "READY 3"], [Lot("lamp"), "READY 3"]));
            Assert.Equal(new LinkEvent.InSale(chosen, true), await ExpectMsgAsync<LinkEvent.InSale>(FakeHouse.Patience));
            Assert.Equal([Line(Hello), Line(Lot("lamp")), Line("READY 3")], await Until("READY 3"));
        }
        using var again = await _house.Welcome();
        await again.Greet("ada", "tok");
        Assert.Equal($"JOIN {chosen}", await again.Join(["READY 1"], ["READY 1"]));
    }

    [Theory]
    [InlineData("SALE day title=\"A day\" state=waiting lots=1 opens=-|READY 4", "day", false)]
    [InlineData("SALE a title=\"\" state=ended lots=1 opens=-|SALE b title=\"\" state=ended lots=1 opens=-|READY 4", "b", true)]
    [InlineData("READY 4", null, false)]
    [InlineData("ERROR 101 \"no such verb\"", null, false)]
    public async Task Where_there_is_nothing_to_join_the_greeting_is_all(string answer, string? sale, bool areSeveral)
    {
        Link(null, learns: true);
        using var guest = await _house.Welcome();
        await guest.Greet("ada", "tok", Lot("clock"));
        Assert.Equal("SALES", await guest.Hear());
        await guest.Say([Opened(1), .. answer.Split('|'), "PASSED"]);
        if (sale is not null)
        {
            var told = await ExpectMsgAsync<LinkEvent.InSale>(FakeHouse.Patience);
            Assert.Equal((sale, areSeveral), (told.Sale, told.IsOneOfSeveral));
            Assert.Contains($"title=\"{told.Title}\"", answer, StringComparison.Ordinal);
        }
        Assert.Equal([Line(Hello), Line(Lot("clock")), Line("READY 4"), Line(Opened(1)), Line("PASSED")], await Until("PASSED"));
    }

    [Fact]
    public async Task A_house_that_stops_while_it_is_asked_for_its_sales_is_asked_again()
    {
        Link(null, learns: true);
        using (var guest = await _house.Welcome())
        {
            await guest.Greet("ada", "tok");
            await guest.Say("ERROR 402 \"the house is stopping\"");
            await ExpectMsgAsync<LinkEvent.Lost>(FakeHouse.Patience);
        }
        using var again = await _house.Welcome();
        Assert.Equal("HELLO ada tok", await again.Hear());
        Assert.Equal("SALES", await again.Hear());
    }

    [Fact]
    public async Task A_joined_sale_is_come_back_to()
    {
        var (parent, guest) = await Enter();
        using (guest)
        {
            parent.Tell(new LinkCommand.Join("evening"));
            await guest.Join(["READY 1"], ["READY 1"]);
            await FishForMessageAsync<LinkEvent.Joined>(_ => true, FakeHouse.Patience);
        }
        using var again = await _house.Welcome();
        await again.Greet("ada", "tok");
        Assert.Equal("JOIN evening", await again.Join(["READY 1"], ["READY 1"]));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _house.Dispose();
    }

    private async Task<(IActorRef Parent, Guest Guest)> Enter()
    {
        var parent = Link(null);
        var guest = await _house.Welcome();
        await guest.Greet("ada", "tok", Lot("clock"));
        await Until("READY 4");
        return (parent, guest);
    }

    private static string Sale(string id, string state) => $"SALE {id} title=\"{id}\" state={state} lots=1 opens=-";

    private IActorRef Link(string? sale, bool learns = false)
    {
        var pauses = new LinkSettings(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)) { LearnsSale = learns };
        var link = FloorLink.Props("ada", null, sale, new FloorConnector("127.0.0.1", _house.Port, "ada"), pauses, new FixedChance(1.0));
        return Sys.ActorOf(Props.Create(() => new Parent(link, TestActor)));
    }

    /// <summary>The lines that come, up to this one.</summary>
    private async Task<List<FloorLine>> Until(string last)
    {
        var heard = new List<FloorLine>();
        while (heard.Count == 0 || heard[^1] != Line(last))
        {
            if (await ExpectMsgAsync<LinkEvent>(FakeHouse.Patience) is LinkEvent.Lines lines) heard.AddRange(lines.Batch);
        }
        return heard;
    }

    private static string Text(FloorLine line)
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        if (line.Answer is { } answer) FloorWriter.Write(text, answer);
        else FloorWriter.Write(text, line.Notice!);
        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan).TrimEnd('\n');
    }

    /// <summary>Hands what the test says to the link, and what the link says to the test.</summary>
    private sealed class Parent : ReceiveActor
    {
        public Parent(Props link, IActorRef listener)
        {
            var child = Context.ActorOf(link, "link");
            Receive<LinkCommand>(command => child.Tell(command));
            Receive<LinkEvent>(what =>
            {
                listener.Tell(what);
                if (what is LinkEvent.Lines or LinkEvent.Joined) child.Tell(new LinkCommand.Taken());
            });
        }
    }
}
