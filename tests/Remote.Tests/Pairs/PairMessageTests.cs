using System.Globalization;
using Akka.Actor;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>What is told between two nodes, of which the other may be of another supplier: it arrives whole, once and in order, under whatever name it was sent to.</summary>
[Collection(Pair.OneAtATime)]
public sealed class PairMessageTests : Pair
{
    private static readonly int Many =
        int.Parse(Environment.GetEnvironmentVariable("AKKA_TESTS_BURST") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Everything_with_a_serializer_crosses_both_ways()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var echo = await At(here, there, "echo");
        foreach (var message in new object[] { "grüß dich", "", 42, int.MinValue, 9_000_000_000L, -1L, new byte[] { 1, 2, 3 }, Array.Empty<byte>() })
            Assert.Equal(message, await echo.Ask<object>(message, Patience));

        var (ear, inbox) = Ear(here, "ear");
        var path = ear.Path.ToSerializationFormatWithAddress(AddressOf(here));
        there.Do($"tell {path} grüß dich");
        Assert.Equal("grüß dich", await Next<object>(inbox));
        there.Do($"number {path} 7");
        Assert.Equal(7, await Next<object>(inbox));
        Assert.Equal(7L << 32, await Next<object>(inbox));
        there.Do($"bytes {path} 010203");
        Assert.Equal(new byte[] { 1, 2, 3 }, await Next<object>(inbox));
        there.Do($"success {path} fine");
        Assert.Equal("fine", (await Next<Status.Success>(inbox)).Status);
        there.Do($"failure {path} broken");
        Assert.Equal("broken", Assert.IsType<InvalidOperationException>((await Next<Status.Failure>(inbox)).Cause).Message);
    }

    [Fact]
    public async Task A_failure_is_told_to_whoever_asked()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var thrower = await At(here, there, "thrower");
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => thrower.Ask<string>("count", Patience));
        Assert.Contains("cannot count", thrown.ToString(), StringComparison.Ordinal);
        var ear = await At(here, there, "ear");
        ear.Tell(new Status.Failure(new InvalidOperationException("broken")));
        await there.HearAsync("heard Failure System.InvalidOperationException: broken");
    }

    [Fact]
    public async Task Selections_find_by_name_and_by_pattern_what_is_there_and_nobody_else()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here);
        foreach (var (pattern, expected) in new[] { ("anna", 1), ("an*", 2), ("*", 3), ("?en", 1), ("../family/ben", 1), ("../*/ben", 1) })
        {
            here.ActorSelection($"{there.At}/user/family/{pattern}").Tell(new Identify(pattern), ear);
            for (var i = 0; i < expected; i++)
            {
                var identity = await Next<ActorIdentity>(inbox);
                Assert.Equal(pattern, identity.MessageId);
                Assert.Equal("ben".Length, Math.Min(3, identity.Subject.Path.Name.Length));
            }
        }

        here.ActorSelection($"{there.At}/user/nobody").Tell(new Identify(7), ear);
        var none = await Next<ActorIdentity>(inbox);
        Assert.Equal((7, null), ((int)none.MessageId, none.Subject));

        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        foreach (var pattern in (string[])["own", "o*", "o?n", "../user/own"])
            await there.DoAsync($"identify {AddressOf(here)}/user/{pattern} {pattern}", $"identity {pattern} {Serialized(here, own)}");
        await there.DoAsync($"identify {AddressOf(here)}/user/nobody x", "identity x none");
    }

    [Fact]
    public async Task A_reference_that_is_sent_leads_back_from_either_side()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var echo = await At(here, there, "echo");
        Assert.Equal(ear, await echo.Ask<IActorRef>(ear, Patience));

        there.Do($"reference {Serialized(here, ear)}");
        var (given, sender) = await inbox.ReadAsync();
        Assert.Equal(given, sender);
        ((IActorRef)given).Tell("back again", ear);
        await there.HearAsync($"heard String back again from {Serialized(here, ear)}");
        ((IActorRef)given).Tell("from nobody", ActorRefs.NoSender);
        await there.HearAsync("heard String from nobody from nobody");
        ((IActorRef)given).Tell(ear, ear);
        await there.HearAsync($"heard reference {Serialized(here, ear)}");
    }

    [Fact]
    public async Task Messages_arrive_in_order_in_both_directions_at_once()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var own = here.ActorOf(Props.Create(() => new Counting()), "counting");
        var counter = await At(here, there, "counter");
        there.Do($"count {Serialized(here, own)} {Many}");
        for (var i = 0; i < Many; i++) counter.Tell(i);
        Assert.Equal(Many, await counter.Ask<int>($"{Many}", Patience * 4));
        Assert.Equal(Many, await own.Ask<int>($"{Many}", Patience * 4));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(60_000)]
    [InlineData(127_000)]
    public async Task What_fits_into_a_frame_arrives(int size)
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        there.Do($"big {Serialized(here, ear)} {size}");
        Assert.Equal(size, (await Next<string>(inbox)).Length);
        (await At(here, there, "ear")).Tell(new string('b', size));
        if (size > 1_000) await there.HearAsync($"heard String of {size}");
    }

    [Fact]
    public async Task What_fits_into_no_frame_is_lost_alone()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var broken = Events<DisassociatedEvent>(here);
        there.Do($"big {Serialized(here, ear)} 130000");
        there.Do($"tell {Serialized(here, ear)} after");
        Assert.Equal("after", await Next<string>(inbox));
        var other = await At(here, there, "ear");
        other.Tell(new string('b', 130_000));
        other.Tell("after");
        await there.HearAsync("heard String after");
        Assert.False(there.HasSaid("heard String of"));
        Assert.False(broken.TryRead(out _));
    }
}
