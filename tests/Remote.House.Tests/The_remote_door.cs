using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>What a remote bidder may do at a house, and what it may not: the same as on the floor, and nothing else.</summary>
public sealed class The_remote_door : IAsyncLifetime
{
    private const string Lots = """
        lots = [
          { id = lamp, title = "Desk lamp", start = 20, units = 2 }
          { id = violin, title = Violin, form = proxy, start = 100, open-for = 1h }
        ]
        """;

    private Auctioneer.House _house = null!;

    private string At => _house.RemoteAddress!;

    public async Task InitializeAsync() => _house = await OpenAsync();

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task A_bidder_registers_and_is_told_the_state_as_it_is()
    {
        await using var anna = RemoteGuest.Of(At);
        anna.Register("anna");
        await anna.OpenedAsync();
        Assert.Equal(RemoteMessage.Version, anna.Opened!.SpokenVersion);
        Assert.Equal("anna", (await anna.UntilAsync<Answer.Welcome>()).Name);
        Assert.Equal(["lamp", "violin"], [(await anna.UntilAsync<Answer.Listed>()).View.Lot, (await anna.UntilAsync<Answer.Listed>()).View.Lot]);
        await anna.UntilAsync<Answer.Ready>();
        Assert.Equal(1, (await anna.UntilAsync<Notice.RoundOpened>()).Round);
    }

    [Fact]
    public async Task Each_bidder_has_a_session_of_its_own_below_the_desk()
    {
        var node = RemoteGuest.Node();
        try
        {
            Assert.Equal(!Houses.IsOfficial, node.Settings.SerializeAllMessages);
            await using var anna = await RemoteGuest.EnterAsync(At, "anna", node: node);
            await using var ben = await RemoteGuest.EnterAsync(At, "ben", node: node);
            Assert.NotEqual(anna.Session, ben.Session);
            Assert.All([anna, ben], guest => Assert.Equal($"{At}/user/desk", $"{guest.Session.Path.Parent}"));
            // One goes, and the other does not notice.
            var gone = anna.Session.WatchAsync();
            anna.Ask(new Request.Quit());
            Assert.True(await gone.WaitAsync(ProgramRun.Patience));
            ben.Ask(new Request.Ping("here"));
            await ben.UntilAsync<Answer.Pong>();
        }
        finally
        {
            await node.Terminate();
        }
    }

    [Fact]
    public async Task Registering_twice_is_registering_once()
    {
        await using var anna = RemoteGuest.Of(At);
        for (var i = 0; i < 5; i++) anna.Register("anna");
        await anna.OpenedAsync();
        await anna.UntilAsync<Answer.Ready>();
        anna.Ask(new Request.Ping("here"));
        await anna.UntilAsync<Answer.Pong>();
    }

    [Fact]
    public async Task Whatever_is_asked_is_answered_as_on_the_floor()
    {
        await using var remote = await RemoteGuest.EnterAsync(At, "remote");
        using var floor = new FloorGuest(_house.FloorEndPoint!);
        await floor.SayAsync("HELLO floor");
        await floor.UntilAsync("READY");
        Request[] asked =
        [
            new Request.Bid("boat", 1, "a"), new Request.Bid("lamp", 1, "b"), new Request.Bid("lamp", 21_00, "c"), new Request.Bid("lamp", 21_00, "c"),
            new Request.Bid("lamp", 22_00, "c"), new Request.Bid("violin", 1, "d"), new Request.Bid("lamp", 2_000_000_000_00, "e"), new Request.Bid("lamp", 23_00, "no,id"),
            new Request.Bid("lamp", 23_00, "é"), new Request.Bid(new string('x', 65), 1, "f"), new Request.Hello("another", null), new Request.Ping("two words"),
            new Request.Pass("boat"), new Request.Pass(null), new Request.Bid("lamp", 30_00, "g"), new Request.Me(), new Request.List(),
        ];
        foreach (var request in asked)
        {
            remote.Ask(request);
            await floor.SayAsync(request);
        }
        remote.Ask(new Request.Ping("end"));
        await floor.SayAsync("PING end");
        var ofRemote = await AnswersAsync(remote.LineAsync, "end");
        var ofFloor = await AnswersAsync(floor.LineAsync, "end");
        Assert.Equal(ofFloor.Order(StringComparer.Ordinal), ofRemote.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(-1, RejectionCode.NotAnAmount)]
    [InlineData(long.MinValue, RejectionCode.NotAnAmount)]
    [InlineData(long.MaxValue, RejectionCode.AboveCeiling)]
    public async Task An_amount_that_no_line_could_hold_is_refused_with_the_price(long amount, RejectionCode code)
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        anna.Ask(new Request.Bid("lamp", amount, "x"));
        var refused = await anna.UntilAsync<Answer.Refused>();
        Assert.Equal((code, 20_00L, 20_01L), (refused.Code, refused.PriceMinor, refused.NextMinor));
    }

