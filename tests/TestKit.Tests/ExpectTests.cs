using Akka.Actor;
using Akka.TestKit.TestActors;
using static AkkaAuction.TestKit.Tests.Failing;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Expectations about the next message, each with the case in which it must fail.</summary>
public sealed class ExpectTests : Akka.TestKit.Xunit2.TestKit
{
    private readonly IActorRef _echo;

    public ExpectTests() => _echo = Sys.ActorOf(SimpleEchoActor.Props());

    [Fact]
    public void What_the_test_tells_comes_from_its_test_actor_so_that_answers_reach_it()
    {
        _echo.Tell("hello");
        Assert.Equal("hello", ExpectMsg<string>());
        Assert.Equal("hello", LastMessage);
        Assert.Equal(_echo, LastSender);
    }

    [Fact]
    public void A_message_that_does_not_come_fails_the_test_after_the_timeout() =>
        Fails(() => ExpectMsg<string>(Briefly, "the greeting"), "Timeout", "System.String", "the greeting");

    [Fact]
    public void A_message_of_another_type_fails_the_test_and_is_shown()
    {
        _echo.Tell(42);
        Fails(() => ExpectMsg<string>(), "System.String", "System.Int32", "42");
    }

    [Fact]
    public void A_message_of_a_derived_type_will_do()
    {
        _echo.Tell("hello");
        Assert.Equal("hello", ExpectMsg<object>());
    }

    [Fact]
    public void A_message_must_equal_the_expected_one()
    {
        _echo.Tell("hello");
        ExpectMsg("hello");
        _echo.Tell("other");
        Fails(() => ExpectMsg("hello"), "hello", "other");
    }

    [Fact]
    public void Sequences_are_equal_by_their_elements()
    {
        _echo.Tell(new[] { 1, 2 });
        ExpectMsg(new[] { 1, 2 });
        _echo.Tell(new[] { 1, 2 });
        Fails(() => ExpectMsg(new[] { 1, 3 }));
    }

    [Fact]
    public void A_predicate_must_be_true_of_the_message()
    {
        _echo.Tell(7);
        Assert.Equal(7, ExpectMsg<int>(number => number == 7));
        _echo.Tell(7);
        Fails(() => ExpectMsg<int>(number => number == 8, hint: "to be eight"), "to be eight", "7");
    }

    [Fact]
    public void A_predicate_may_look_at_the_sender_too()
    {
        _echo.Tell(7);
        Assert.Equal(7, ExpectMsg<int>((number, sender) => number == 7 && sender.Equals(_echo)));
        _echo.Tell(7);
        Fails(() => ExpectMsg<int>((_, sender) => sender.Equals(TestActor)));
    }

    [Fact]
    public void What_an_assertion_about_the_message_throws_comes_out()
    {
        _echo.Tell(7);
        ExpectMsg<int>(number => Assert.Equal(7, number));
        _echo.Tell(7);
        Assert.Throws<InvalidOperationException>(() => ExpectMsg<int>(number => Refuse(number)));
        _echo.Tell(7);
        ExpectMsg<int>((number, sender) => Assert.Equal(_echo, sender));

        static void Refuse(int number) => throw new InvalidOperationException($"{number}");
    }

    [Fact]
    public void A_comparer_of_ones_own_decides()
    {
        _echo.Tell("HELLO");
        ExpectMsg("hello", (expected, actual) => expected.Equals(actual, StringComparison.OrdinalIgnoreCase));
        _echo.Tell("HELLO");
        Fails(() => ExpectMsg("hello", (expected, actual) => expected == actual));
    }

    [Fact]
    public void The_sender_can_be_expected_as_well()
    {
        _echo.Tell("a");
        Assert.Equal("a", ExpectMsgFrom<string>(_echo));
        _echo.Tell("b");
        ExpectMsgFrom(_echo, "b");
        _echo.Tell("c");
        ExpectMsgFrom<string>(_echo, text => text == "c");
        _echo.Tell("d");
        Fails(() => ExpectMsgFrom<string>(TestActor));
        _echo.Tell("e");
        Fails(() => ExpectMsgFrom(_echo, "other"));
        Fails(() => ExpectMsgFrom<string>(_echo, Briefly));
    }

