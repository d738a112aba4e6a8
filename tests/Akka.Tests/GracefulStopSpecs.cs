using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class GracefulStopSpecs : ActorSpec
{
    [Fact]
    public async Task It_is_true_once_the_actor_has_ended_with_what_was_sent_before_handled()
    {
        var log = NewProbe();
        var actor = Start((message, _) => log.Ref.Tell(message));
        actor.Tell("before");
        Assert.True(await actor.GracefulStop(Soon));
        await log.Expect("before");
    }

    [Fact]
    public async Task It_is_true_at_once_for_one_that_had_ended() =>
        Assert.True(await (await Ended()).GracefulStop(Soon));

    [Fact]
    public async Task It_is_false_when_the_actor_does_not_end_in_time() =>
        Assert.False(await Start((_, _) => { }).GracefulStop(TimeSpan.FromMilliseconds(50), "a message that it ignores"));

    [Fact]
    public async Task It_can_use_the_actors_own_word_for_stopping()
    {
        var actor = Start((message, context) =>
        {
            if (message is "go home") context.Stop(context.Self);
        });
        Assert.True(await actor.GracefulStop(Soon, "go home"));
    }

    private async Task<IActorRef> Ended()
    {
        var actor = Start((_, _) => { });
        await actor.GracefulStop(Soon);
        return actor;
    }
}
