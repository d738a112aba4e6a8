using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ActorLookupSpec : ActorSpec
{
    [Fact]
    public async Task An_actor_is_found_by_its_path_as_path_and_as_text()
    {
        var actor = await Nested();
        Assert.Equal(actor, await System.ActorSelection(actor.Path).ResolveOne(Soon));
        Assert.Equal(actor, await System.ActorSelection(actor.Path.ToString()).ResolveOne(Soon));
        Assert.Equal(actor, await System.ActorSelection(actor.Path.ToStringWithoutAddress()).ResolveOne(Soon));
        Assert.Equal(actor, await System.ActorSelection(actor.Path.ToSerializationFormat()).ResolveOne(Soon));
    }

    [Fact]
    public async Task The_provider_resolves_a_path_to_the_actor_itself()
    {
        var actor = await Nested();
        var provider = ((ExtendedActorSystem)System).Provider;
        Assert.Equal(actor, provider.ResolveActorRef(actor.Path));
        Assert.Equal(actor, provider.ResolveActorRef(actor.Path.ToSerializationFormat()));
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_resolves_to_a_dead_reference_of_that_path()
    {
        var provider = ((ExtendedActorSystem)System).Provider;
        var nowhere = provider.ResolveActorRef($"{System}/user/no/body");
        Assert.Equal("/user/no/body", nowhere.Path.ToStringWithoutAddress());
        Assert.Null((await nowhere.Ask<ActorIdentity>(new Identify(1), Soon)).Subject);
    }

    [Fact]
    public async Task The_incarnation_counts_in_a_comparison_of_references()
    {
        var first = Start((_, _) => { }, "again");
        Assert.True(await first.GracefulStop(Soon));
        var second = await WhenFree(() => Start((_, _) => { }, "again"));
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
        Assert.Equal(second, await System.ActorSelection("/user/again").ResolveOne(Soon));
        var provider = ((ExtendedActorSystem)System).Provider;
        Assert.Equal(second, provider.ResolveActorRef(second.Path));
    }

    [Fact]
    public async Task An_asker_is_found_below_temp_while_it_waits()
    {
        var provider = ((ExtendedActorSystem)System).Provider;
        var actor = Start((_, context) => context.Sender.Tell((context.Sender.Path, provider.ResolveActorRef(context.Sender.Path).Equals(context.Sender))));
        var (path, found) = await actor.Ask<(ActorPath, bool)>("where are you?", Soon);
        Assert.Equal(("temp", true), (path.Parent.Name, found));
    }

    [Fact]
    public async Task A_child_is_found_by_its_parent_only()
    {
        var found = new TaskCompletionSource<(IActorRef Child, IActorRef NoChild)>();
        Start((_, context) =>
        {
            context.ActorOf(Props.Create(() => new Scripted((_, _) => Nothing())), "child");
            found.SetResult((context.Child("child"), context.Child("nobody")));
        }, "parent").Tell("go");
        var (child, noChild) = await found.Task.WaitAsync(Soon);
        Assert.Equal("/user/parent/child", child.Path.ToStringWithoutAddress());
        Assert.True(noChild.IsNobody());
    }

    [Fact]
    public void Nobody_is_null_and_nobody_and_the_dead_letters()
    {
        Assert.True(ActorRefs.NoSender.IsNobody());
        Assert.True(ActorRefs.Nobody.IsNobody());
        Assert.True(System.DeadLetters.IsNobody());
        Assert.False(Start((_, _) => Nothing()).IsNobody());
        Assert.Equal(System.DeadLetters, ((ExtendedActorSystem)System).Provider.ResolveActorRef(System.DeadLetters.Path));
    }

    /// <summary>A guardian hears of an end by itself, maybe after the one who waited for it.</summary>
    private static async Task<IActorRef> WhenFree(Func<IActorRef> make)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return make();
            }
            catch (InvalidActorNameException) when (attempt < 1000)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<IActorRef> Nested()
    {
        var parent = Start((_, context) => context.Sender.Tell(context.ActorOf(Props.Create(() => new Scripted((_, _) => Nothing())), "child")), "parent");
        return await parent.Ask<IActorRef>("make", Soon);
    }

    private static void Nothing()
    {
    }
}
