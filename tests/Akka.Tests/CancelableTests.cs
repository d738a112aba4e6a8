using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class CancelableTests : VirtualTimeSpec
{
    [Fact]
    public void It_cancels_its_token_and_those_linked_to_it()
    {
        using var source = new Cancelable(System.Scheduler);
        using var linked = (Cancelable)Cancelable.CreateLinkedCancelable(System.Scheduler, source);
        Assert.False(source.IsCancellationRequested || linked.IsCancellationRequested);
        source.Cancel();
        Assert.True(source.IsCancellationRequested && linked.IsCancellationRequested && source.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_linked_one_does_not_cancel_its_source()
    {
        using var source = new Cancelable(System.Scheduler);
        using var linked = (Cancelable)Cancelable.CreateLinkedCancelable(System.Scheduler, source);
        linked.Cancel();
        Assert.True(linked.IsCancellationRequested);
        Assert.False(source.IsCancellationRequested);
    }

    [Fact]
    public void It_can_be_told_to_cancel_itself_after_a_time()
    {
        using var source = new Cancelable(System.Scheduler);
        using var born = new Cancelable(System.Scheduler, Tick);
        source.CancelAfter(Tick);
        Clock.Advance(HalfATick);
        Assert.False(source.IsCancellationRequested || born.IsCancellationRequested);
        Clock.Advance(HalfATick);
        Assert.True(source.IsCancellationRequested && born.IsCancellationRequested);
    }

    [Fact]
    public void One_that_is_born_cancelled_stays_so_and_throws_when_asked_to()
    {
        var cancelled = Cancelable.CreateCanceled();
        cancelled.Cancel();
        cancelled.CancelAfter(Tick);
        Assert.True(cancelled.IsCancellationRequested && cancelled.Token.IsCancellationRequested);
        using var source = new Cancelable(System.Scheduler);
        source.Cancel(true);
        Assert.ThrowsAny<OperationCanceledException>(() => source.Token.ThrowIfCancellationRequested());
    }

    [Fact]
    public void Disposed_it_cannot_be_cancelled_any_more()
    {
        var disposed = new Cancelable(System.Scheduler);
        disposed.Dispose();
        Assert.True(disposed.IsDisposed);
        Assert.Throws<ObjectDisposedException>(disposed.Cancel);
        Assert.Throws<ObjectDisposedException>(() => disposed.CancelAfter(Tick));
        Assert.Throws<ObjectDisposedException>(() => disposed.Token);
        Assert.False(disposed.IsCancellationRequested);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void What_a_callback_throws_keeps_the_others_from_running_only_where_that_is_asked_for(bool throwOnFirst, int run)
    {
        using var source = new Cancelable(System.Scheduler);
        var count = 0;
        for (var callback = 0; callback < 2; callback++)
        {
            source.Token.Register(() =>
            {
                count++;
                throw new Boom();
            });
        }
        var thrown = Assert.ThrowsAny<Exception>(() => source.Cancel(throwOnFirst));
        Assert.Equal(throwOnFirst ? typeof(Boom) : typeof(AggregateException), thrown.GetType());
        Assert.Equal(run, count);
    }

    [Fact]
    public async Task Cancelling_runs_what_was_registered_once()
    {
        using var source = new Cancelable(System.Scheduler);
        var count = 0;
        source.Token.Register(() => Interlocked.Increment(ref count));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(source.Cancel)));
        Assert.Equal(1, count);
    }
}