    [Fact]
    public void Silence_can_be_expected_and_a_message_breaks_it()
    {
        ExpectNoMsg(Briefly);
        ExpectNoMsg(0);
        _echo.Tell("noise");
        Fails(() => ExpectNoMsg(TimeSpan.FromSeconds(3)), "noise");
    }

    [Fact]
    public void One_of_several_messages_can_be_expected()
    {
        _echo.Tell("b");
        Assert.Equal("b", ExpectMsgAnyOf(new[] { "a", "b" }));
        _echo.Tell("c");
        Fails(() => ExpectMsgAnyOf(new[] { "a", "b" }), "c");
    }

    [Fact]
    public void Several_messages_can_be_expected_in_any_order()
    {
        foreach (var text in new[] { "c", "a", "b" })
            _echo.Tell(text);
        Assert.Equal(["a", "b", "c"], ExpectMsgAllOf("a", "b", "c").Order());
        _echo.Tell("a");
        _echo.Tell("x");
        Fails(() => ExpectMsgAllOf("a", "b"), "b", "x");
        _echo.Tell("a");
        Fails(() => ExpectMsgAllOf(Briefly, "a", "b"));
    }

    [Fact]
    public void The_end_of_a_watched_actor_can_be_expected()
    {
        Watch(_echo);
        Sys.Stop(_echo);
        Assert.Equal(_echo, ExpectTerminated(_echo).ActorRef);
    }

    [Fact]
    public void The_end_of_another_actor_is_not_the_expected_one()
    {
        var other = Sys.ActorOf(BlackHoleActor.Props);
        Watch(_echo);
        Sys.Stop(_echo);
        Fails(() => ExpectTerminated(other));
        Fails(() => ExpectTerminated(other, Briefly));
    }

    [Fact]
    public void What_is_no_longer_watched_ends_in_silence()
    {
        Watch(_echo);
        Unwatch(_echo);
        var probe = CreateTestProbe();
        probe.Watch(_echo);
        Sys.Stop(_echo);
        probe.ExpectTerminated(_echo);
        ExpectNoMsg(0);
    }

    [Fact]
    public async Task Every_expectation_can_be_awaited()
    {
        _echo.Tell("a");
        Assert.Equal("a", await ExpectMsgAsync<string>());
        _echo.Tell("b");
        await ExpectMsgAsync("b");
        _echo.Tell("c");
        await ExpectMsgAsync<string>(text => text == "c");
        _echo.Tell("d");
        await ExpectMsgFromAsync(_echo, "d");
        _echo.Tell("e");
        Assert.Equal("e", await ExpectMsgAnyOfAsync(new[] { "e" }));
        _echo.Tell("f");
        _echo.Tell("g");
        var all = new List<string>();
        await foreach (var message in ExpectMsgAllOfAsync<string>(["g", "f"]))
            all.Add(message);
        Assert.Equal(["f", "g"], all.Order());
        await ExpectNoMsgAsync(0);
        await WatchAsync(_echo);
        Sys.Stop(_echo);
        await ExpectTerminatedAsync(_echo);
        await FailsAsync(async () => await ExpectMsgAsync<string>(Briefly), "Timeout");
    }

    [Fact]
    public async Task After_an_await_the_test_still_sends_as_its_test_actor()
    {
        await Task.Yield();
        _echo.Tell("hello");
        await ExpectMsgAsync("hello");
        await Task.Run(() => { });
        _echo.Tell("again");
        ExpectMsg("again");
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var source = new CancellationTokenSource(Briefly);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await WaitForever(source.Token));

        async Task WaitForever(CancellationToken token) => await PeekOneAsync(token);
    }
}
