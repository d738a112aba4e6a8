using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class DeathWatchSpec : ActorSpec
{
    [Fact]
    public async Task A_watcher_gets_exactly_one_Terminated()
    {
        var watcher = NewProbe();
        var actor = Start((_, _) => { });
        await watcher.Watch(actor);
        await watcher.Watch(actor);
        actor.Tell(PoisonPill.Instance);
        await watcher.ExpectTerminated(actor);
        await watcher.ExpectNothingYet();
    }

    [Fact]
    public async Task Who_watches_the_dead_hears_so_at_once()
    {
        var watcher = NewProbe();
        var actor = Start((_, _) => { });
        Assert.True(await actor.GracefulStop(Soon));
        await watcher.Watch(actor);
        await watcher.ExpectTerminated(actor);
    }

    [Fact]
    public async Task Watching_the_dead_again_after_an_Unwatch_tells_of_it_again()
    {
        var log = NewProbe();
        var subject = Start((_, _) => { });
        Assert.True(await subject.GracefulStop(Soon));
        var watcher = Start((message, context) =>
        {
            if (message is "watch") context.Watch(subject);
            else log.Ref.Tell(((Terminated)message).ActorRef);
        });
        watcher.Tell("watch");
        await log.Expect(subject);
        watcher.Tell("watch");
        await log.Expect(subject);
    }

    [Fact]
    public async Task Who_watches_a_path_where_nobody_is_hears_that_nobody_ever_confirmed_it()
    {
        var watcher = NewProbe();
        var nobody = ((ExtendedActorSystem)System).Provider.ResolveActorRef($"{System}/user/nobody");
        await watcher.Watch(nobody);
        var terminated = await watcher.Next<Terminated>();
        Assert.Equal((nobody.Path, false), (terminated.ActorRef.Path, terminated.ExistenceConfirmed));
    }

    [Fact]
    public async Task Watching_oneself_changes_nothing()
    {
        var log = NewProbe();
        var actor = Start((message, context) =>
        {
            context.Watch(context.Self);
            log.Ref.Tell(message);
        });
        actor.Tell("watch");
        await log.Expect("watch");
        Assert.True(await actor.GracefulStop(Soon));
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task Who_dies_while_being_watched_from_many_threads_at_once_is_missed_by_none()
    {
        for (var round = 0; round < 50; round++)
        {
            var subject = Start((_, _) => { });
            var heard = Enumerable.Range(0, 8).Select(_ => Task.Run(() => subject.WatchAsync())).ToArray();
            subject.Tell(PoisonPill.Instance);
            Assert.All(await Task.WhenAll(heard).WaitAsync(Soon), Assert.True);
        }
    }

    [Fact]
    public async Task All_watchers_hear_of_it()
    {
        var watchers = Enumerable.Range(0, 5).Select(_ => NewProbe()).ToArray();
        var actor = Start((_, _) => { });
        foreach (var watcher in watchers) await watcher.Watch(actor);
        actor.Tell(PoisonPill.Instance);
        foreach (var watcher in watchers) await watcher.ExpectTerminated(actor);
    }

    [Fact]
    public async Task Unwatch_silences_even_a_notice_that_is_already_in_the_mailbox()
    {
        var log = NewProbe();
        var subject = Start((_, _) => { });
        var gate = new TaskCompletionSource();
        var watcher = System.ActorOf(Props.Create(() => new Unwatcher(subject, log.Ref, gate.Task)));
        watcher.Tell("watch");
        await log.Expect("watching");
        watcher.Tell("hold");
        Assert.True(await subject.GracefulStop(Soon));
        gate.SetResult();
        watcher.Tell("end");
        await log.Expect("unwatched", "end");
    }

    [Fact]
    public async Task A_watcher_that_does_not_handle_Terminated_dies_of_a_DeathPactException()
    {
        var seen = NewProbe();
        var subject = Start((_, _) => { });
        System.ActorOf(Props.Create(() => new Pact(subject, seen.Ref)));
        subject.Tell(PoisonPill.Instance);
        var pact = await seen.Next<DeathPactException>();
        Assert.Equal(subject, pact.DeadActor);
    }

    [Fact]
    public async Task A_parent_that_watches_a_child_hears_of_it_once()
    {
        var log = NewProbe();
        var parent = Start((message, context) =>
        {
            if (message is "make") context.Watch(context.ActorOf(Props.Create(() => new Scripted((_, c) => c.Stop(c.Self))), "child")).Tell("stop");
            if (message is Terminated) log.Ref.Tell(context.Child("child").IsNobody() ? "gone and the name is free" : "gone but the name is taken");
        });
        parent.Tell("make");
        await log.Expect("gone and the name is free");
    }

    [Fact]
    public async Task An_actor_that_restarts_keeps_its_watchers()
    {
        var watcher = NewProbe();
        var actor = Start((message, _) =>
        {
            if (message is Boom boom) throw boom;
        });
        await watcher.Watch(actor);
        actor.Tell(new Boom());
        await actor.Ask<ActorIdentity>(new Identify(1), Soon);
        await watcher.ExpectNothingYet();
        actor.Tell(PoisonPill.Instance);
        await watcher.ExpectTerminated(actor);
    }

    private sealed class Unwatcher(IActorRef subject, IActorRef log, Task gate) : ReceiveActor
    {
        protected override void PreStart()
        {
            base.PreStart();
            Become(() =>
            {
                Receive<string>(text => text == "watch", _ =>
                {
                    Context.Watch(subject);
                    log.Tell("watching");
                });
                ReceiveAsync<string>(
                    async _ =>
                    {
                        await gate;
                        Context.Unwatch(subject);
                        log.Tell("unwatched");
                    },
                    text => text == "hold");
                ReceiveAny(message => log.Tell(message));
            });
        }
    }

    private sealed class Pact(IActorRef subject, IActorRef seen) : UntypedActor
    {
        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Dependent(subject)));

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            seen.Tell(error);
            return Directive.Stop;
        });

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Dependent(IActorRef subject) : ReceiveActor
    {
        protected override void PreStart() => Context.Watch(subject);
    }
}
