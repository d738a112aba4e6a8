using System.Collections;
using static AkkaAuction.TestKit.Tests.Failing;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Taking messages from the queue: one, several, while they are of a kind, or until the right one comes.</summary>
public sealed class ReceiveTests : Akka.TestKit.Xunit2.TestKit
{
    private void Tell(params object[] messages)
    {
        foreach (var message in messages)
            TestActor.Tell(message, TestActor);
    }

    [Fact]
    public void Messages_are_received_in_the_order_they_were_sent()
    {
        Tell(1, 2, 3);
        Assert.True(HasMessages);
        Assert.Equal(1, ReceiveOne());
        Assert.True(TryReceiveOne(out var envelope));
        Assert.Equal(2, envelope.Message);
        Assert.Equal(TestActor, envelope.Sender);
        Assert.Equal(3, ReceiveOne());
        Assert.False(HasMessages);
    }

    [Fact]
    public void Without_a_message_receiving_comes_back_empty()
    {
        Assert.Null(ReceiveOne(TimeSpan.Zero));
        Assert.Null(ReceiveOne(Briefly));
        Assert.False(TryReceiveOne(out _, TimeSpan.Zero));
    }

    [Fact]
    public void A_peeked_message_stays()
    {
        Tell("a");
        Assert.Equal("a", PeekOne());
        Assert.Equal("a", PeekOne());
        Assert.Equal("a", ReceiveOne());
        Assert.Null(PeekOne(TimeSpan.Zero));
    }

    [Fact]
    public void A_number_of_messages_can_be_received_at_once()
    {
        Tell(1, 2, 3);
        Assert.Equal([1, 2], ReceiveN(2).Cast<int>());
        Fails(() => ReceiveN(2, Briefly));
    }

    [Fact]
    public void Messages_can_be_received_while_they_are_of_a_kind_and_the_next_one_stays()
    {
        Tell(1, 2, 30, 4);
        Assert.Equal([1, 2], ReceiveWhile<int>(number => number < 10));
        Assert.Equal(30, ReceiveOne());
        Assert.Equal([4], ReceiveWhile<int>(_ => true, msgs: 1));
    }

    [Fact]
    public void Other_types_are_passed_over_or_end_it()
    {
        Tell(1, "two", 3);
        Assert.Equal([1, 3], ReceiveWhile<int>(_ => true, msgs: 2));
        Tell(1, "two", 3);
        Assert.Equal([1], ReceiveWhile<int>(_ => true, shouldIgnoreOtherMessageTypes: false));
        Assert.Equal("two", ReceiveOne());
    }

    [Fact]
    public void A_filter_makes_something_of_the_messages_until_it_makes_nothing()
    {
        Tell(1, 2, "three");
        Assert.Equal(["<1>", "<2>"], ReceiveWhile(TimeSpan.FromSeconds(3), message => message is int number ? $"<{number}>" : null!));
        Assert.Equal("three", ReceiveOne());
    }

    [Fact]
    public void A_number_or_an_idle_time_ends_it_too()
    {
        Tell(1, 2, 3);
        Assert.Equal([1, 2], ReceiveWhile<int>(_ => true, msgs: 2));
        Assert.Equal([3], ReceiveWhile<int>(_ => true, idle: Briefly));
    }

    [Fact]
    public void Fishing_drops_messages_until_the_right_one_comes()
    {
        Tell(1, "a", 2, "b", 3);
        var dropped = new ArrayList();
        Assert.Equal("b", FishForMessage<string>(text => text == "b", dropped));
        Assert.Equal(new object[] { 1, "a", 2 }, dropped.ToArray());
        Assert.Equal(3, FishForMessage(message => message is int));
        Fails(() => FishForMessage(_ => true, Briefly, "the big one"), "the big one");
    }

    [Fact]
    public async Task Fishing_until_a_time_fails_when_the_unwanted_message_comes()
    {
        Tell(1, 2);
        await FishUntilMessageAsync<string>(Briefly);
        Tell(1, "bite");
        await FailsAsync(() => FishUntilMessageAsync<string>(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Silence_after_messages_can_be_waited_for()
    {
        Tell(1, 2);
        Assert.Equal(new object[] { 1, 2 }, (await WaitForRadioSilenceAsync(Briefly)).ToArray());
    }

    [Fact]
    public async Task All_of_it_can_be_awaited()
    {
        Tell(1, 2, 3, 4, "five", 6);
        Assert.Equal(1, await PeekOneAsync());
        Assert.Equal(1, await ReceiveOneAsync());
        var two = new List<object>();
        await foreach (var message in ReceiveNAsync(2))
            two.Add(message);
        Assert.Equal(new object[] { 2, 3 }, two);
        Assert.Equal("five", await FishForMessageAsync<string>(_ => true));
        var rest = new List<int>();
        await foreach (var number in ReceiveWhileAsync<int>(_ => true, msgs: 1))
            rest.Add(number);
        Assert.Equal([6], rest);
        Assert.Null(await ReceiveOneAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_message_wakes_who_waits_for_it_at_once()
    {
        var waiting = ReceiveOneAsync(TimeSpan.FromMinutes(1));
        Tell("wake up");
        Assert.Equal("wake up", await waiting);
    }
}
