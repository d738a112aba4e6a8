using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class DeadLetterSupressionSpec : ActorSpec
{
    [Fact]
    public async Task A_suppressed_message_to_the_dead_letters_is_published_apart()
    {
        var (letters, suppressed, all) = Subscribers();
        System.DeadLetters.Tell(new Quiet(), letters.Ref);
        System.DeadLetters.Tell(new Loud(), letters.Ref);
        Assert.IsType<Loud>((await letters.Next<DeadLetter>()).Message);
        Assert.IsType<Quiet>((await suppressed.Next<SuppressedDeadLetter>()).Message);
        Assert.IsType<SuppressedDeadLetter>(await all.Next());
        Assert.IsType<DeadLetter>(await all.Next());
        await suppressed.ExpectNothingYet();
    }

    [Fact]
    public async Task A_suppressed_message_to_an_actor_that_has_ended_is_published_apart_with_its_sender()
    {
        var actor = Start((_, _) => { });
        Assert.True(await actor.GracefulStop(Soon));
        var (letters, suppressed, _) = Subscribers();
        actor.Tell(new Quiet(), letters.Ref);
        actor.Tell(new Loud(), letters.Ref);
        var quiet = await suppressed.Next<SuppressedDeadLetter>();
        Assert.Equal(letters.Ref, quiet.Sender);
        Assert.IsType<Loud>((await letters.Next<DeadLetter>()).Message);
    }

    private (Probe Letters, Probe Suppressed, Probe All) Subscribers()
    {
        var (letters, suppressed, all) = (NewProbe(), NewProbe(), NewProbe());
        System.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        System.EventStream.Subscribe(suppressed.Ref, typeof(SuppressedDeadLetter));
        System.EventStream.Subscribe(all.Ref, typeof(AllDeadLetters));
        return (letters, suppressed, all);
    }

    private sealed class Quiet : IDeadLetterSuppression;

    private sealed class Loud;
}
