namespace Akka.Actor;

/// <summary>
/// Calls scheduled things off. What is called off does not happen any more, unless it has begun. The cancellation token behind it is only
/// made when somebody asks for it: most never do.
/// </summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private CancellationTokenSource? _source;
    private int _canceled;
    private bool _disposed;

    public Cancelable(IScheduler scheduler)
        : this(scheduler.Advanced)
    {
    }

    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler.Advanced, delay)
    {
    }

    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler.Advanced, TimeSpan.FromMilliseconds(millisecondsDelay))
    {
    }

    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    public Cancelable(IActionScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    public bool IsCancellationRequested => Volatile.Read(ref _canceled) != 0;

    public bool IsDisposed => _disposed;

    public CancellationToken Token
    {
        get
        {
            var source = Volatile.Read(ref _source);
            if (source is null)
            {
                var fresh = new CancellationTokenSource();
                source = Interlocked.CompareExchange(ref _source, fresh, null) ?? fresh;
                // Whoever cancelled between our look and our write did not see the source: cancel it for him.
                if (IsCancellationRequested) source.Cancel();
            }
            ObjectDisposedException.ThrowIf(_disposed, this);
            return source.Token;
        }
    }

    public static ICancelable CreateCanceled()
    {
        var canceled = new TimerHandle();
        canceled.Cancel();
        return canceled;
    }

    /// <summary>One that is called off when any of <paramref name="cancelables"/> is.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler.Advanced, [.. cancelables.Select(c => c.Token)]);

    /// <summary>One that is called off when any of <paramref name="cancellationTokens"/> is.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        CreateLinkedCancelable(scheduler.Advanced, cancellationTokens);

    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler, [.. cancelables.Select(c => c.Token)]);

    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params CancellationToken[] cancellationTokens)
    {
        var linked = new Cancelable(scheduler);
        foreach (var token in cancellationTokens) token.Register(linked.Cancel);
        return linked;
    }

    public void Cancel() => Cancel(false);

    public void Cancel(bool throwOnFirstException)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _canceled, 1) == 0) Volatile.Read(ref _source)?.Cancel(throwOnFirstException);
    }

    public void CancelAfter(TimeSpan delay)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _scheduler.ScheduleOnce(delay, CancelUnlessDisposed);
    }

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private void CancelUnlessDisposed()
    {
        if (!_disposed) Cancel();
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _disposed) return;
        _disposed = true;
        _source?.Dispose();
    }
}

public static class CancelableExtensions
{
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}

/// <summary>The runtime's own handle on a timer: one flag. Nobody outside ever sees it.</summary>
internal class TimerHandle : ICancelable
{
    private volatile bool _canceled;

    public bool IsCancellationRequested => _canceled;

    public CancellationToken Token => new(_canceled);

    public void Cancel() => _canceled = true;

    public void Cancel(bool throwOnFirstException) => _canceled = true;

    /// <summary>The runtime asks for this of none that runs, and a cancelled one, as <see cref="Cancelable.CreateCanceled"/> gives out, has nothing left to do.</summary>
    public void CancelAfter(TimeSpan delay)
    {
        if (!_canceled) throw new NotSupportedException();
    }

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));
}
