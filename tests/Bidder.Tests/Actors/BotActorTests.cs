using System.Threading.Channels;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;
using Microsoft.Extensions.Time.Testing;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Actors;

/// <summary>Bots on real sockets, at a house that says what the test wants; pauses and thinking go by virtual time.</summary>
public sealed class BotActorTests : TestKit
{
    private const string VirtualTime = """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """;

    private readonly Channel<string> _troubles = Channel.CreateUnbounded<string>();
    private readonly Channel<Act> _acts = Channel.CreateUnbounded<Act>();
    private readonly FakeTimeProvider _clock = new(Noon);

    public BotActorTests() : base(VirtualTime) { }

    private TestScheduler Clockwork => (TestScheduler)Sys.Scheduler;

    [Fact]
    [Trait("Requirement", "R1.8")]
    [Trait("Requirement", "R1.11")]
    public async Task Plays_a_sale_from_hello_to_its_account()
    {
        using var house = new FakeHouse();
        var fleet = Start(house);
        using var guest = await house.Welcome();

        Assert.Equal("HELLO bot-1", await guest.Greet("bot-1", "tok", Lot("clock", 10, 2), Lot("vase", 10)));
        await guest.Say(Opened(1));
        var (lot, amount) = await Bid(guest, "r1");
        Assert.True(amount > 10_00);
        await guest.Say($"ACCEPTED r1 {lot} {Amount.Format(amount, 2)} 11");
        await guest.Say(
            $"SOLD 12 {lot} {Amount.Format(amount, 2)} to=bot-1 units=0",
            $"WON 12 {lot} {Amount.Format(amount, 2)}",
            "ROUND 1 CLOSED 13", "END 14 sold=1 unsold=2");
        Assert.Equal("QUIT", await guest.Hear());

        var account = await fleet.Completed.WaitAsync(FakeHouse.Patience);
        Assert.True(account.SaleEnded);
        var bidder = Assert.Single(account.Bidders);
        Assert.Equal(("bot-1", amount), (bidder.Name, bidder.SpentMinor));
        Assert.Equal(new Purchase(lot, amount, 12), Assert.Single(bidder.Purchases));
        Assert.Equal(lot == "clock" ? "vase" : "clock", Assert.Single(bidder.NeverBidOn));
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public async Task Back_after_a_loss_it_stays_for_its_account_though_the_sale_ends_first()
    {
        using var house = new FakeHouse();
        var fleet = Start(house);
        using (var guest = await house.Welcome()) await guest.Greet("bot-1", "tok", Lot("clock", 10, 2, form: "sealed"));
        await _troubles.Reader.ReadAsync().AsTask().WaitAsync(FakeHouse.Patience);
        Clockwork.Advance(TimeSpan.FromSeconds(5));
        using var back = await house.Welcome();
        await back.Greet("bot-1", "tok", Lot("clock", 10, 1, form: "sealed"));
        string? heard;
        do heard = await back.Hear();
        while (heard is not ("ME" or null));
        await back.Say(
            "CLOSED 19 clock sold=2 unsold=0", "END 20 sold=2 unsold=0", "ACCOUNT purchases=1 spent=12.00",
            "BOUGHT clock 12.00 8", "READY 20");

        var account = await fleet.Completed.WaitAsync(FakeHouse.Patience);
        Assert.True(account.SaleEnded);
        Assert.Equal(new Purchase("clock", 12_00, 8), Assert.Single(Assert.Single(account.Bidders).Purchases));
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public async Task A_bot_that_cannot_come_back_keeps_its_account_and_takes_nobody_elses()
    {
        using var house = new FakeHouse();
        var fleet = Start(house, settings => settings with { Count = 2 });
        using var one = await house.Welcome();
        using var other = await house.Welcome();
        var name = (await one.Greet("x", "tok", Lot("clock", 10, 2, form: "sealed")))!.Split(' ')[1];
        await other.Greet("y", "tok", Lot("clock", 10, 2, form: "sealed"));
        await one.Say("WON 8 clock 12.00");
        one.Dispose();
        await _troubles.Reader.ReadAsync().AsTask().WaitAsync(FakeHouse.Patience);
        Clockwork.Advance(TimeSpan.FromSeconds(5));
        using var back = await house.Welcome();
        await back.Hear();
        await back.Say("ERROR 301 \"the name is in use\"");
        await _troubles.Reader.ReadAsync().AsTask().WaitAsync(FakeHouse.Patience);
        await other.Say("END 20 sold=1 unsold=1");

        var account = await fleet.Completed.WaitAsync(FakeHouse.Patience);
        Assert.False(account.SaleEnded);
        Assert.Equal($"{name}: refused (301): the name is in use", Assert.Single(account.Failures));
        Assert.Equal(["bot-1", "bot-2"], account.Bidders.Select(bidder => bidder.Name));
        Assert.Single(account.Bidders.Single(bidder => bidder.Name == name).Purchases);
    }

    [Fact]
    [Trait("Requirement", "R1.9")]
    public async Task Acts_exactly_once_in_each_round_with_a_bid_or_a_pass()
    {
        using var house = new FakeHouse();
        Start(house, settings => settings with { Chance = 0.5 });
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("clock", 10, 50));
        var bids = 0;
        for (var round = 1; round <= 20; round++)
        {
            await guest.Say(Opened(round));
            var act = await guest.Hear();
            if (act == "PASS") await guest.Say("PASSED");
            else
            {
                Assert.StartsWith("BID clock ", act);
                await guest.Say($"ACCEPTED r{round} clock {act!.Split(' ')[2]} 11");
                bids++;
            }
            // Ticks within a round are no reason to act again.
            await guest.Say("PRICE 12 clock 10.00 leader=- next=10.01 closes=-", Lot("clock", 10, 50));
        }
        Assert.InRange(bids, 1, 19);
        await guest.Say("END 99 sold=0 unsold=50");
        Assert.Equal("QUIT", await guest.Hear());
    }

    [Fact]
    public async Task Decides_from_what_was_told_before_the_round_opened_even_when_all_comes_at_once()
    {
        var apart = await FirstAct(guest => guest.Say(Opened(1)));
        var together = await FirstAct(guest => guest.Say(Opened(1), "PRICE 12 clock 90.00 leader=- next=90.01 closes=-"));

        Assert.Equal(apart, together);

        async Task<string?> FirstAct(Func<Guest, Task> open)
        {
            using var house = new FakeHouse();
            Start(house);
            using var guest = await house.Welcome();
            await guest.Greet("bot-1", "tok", Lot("clock", 10, 2));
            await open(guest);
            return await guest.Hear();
        }
    }

    [Fact]
    public async Task The_same_seed_does_the_same_things_and_another_seed_others()
    {
        var first = await Acts(seed: 5);

        Assert.Equal(first, await Acts(seed: 5));
        Assert.NotEqual(first, await Acts(seed: 6));

        async Task<List<string?>> Acts(long seed)
        {
            using var house = new FakeHouse();
            Start(house, settings => settings with { Seed = seed, Chance = 0.7 });
            using var guest = await house.Welcome();
            await guest.Greet("bot-1", "tok", Lot("clock", 10, 50), Lot("vase", 20, 50), Lot("lamp", 30, 50));
            var acts = new List<string?>();
            for (var round = 1; round <= 8; round++)
            {
                await guest.Say(Opened(round));
                acts.Add(await guest.Hear());
            }
            return acts;
        }
    }

    [Fact]
    public async Task After_a_refusal_in_a_round_it_passes_so_that_nobody_waits_for_it()
    {
        using var house = new FakeHouse();
        Start(house);
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("clock", 10, 2));
        await guest.Say(Opened(1));
        await Bid(guest, "r1");

        await guest.Say("REFUSED r1 clock 204 price=90.00 next=90.01 \"too low\"");

        Assert.Equal("PASS", await guest.Hear());
    }

