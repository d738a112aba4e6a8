using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class WatchAsyncSpecs : ActorSpec
{
    [Fact]
    public async Task It_is_true_when_the_actor_has_ended()
    {
        var actor = Start((_, _) => { });
        var ended = actor.WatchAsync();
        Assert.False(ended.IsCompleted);
        actor.Tell(PoisonPill.Instance);
        Assert.True(await ended.WaitAsync(Soon));
    }

    [Fact]
    public async Task It_is_true_at_once_for_one_that_had_ended()
    {
        var actor = Start((_, _) => { });
        Assert.True(await actor.GracefulStop(Soon));
        Assert.True(await actor.WatchAsync().WaitAsync(Soon));
    }

    [Fact]
    public async Task A_cancelled_wait_is_false()
    {
        using var source = new CancellationTokenSource();
        var ended = Start((_, _) => { }).WatchAsync(source.Token);
        await source.CancelAsync();
        Assert.False(await ended.WaitAsync(Soon));
    }
}