    [Fact]
    public async Task What_could_not_stand_on_a_line_is_102()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        anna.Ask(new Request.Ping("line\nbreak"), new Request.Bid("a b", 1, "x"), new Request.Bid("", 1, "x"), new Request.Bid("lamp", 1, "not an id"), new Request.Pass("a\0"));
        string[] reasons = [Reasons.ControlCharacter, Reasons.NotALotId, Reasons.NotALotId, Reasons.NotABidId, Reasons.NotALotId];
        foreach (var reason in reasons) Assert.Equal(new Answer.Error(RejectionCode.MalformedLine, reason), await anna.UntilAsync<Answer.Error>());
    }

    [Fact]
    public async Task A_request_of_a_kind_that_is_not_known_yet_is_101_and_the_others_are_answered()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        anna.Ask(null, new Request.Ping("still here"));
        Assert.Equal(RejectionCode.UnknownVerb, (await anna.UntilAsync<Answer.Error>()).Code);
        await anna.UntilAsync<Answer.Pong>();
    }

    [Fact]
    public async Task A_bid_that_is_sent_again_in_another_life_has_its_effect_once()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        anna.Ask(new Request.Bid("lamp", 25_00, "on-its-way"));
        var first = await anna.UntilAsync<Answer.Accepted>();
        await using var again = await RemoteGuest.EnterAsync(At, "anna", anna.Token);
        again.Ask(new Request.Bid("lamp", 25_00, "on-its-way"), new Request.Bid("lamp", 26_00, "on-its-way"));
        Assert.Equal(first, await again.UntilAsync<Answer.Accepted>());
        Assert.Equal(RejectionCode.BidIdReused, (await again.UntilAsync<Answer.Refused>()).Code);
    }

    [Fact]
    public async Task Whoever_comes_back_with_the_token_takes_over_from_either_kind_and_without_it_nobody_does()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        await using var stranger = RemoteGuest.Of(At);
        stranger.Register("anna", "guessed");
        await stranger.OpenedAsync();
        Assert.Equal(RejectionCode.NameInUse, (await stranger.UntilAsync<Answer.Error>()).Code);
        using var floor = new FloorGuest(_house.FloorEndPoint!);
        await floor.SayAsync($"HELLO anna {anna.Token}");
        await floor.UntilAsync("READY");
        Assert.Equal(RejectionCode.NameInUse, (await anna.UntilOverAsync())!.Code);
        await using var back = await RemoteGuest.EnterAsync(At, "anna", anna.Token);
        Assert.Equal(anna.Token, back.Token);
    }

    [Fact]
    public async Task A_name_that_is_none_is_302()
    {
        await using var anna = RemoteGuest.Of(At);
        anna.Register("no name");
        await anna.OpenedAsync();
        Assert.Equal(RejectionCode.NotAName, (await anna.UntilAsync<Answer.Error>()).Code);
    }

    [Fact]
    public async Task Requests_that_were_lost_on_the_way_end_the_session_and_so_does_having_asked_more_than_arrived()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        anna.Session.Tell(new RemoteMessage.Asked(anna.Opened!.Key, 2, [new Request.Me()]), anna.Self);
        Assert.Equal(RejectionCode.MalformedLine, (await anna.UntilOverAsync())!.Code);
        await using var ben = await RemoteGuest.EnterAsync(At, "ben");
        ben.Session.Tell(new RemoteMessage.Heard(ben.Opened!.Key, 1, 1), ben.Self);
        Assert.Equal(RejectionCode.MalformedLine, (await ben.UntilOverAsync())!.Code);
    }

    [Fact]
    public async Task A_session_listens_to_its_own_bidder_alone_and_only_with_the_key()
    {
        var node = RemoteGuest.Node();
        try
        {
            await using var anna = await RemoteGuest.EnterAsync(At, "anna", node: node);
            await using var eve = await RemoteGuest.EnterAsync(At, "eve", node: node);
            anna.Session.Tell(new RemoteMessage.Asked(anna.Opened!.Key, 1, [new Request.Quit()]), eve.Self);
            anna.Session.Tell(new RemoteMessage.Asked(anna.Opened.Key + 1, 1, [new Request.Quit()]), anna.Self);
            anna.Session.Tell(new RemoteMessage.Asked(eve.Opened!.Key, 1, [new Request.Quit()]), anna.Self);
            anna.Ask(new Request.Ping("mine"));
            Assert.Equal("mine", (await anna.UntilAsync<Answer.Pong>()).Text);
        }
        finally
        {
            await node.Terminate();
        }
    }

    [Fact]
    public async Task Nothing_of_the_house_can_be_stopped_created_or_spoken_to_from_outside()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        string[] paths = ["/user/desk", "/user/auctioneer", "/user/auctioneer/board", "/user/auctioneer/session-1", "/user/auctioneer/lot-1-lamp", "/user", "/system", "/system/remote-watcher"];
        foreach (var path in paths)
        {
            var selection = anna.System.ActorSelection(At + path);
            selection.Tell(PoisonPill.Instance, anna.Self);
            if (!Houses.IsOfficial) selection.Tell(Kill.Instance, anna.Self);
            // Whoever may not be selected does not even say that it is there.
            if (path is not ("/user/desk" or "/system/remote-watcher")) selection.Tell(new Identify(path), anna.Self);
        }
        anna.Session.Tell(PoisonPill.Instance, anna.Self);
        // Akka.NET 1.5 does not count Kill among what untrusted mode keeps out.
        if (!Houses.IsOfficial) anna.Session.Tell(Kill.Instance, anna.Self);
        anna.System.Stop(anna.Session);
        anna.Ask(new Request.Bid("lamp", 25_00, "x"), new Request.Ping("all well"));
        await anna.UntilAsync<Answer.Accepted>();
        await anna.UntilAsync<Answer.Pong>();
        Assert.Empty(anna.Strange);
        await using var ben = await RemoteGuest.EnterAsync(At, "ben");
    }

    [Fact]
    public async Task What_is_not_of_this_house_is_refused_and_harms_no_other()
    {
        var node = RemoteGuest.Node($$"""
            akka.actor {
              serializers.forger = "{{typeof(Forger).AssemblyQualifiedName}}"
              serialization-bindings { "{{typeof(Forged).AssemblyQualifiedName}}" = forger }
            }
            """);
        try
        {
            await using var anna = await RemoteGuest.EnterAsync(At, "anna", node: node);
            await using var ben = await RemoteGuest.EnterAsync(At, "ben");
            var counted = 0L;
            using var counter = Refusals(by => Interlocked.Add(ref counted, by));
            foreach (var manifest in (string[])["", "Z", "T", "A", typeof(System.Diagnostics.Process).AssemblyQualifiedName!])
            {
                anna.Session.Tell(new Forged(manifest), anna.Self);
                node.ActorSelection($"{At}/user/desk").Tell(new Forged(manifest), anna.Self);
            }
            anna.Ask(new Request.Ping("me"));
            ben.Ask(new Request.Ping("me too"));
            await anna.UntilAsync<Answer.Pong>();
            await ben.UntilAsync<Answer.Pong>();
            // What the official packages refuse they log, and count nowhere.
            if (!Houses.IsOfficial) Assert.InRange(Volatile.Read(ref counted), 10, int.MaxValue);
        }
        finally
        {
            await node.Terminate();
        }
    }

    [Fact]
    public async Task Beyond_the_ceiling_a_bidder_is_told_401_and_whoever_leaves_makes_room()
    {
        await using var small = await OpenAsync("auction.doors.remote.bidders=1");
        await using var anna = await RemoteGuest.EnterAsync(small.RemoteAddress!, "anna");
        await using var ben = RemoteGuest.Of(small.RemoteAddress!);
        ben.Register("ben");
        await ben.OpenedAsync();
        Assert.Equal(RejectionCode.HouseFull, (await ben.UntilOverAsync())!.Code);
        anna.Ask(new Request.Quit());
        await anna.UntilAsync<Answer.Bye>();
        await anna.UntilOverAsync();
        while (true)
        {
            await using var carl = RemoteGuest.Of(small.RemoteAddress!);
            carl.Register("carl");
            await carl.OpenedAsync();
            if ((await carl.LineAsync()).Answer is Answer.Welcome) return;
        }
    }

    [Fact]
    public async Task Whoever_sends_more_than_may_wait_is_told_105_and_cut()
    {
        await using var small = await OpenAsync("auction.doors.remote.requests-waiting=3");
        await using var anna = await RemoteGuest.EnterAsync(small.RemoteAddress!, "anna");
        Assert.Equal(3, anna.Opened!.RequestsWaitingMax);
        anna.Ask([.. Enumerable.Repeat(new Request.Ping(null), 4)]);
        Assert.Equal(RejectionCode.TooFast, (await anna.UntilOverAsync())!.Code);
    }

    [Fact]
    public async Task A_bidder_that_never_says_what_it_heard_is_told_only_so_much_and_then_cut()
    {
        await using var small = await OpenAsync("auction.doors.remote.stuck-after=1s");
        await using var slow = await RemoteGuest.EnterAsync(small.RemoteAddress!, "slow");
        slow.Acknowledges = false;
        var text = new string('x', 4000);
        for (var i = 0; i < 10; i++) slow.Ask([.. Enumerable.Repeat(new Request.Ping(text), 20)]);
        var pongs = 0;
        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
        {
            while (true)
            {
                if ((await slow.LineAsync()).Answer is Answer.Pong) pongs++;
            }
        });
        // The window holds 128 KiB: some thirty of these.
        Assert.InRange(pongs, 20, 60);
    }

    [Fact]
    public async Task A_slow_bidder_is_told_the_newest_price_of_each_lot_and_everything_else()
    {
        await using var small = await OpenAsync("auction.doors.remote.output-soft-limit=1KiB");
        await using var slow = await RemoteGuest.EnterAsync(small.RemoteAddress!, "slow");
        await using var anna = await RemoteGuest.EnterAsync(small.RemoteAddress!, "anna");
        await using var ben = await RemoteGuest.EnterAsync(small.RemoteAddress!, "ben");
        slow.Acknowledges = false;
        // Fills its window.
        for (var i = 0; i < 2; i++) slow.Ask([.. Enumerable.Repeat(new Request.Ping(new string('x', 4000)), 20)]);
        for (var i = 0; i < 20; i++) await slow.UntilAsync<Answer.Pong>();
        const int Bids = 100;
        for (var i = 0; i < Bids; i++)
        {
            var guest = i % 2 == 0 ? anna : ben;
            guest.Ask(new Request.Bid("violin", 1000_00 + (i * 100_00), $"b{i}"));
            await guest.UntilAsync<Answer.Accepted>();
        }
        var last = await anna.UntilAsync<Notice.PriceChanged>(n => n.Leader == "ben" && n.PriceMinor > 1000_00 + ((Bids - 3) * 100_00));
        slow.Acknowledges = true;
        slow.SayHeard();
        var prices = new List<long>();
        while (prices.LastOrDefault() < last.Seq) prices.Add((await slow.UntilAsync<Notice.PriceChanged>()).Seq);
        Assert.Equal(last.Seq, prices[^1]);
        Assert.True(prices.Count < Bids / 2, $"{prices.Count} prices of {Bids} were told.");
        Assert.Equal(prices.Order(), prices);
    }

    [Fact]
    public async Task A_house_that_stops_answers_402_and_ends_the_session()
    {
        await using var other = await OpenAsync("auction.stop.grace=2s");
        await using var anna = await RemoteGuest.EnterAsync(other.RemoteAddress!, "anna");
        var stopping = other.StopAsync();
        Assert.Equal(RejectionCode.HouseStopping, (await anna.UntilAsync<Answer.Error>()).Code);
        anna.Ask(new Request.Bid("lamp", 25_00, "late"));
        Assert.Equal(RejectionCode.HouseStopping, (await anna.UntilAsync<Answer.Refused>()).Code);
        await anna.UntilOverAsync();
        await stopping;
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_is_started()
    {
        var port = At.Split(':')[^1];
        var fault = await Assert.ThrowsAsync<DoorException>(() => OpenAsync($"auction.doors.remote.port={port}"));
        Assert.StartsWith($"The remote door cannot listen on 127.0.0.1:{port}: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_door_is_closed()
    {
        await using var closed = await OpenAsync("auction.doors.remote.port=off");
        Assert.Null(closed.RemoteAddress);
    }

    private static Task<Auctioneer.House> OpenAsync(params string[] more) => Houses.OpenAsync(Lots, more);

    /// <summary>Listens to the public count of what could not be read.</summary>
    private static MeterListener Refusals(Action<long> count)
    {
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument is { Meter.Name: "Akka.Remote", Name: "akka.remote.refused" }) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, by, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "kind", Value: "deserialization" }) count(by);
            }
        });
        listener.Start();
        return listener;
    }

    /// <summary>Answers up to a PONG with this text, without what differs by name or moment.</summary>
    private static async Task<List<string>> AnswersAsync(Func<Task<FloorLine>> line, string end)
    {
        var answers = new List<string>();
        while (true)
        {
            switch ((await line()).Answer)
            {
                case Answer.Pong pong when pong.Text == end: return answers;
                case Answer.Pong pong: answers.Add($"PONG {pong.Text}"); break;
                case Answer.Accepted accepted: answers.Add((accepted with { Seq = 0 }).ToString()); break;
                case Answer.Ready: answers.Add("READY"); break;
                case { } answer: answers.Add(answer.ToString()); break;
            }
        }
    }

    /// <summary>A message of a serializer that says of itself what it likes.</summary>
    public sealed record Forged(string Manifest);

    /// <summary>Uses the house's number with manifests of its own.</summary>
    public sealed class Forger(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => HouseSerializer.Number;

        public override string Manifest(object o) => o is RemoteMessage message ? Honest.Manifest(message) : ((Forged)o).Manifest;

        public override byte[] ToBinary(object obj) => obj is RemoteMessage message ? Honest.ToBinary(message) : [0xFF, 0xFF, 0xFF];

        public override object FromBinary(byte[] bytes, string manifest) => Honest.FromBinary(bytes, manifest);

        private HouseSerializer Honest => new(system);
    }

    /// <summary>Somebody on the floor, whose lines are read as a bidder's program reads them.</summary>
    private sealed class FloorGuest : IDisposable
    {
        private readonly TcpClient _client = new();
        private readonly StreamReader _reader;

        public FloorGuest(IPEndPoint floor)
        {
            _client.Connect(floor);
            _reader = new StreamReader(_client.GetStream(), new UTF8Encoding(false));
        }

        public async Task SayAsync(string line) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

        public async Task SayAsync(Request request)
        {
            var line = new System.Buffers.ArrayBufferWriter<byte>();
            FloorRequestWriter.Write(line, request);
            await _client.GetStream().WriteAsync(line.WrittenMemory);
        }

        public async Task UntilAsync(string beginning)
        {
            while (!(await ReadAsync()).StartsWith(beginning, StringComparison.Ordinal))
            {
            }
        }

        public async Task<FloorLine> LineAsync() => FloorReplyParser.Parse(Encoding.UTF8.GetBytes(await ReadAsync()));

        public void Dispose() => _client.Dispose();

        private async Task<string> ReadAsync() =>
            await _reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new EndOfStreamException();
    }
}
