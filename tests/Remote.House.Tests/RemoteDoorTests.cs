using Akka.Actor;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>What a remote bidder may do at a house: the same as on the floor.</summary>
public sealed class RemoteDoorTests : IAsyncLifetime
{
    private AkkaAuction.Auctioneer.Hosting.House _house = null!;

    private string At => _house.RemoteAddress!;

    public async Task InitializeAsync() => _house = await Houses.OpenAsync(Houses.LampAndViolin);

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task A_bidder_registers_and_is_told_the_state_as_it_is()
    {
        await using var anna = RemoteGuest.Of(At);
        anna.Register("anna");
        await anna.OpenedAsync();
        Assert.Equal(RemoteMessage.Version, anna.Opened!.SpokenVersion);
        Assert.Equal("anna", (await anna.UntilAsync<Answer.Welcome>()).Name);
        Assert.Equal("lamp", (await anna.UntilAsync<Answer.Listed>()).View.Lot);
        Assert.Equal("violin", (await anna.UntilAsync<Answer.Listed>()).View.Lot);
        await anna.UntilAsync<Answer.Ready>();
        Assert.Equal(1, (await anna.UntilAsync<Notice.RoundOpened>()).Round);
    }

    [Fact]
    public async Task Each_bidder_has_a_session_of_its_own_below_the_desk()
    {
        var node = RemoteGuest.Node();
        try
        {
            await using var anna = await RemoteGuest.EnterAsync(At, "anna", node: node);
            await using var ben = await RemoteGuest.EnterAsync(At, "ben", node: node);
            Assert.NotEqual(anna.Session, ben.Session);
            Assert.All([anna, ben], guest => Assert.Equal($"{At}/user/desk", $"{guest.Session.Path.Parent}"));
            // And no other: who is one actor here is one actor in the house.
            var below = _house.System.ActorSelection($"/user/auctioneer/{anna.Session.Path.Name}");
            await Assert.ThrowsAsync<ActorNotFoundException>(() => below.ResolveOne(ProgramRun.Patience));
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
        await using var floor = await FloorClient.ConnectAsync(_house.FloorEndPoint);
        await floor.SayAsync("HELLO floor");
        await floor.UntilAsync("READY");
        Request[] asked =
        [
            new Request.Bid("boat", 1, "a"), new Request.Bid("lamp", 1, "b"), new Request.Bid("lamp", 21_00, "c"),
            new Request.Bid("lamp", 21_00, "c"), new Request.Bid("lamp", 22_00, "c"), new Request.Bid("violin", 1, "d"),
            new Request.Bid("lamp", 2_000_000_000_00, "e"), new Request.Bid("lamp", 23_00, "no,id"), new Request.Bid("lamp", 23_00, "é"),
            new Request.Bid(new string('x', 65), 1, "f"), new Request.Hello("another", null), new Request.Ping("two words"),
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
        var ofFloor = await AnswersAsync(floor.ParsedLineAsync, "end");
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
        anna.Ask(
            new Request.Ping("line\nbreak"), new Request.Bid("a b", 1, "x"), new Request.Bid("", 1, "x"),
            new Request.Bid("lamp", 1, "not an id"), new Request.Pass("a\0"));
        string[] reasons = [Reasons.ControlCharacter, Reasons.NotALotId, Reasons.NotALotId, Reasons.NotABidId, Reasons.NotALotId];
        foreach (var reason in reasons)
            Assert.Equal(new Answer.Error(RejectionCode.MalformedLine, reason), await anna.UntilAsync<Answer.Error>());
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
        await using var floor = await FloorClient.ConnectAsync(_house.FloorEndPoint);
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
    public async Task A_house_that_stops_answers_402_and_ends_the_session()
    {
        await using var other = await Houses.OpenAsync(Houses.LampAndViolin, "auction.stop.grace=2s");
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
        var fault = await Assert.ThrowsAsync<DoorException>(
            () => Houses.OpenAsync(Houses.LampAndViolin, $"auction.doors.remote.port={port}"));
        Assert.StartsWith($"The remote door cannot listen on 127.0.0.1:{port}: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_door_is_closed()
    {
        await using var closed = await Houses.OpenAsync(Houses.LampAndViolin, "auction.doors.remote.port=off");
        Assert.Null(closed.RemoteAddress);
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
}
