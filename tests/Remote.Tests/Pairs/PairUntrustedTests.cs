using Akka.Actor;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>A node in untrusted mode, on either side, lets in what it must for bidders and nothing else.</summary>
[Collection(Pair.OneAtATime)]
public sealed class PairUntrustedTests : Pair
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_untrusted_mode_only_trusted_paths_are_selected_and_nobody_is_killed_but_death_watch_works(bool here)
    {
        const string Untrusted = """akka.remote { untrusted-mode = on, trusted-selection-paths = ["/user/echo", "/system/remote-watcher"] }""";
        using var there = await OtherAsync(here ? "" : Untrusted);
        var system = Node("here", here ? Untrusted : "");
        var (_, inbox) = Ear(system, "ear");
        var own = system.ActorOf(Props.Create(() => new Echo()), "echo");
        if (here)
        {
            there.Do($"select {AddressOf(system)}/user/ear not for you");
            there.Do($"poison {Serialized(system, own)}");
            there.Do($"watch {Serialized(system, own)}");
            there.Do($"select {AddressOf(system)}/user/echo for you");
            await there.HearAsync("heard String for you");
            Assert.False(inbox.TryRead(out _));
            system.Stop(own);
            await there.HearAsync($"terminated {Serialized(system, own)}");
            return;
        }

        var (ear, ofEar) = Ear(system);
        var echo = await At(system, there, "echo");
        system.ActorSelection($"{there.At}/user/ear").Tell("not for you");
        echo.Tell(PoisonPill.Instance);
        await Watch(system, ear, echo);
        Assert.Equal("for you", await system.ActorSelection($"{there.At}/user/echo").Ask<string>("for you", Patience));
        Assert.False(there.HasSaid("not for you"));
        there.Do($"stop {echo.Path.ToSerializationFormat()}");
        Assert.Equal(echo, (await Next<Terminated>(ofEar)).ActorRef);
    }
}
