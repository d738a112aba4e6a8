using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ContextWatchWithSpec : ActorSpec
{
    [Fact]
    public async Task WatchWith_sends_the_chosen_message_instead_of_Terminated()
    {
        var log = NewProbe();
        var subject = Start((_, _) => { });
        await Watcher(log, context => context.WatchWith(subject, "it is gone"));
        subject.Tell(PoisonPill.Instance);
        await log.Expect("it is gone");
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task Of_two_watches_with_different_messages_the_first_stands()
    {
        var log = NewProbe();
        var subject = Start((_, _) => { });
        await Watcher(log, context =>
        {
            context.WatchWith(subject, "first");
            context.WatchWith(subject, "second");
        });
        subject.Tell(PoisonPill.Instance);
        await log.Expect("first");
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task After_an_Unwatch_another_message_can_be_chosen()
    {
        var log = NewProbe();
        var subject = Start((_, _) => { });
        await Watcher(log, context =>
        {
            context.WatchWith(subject, "first");
            context.Unwatch(subject);
            context.WatchWith(subject, "second");
        });
        subject.Tell(PoisonPill.Instance);
        await log.Expect("second");
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task Who_watches_the_dead_gets_the_chosen_message_too()
    {
        var log = NewProbe();
        var subject = Start((_, _) => { });
        Assert.True(await subject.GracefulStop(Soon));
        await Watcher(log, context => context.WatchWith(subject, "it was gone"));
        await log.Expect("it was gone");
    }

    [Fact]
    public async Task Every_subject_has_its_own_message()
    {
        var log = NewProbe();
        var subjects = Enumerable.Range(0, 10).Select(_ => Start((_, _) => { })).ToArray();
        await Watcher(log, context =>
        {
            for (var at = 0; at < subjects.Length; at++) context.WatchWith(subjects[at], at);
        });
        for (var at = 0; at < subjects.Length; at++)
        {
            subjects[at].Tell(PoisonPill.Instance);
            await log.Expect(at);
        }
    }

    private async Task Watcher(Probe log, Action<IActorContext> watch)
    {
        var watching = new TaskCompletionSource();
        Start((message, context) =>
        {
            if (message is not Action<IActorContext> action)
            {
                log.Ref.Tell(message);
                return;
            }
            action(context);
            watching.SetResult();
        }).Tell(watch);
        await watching.Task.WaitAsync(Soon);
    }
}