    [Fact]
    public async Task A_bid_on_a_recovering_lot_is_sent_again_as_it_was()
    {
        using var house = new FakeHouse();
        Start(house);
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("clock", 10, 2));
        await guest.Say(Opened(1));
        var bid = await guest.Hear();
        await guest.Say("REFUSED r1 clock 403 price=10.00 next=10.01 \"recovering\"", Lot("vase", form: "proxy", closes: "-"));
        // Its bid on the other lot shows that the refusal was heard, so the pause has begun.
        Assert.StartsWith("BID vase", await guest.Hear());

        Clockwork.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(bid, await guest.Hear());
    }

    [Fact]
    public async Task Says_that_nobody_welcomes_it_and_goes_on_waiting()
    {
        using var house = new FakeHouse();
        Start(house);
        using var guest = await house.Welcome();
        Assert.Equal("HELLO bot-1", await guest.Hear());
        // The sealed-bid house's door is not the floor's.
        await guest.Say("Your role is: [Seller]", "Please submit an auction request:");
        Clockwork.Advance(LinkSettings.Default.GreetingPatience);
        Assert.Contains("no welcome within 5 s; is this the door of a house's floor?", await Trouble(), StringComparison.Ordinal);

        await guest.Say("WELCOME bot-1 tok time=2026-11-20T12:00:00.000Z", Lot("clock", 10, 50), "READY 4", Opened(1));
        Assert.NotNull(await guest.Hear());
    }

    [Fact]
    public async Task Comes_back_with_its_token_after_a_growing_pause_and_takes_up_its_state()
    {
        using var house = new FakeHouse();
        var fleet = Start(house);
        string lot;
        long amount;
        using (var guest = await house.Welcome())
        {
            await guest.Greet("bot-1", "tok", Lot("clock", 10, 2, closes: "-"));
            await guest.Say(Opened(1));
            (lot, amount) = await Bid(guest, "r1");
        }

        Assert.Contains("trying again", await Trouble(), StringComparison.Ordinal);
        Clockwork.Advance(LinkSettings.Default.FirstPause);

        using var again = await house.Welcome();
        Assert.Equal("HELLO bot-1 tok", await again.Greet("bot-1", "tok", Lot("clock", 10, 1)));
        await again.Say(Opened(1));
        Assert.Equal("ME", await again.Hear());
        await again.Say("ACCOUNT purchases=1 spent=11.00", "BOUGHT clock 11.00 9", "READY 20");
        Assert.Equal($"BID {lot} {Amount.Format(amount, 2)} r1", await again.Hear());
        await again.Say($"ACCEPTED r1 {lot} {Amount.Format(amount, 2)} 11", "END 30 sold=1 unsold=1");
        Assert.Equal("QUIT", await again.Hear());

        var account = await fleet.Completed.WaitAsync(FakeHouse.Patience);
        Assert.Equal(new Purchase("clock", 11_00, 9), Assert.Single(account.Bidders[0].Purchases));
    }

    [Fact]
    public async Task Back_in_a_later_round_it_acts_in_that_round_and_forgets_the_bid_of_the_old_one()
    {
        using var house = new FakeHouse();
        Start(house);
        using (var guest = await house.Welcome())
        {
            await guest.Greet("bot-1", "tok", Lot("clock", 10, 2));
            await guest.Say(Opened(1));
            await Bid(guest, "r1");
        }
        await Trouble();
        Clockwork.Advance(LinkSettings.Default.FirstPause);

        using var again = await house.Welcome();
        await again.Greet("bot-1", "tok", Lot("clock", 12, 1, start: 10));
        await again.Say(Opened(2));
        Assert.Equal("ME", await again.Hear());
        await again.Say("ACCOUNT purchases=0 spent=0.00", "READY 20");

        var (_, amount) = await Bid(again, "r2");
        Assert.True(amount > 12_00);
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest_and_begin_anew_after_a_welcome()
    {
        var unused = new FakeHouse();
        var port = unused.Port;
        unused.Dispose();
        var pauses = new List<TimeSpan>();
        var link = new LinkSettings(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8));
        var parent = Sys.ActorOf(Props.Create(() => new LinkParent(
            FloorLink.Props("ada", null, null, new Tcp.FloorConnector("127.0.0.1", port, "ada"), link, new FixedChance(1.0)), TestActor)));
        for (var loss = 0; loss < 6; loss++)
        {
            var lost = await ExpectMsgAsync<LinkEvent.Lost>(FakeHouse.Patience);
            pauses.Add(lost.Pause);
            Clockwork.Advance(lost.Pause - TimeSpan.FromTicks(1));
            Clockwork.Advance(TimeSpan.FromTicks(1));
        }
        Assert.Equal([1, 2, 4, 8, 8, 8], pauses.Select(pause => pause.TotalSeconds));
        await ExpectMsgAsync<LinkEvent.Lost>(FakeHouse.Patience);
        parent.Tell(PoisonPill.Instance);
    }

    [Fact]
    public async Task A_name_that_somebody_else_has_ends_the_fleet_with_the_houses_own_words()
    {
        using var house = new FakeHouse();
        var fleet = Start(house);
        using var guest = await house.Welcome();
        await guest.Hear();
        await guest.Say("ERROR 301 \"the name is in use\"");

        var failed = await Assert.ThrowsAsync<FleetFailedException>(() => fleet.Completed.WaitAsync(FakeHouse.Patience));
        Assert.Contains("bot-1: refused (301): the name is in use", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_house_is_tried_again_later()
    {
        using var house = new FakeHouse();
        Start(house);
        using (var guest = await house.Welcome())
        {
            await guest.Hear();
            await guest.Say("ERROR 401 \"the house is full\"");
            Assert.Contains("the house is full", await Trouble(), StringComparison.Ordinal);
        }
        Clockwork.Advance(LinkSettings.Default.FirstPause);

        using var again = await house.Welcome();
        Assert.Equal("HELLO bot-1", await again.Hear());
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public async Task Stopped_from_outside_it_still_gives_its_account()
    {
        using var house = new FakeHouse();
        var fleet = Start(house);
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("clock", 10, 2));
        await guest.Say(Opened(1));
        var (lot, amount) = await Bid(guest, "r1");
        var price = Amount.Format(amount, 2);
        await guest.Say($"ACCEPTED r1 {lot} {price} 11", $"WON 12 {lot} {price}", Opened(2));
        await guest.Hear();

        fleet.Stop();

        var account = await fleet.Completed.WaitAsync(FakeHouse.Patience);
        Assert.False(account.SaleEnded);
        Assert.Single(account.Bidders[0].Purchases);
        Assert.Equal("QUIT", await guest.Hear());
    }

    [Fact]
    public async Task Thinking_takes_a_time_drawn_from_the_seed_and_a_round_that_closes_meanwhile_gets_no_act()
    {
        using var house = new FakeHouse();
        Start(house, settings => settings with { Think = new ThinkTime(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) });
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("clock", 10, 2), Lot("vase", form: "proxy", closes: "-"));
        Assert.StartsWith("BID vase", await guest.Hear());
        await guest.Say(Opened(1), "ROUND 1 CLOSED 12", Opened(2), "OUTBID 13 vase 11.00");
        // The answer to being outbid shows that the rounds before it were heard.
        Assert.DoesNotContain(" r", await Outbids(guest), StringComparison.Ordinal);

        Clockwork.Advance(TimeSpan.FromSeconds(1));

        Assert.EndsWith(" r2", await guest.Hear());

        static async Task<string> Outbids(Guest guest)
        {
            await guest.Say("REFUSED t1 vase 204 price=12.00 next=12.50 \"too low\"");
            return await guest.Hear() ?? "";
        }
    }

    [Fact]
    public async Task A_sniper_wakes_up_shortly_before_the_deadline_by_the_houses_clock()
    {
        using var house = new FakeHouse();
        _clock.AdjustTime(Noon.AddHours(-3));
        Start(house, settings => settings with { Strategy = "sniper" });
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("vase", form: "proxy", closes: "2026-11-20T12:01:00.000Z"), Lot("zither", form: "proxy"));
        // Lots are thought about by their names: with the bid on the last of them the bot has set its alarm for the first.
        Assert.StartsWith("BID zither 10.01", await guest.Hear());

        _clock.Advance(TimeSpan.FromSeconds(58));
        Clockwork.Advance(TimeSpan.FromSeconds(58));

        Assert.StartsWith("BID vase", await guest.Hear());
    }

    [Fact]
    public async Task Makes_one_opening_offer_and_speaks_once_when_it_is_its_turn()
    {
        static string Bus(string next, string shown) =>
            $"LOT bus form=turns title=\"b\" start=100.00 price=100.00 next={next} units=1 leader=ada closes=2026-11-20T12:01:00.000Z "
            + $"state=open turns=3 turn-time=60000ms{shown}";

        using var house = new FakeHouse();
        Start(house);
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Bus("100.00", ""));
        var (lot, amount) = await Bid(guest, "t1");
        await guest.Say($"ACCEPTED t1 {lot} {Amount.Format(amount, 2)} 11", "PRICE 12 bus 5.00 leader=ada next=100.00 closes=-");
        await guest.Say(Bus("4.00", " round=1 speaks=ada"), Bus("100.00", " round=1 speaks=bot-1"));
        Assert.Equal("bus", (await Bid(guest, "t2")).Lot);
        // Nothing that low is within its limit. What is told again is the same turn.
        await guest.Say("ACCEPTED t2 bus 99.00 13", Bus("1.00", " round=2 speaks=bot-1"));
        Assert.Equal("PASS bus", await guest.Hear());
        await guest.Say(Bus("1.00", " round=2 speaks=bot-1"), "PASSED", Bus("1.00", " round=3 speaks=bot-1"));
        Assert.Equal("PASS bus", await guest.Hear());
        await guest.Say("END 20 sold=1 unsold=0");
        Assert.Equal("QUIT", await guest.Hear());
    }

    private BotFleet Start(FakeHouse house, Func<BotFleetSettings, BotFleetSettings>? change = null)
    {
        var settings = new BotFleetSettings
        {
            Host = "127.0.0.1",
            Port = house.Port,
            Chance = 1.0,
            Seed = 5,
            Time = _clock,
            Hooks = new FleetHooks
            {
                OnTrouble = (_, text) => _troubles.Writer.TryWrite(text),
                OnAct = (_, act) => _acts.Writer.TryWrite(act),
            },
        };
        return BotFleet.Start(Sys, change is null ? settings : change(settings));
    }

    private async Task<string> Trouble() => await _troubles.Reader.ReadAsync().AsTask().WaitAsync(FakeHouse.Patience);

    private static async Task<(string Lot, long AmountMinor)> Bid(Guest guest, string id)
    {
        var words = (await guest.Hear())!.Split(' ');
        Assert.Equal(["BID", id], [words[0], words[3]]);
        Assert.True(FloorAmount.TryParse(System.Text.Encoding.UTF8.GetBytes(words[2]), out var amountMinor, out _));
        return (words[1], amountMinor);
    }

    /// <summary>Stands where a bot would, and passes on what its link tells.</summary>
    private sealed class LinkParent : ReceiveActor
    {
        public LinkParent(Props link, IActorRef listener)
        {
            Context.ActorOf(link, "link");
            ReceiveAny(listener.Forward);
        }
    }
}
