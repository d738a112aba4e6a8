using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class LocalActorRefProviderSpec : ActorSpec
{
    [Fact]
    public async Task Of_many_threads_that_make_an_actor_of_one_name_one_succeeds()
    {
        for (var round = 0; round < 50; round++)
        {
            var name = $"contested{round}";
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                try
                {
                    return Start((_, _) => { }, name);
                }
                catch (InvalidActorNameException)
                {
                    return null;
                }
            })));
            Assert.Single(outcomes, outcome => outcome is not null);
        }
    }

    [Fact]
    public async Task Within_one_message_a_name_is_given_once()
    {
        var outcome = new TaskCompletionSource<string>();
        Start((_, context) =>
        {
            context.ActorOf(Props.Create(() => new Scripted((_, _) => Nothing())), "twin");
            try
            {
                context.ActorOf(Props.Create(() => new Scripted((_, _) => Nothing())), "twin");
                outcome.SetResult("two of one name");
            }
            catch (InvalidActorNameException)
            {
                outcome.SetResult("refused");
            }
        }).Tell("go");
        Assert.Equal("refused", await outcome.Task.WaitAsync(Soon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$hallo")]
    [InlineData("a%")]
    [InlineData("%3")]
    [InlineData("%xx")]
    [InlineData("a?")]
    [InlineData("üß")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public void Names_that_cannot_be_are_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Start((_, _) => { }, name));

    [Fact]
    public void Actors_without_a_name_get_names_that_nobody_can_give()
    {
        var names = Enumerable.Range(0, 200).Select(_ => Start((_, _) => { }).Path.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("$", name));
    }

    [Fact]
    public async Task A_name_is_free_for_its_parent_as_soon_as_it_hears_of_the_end()
    {
        var log = NewProbe();
        var parent = Start((message, context) =>
        {
            if (message is Terminated ended && ReferenceEquals(context.Child("child"), ActorRefs.Nobody)) log.Ref.Tell($"{ended.ActorRef.Path.Name} free");
            var child = context.ActorOf(Props.Create(() => new Scripted((_, c) => c.Stop(c.Self))), "child");
            context.Watch(child);
            if (message is not "last") child.Tell("stop", ActorRefs.NoSender);
        });
        parent.Tell("begin");
        // Each end makes the next one of the same name, at once and without trying twice.
        for (var generation = 0; generation < 100; generation++) await log.Expect("child free");
    }

    [Fact]
    public async Task A_name_is_taken_until_the_actor_has_ended_and_not_only_until_it_was_told_to()
    {
        var outcome = NewProbe();
        using var gate = new ManualResetEventSlim();
        Start((_, context) =>
        {
            var child = context.ActorOf(Props.Create(() => new SlowToEnd(gate)), "child");
            context.Stop(child);
            try
            {
                context.ActorOf(Props.Create(() => new SlowToEnd(gate)), "child");
                outcome.Ref.Tell("two of one name");
            }
            catch (InvalidActorNameException)
            {
                outcome.Ref.Tell("taken");
            }
            gate.Set();
        }).Tell("go");
        await outcome.Expect("taken");
    }

    private static void Nothing()
    {
    }

    private sealed class SlowToEnd(ManualResetEventSlim gate) : UntypedActor
    {
        protected override void PostStop() => Assert.True(gate.Wait(Soon));

        protected override void OnReceive(object message)
        {
        }
    }
}
