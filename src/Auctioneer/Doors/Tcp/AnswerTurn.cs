using System.Threading.Tasks.Sources;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// The wait of a connection for its session's answer. It is used again for each request, so that waiting costs no object. One reader waits;
/// any thread may end the wait.
/// </summary>
internal sealed class AnswerTurn : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private int _isWaiting;

    /// <summary>Begins to wait; before the session is asked, or its answer may come too early.</summary>
    public ValueTask Begin()
    {
        _core.Reset();
        Volatile.Write(ref _isWaiting, 1);
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Ends the wait, if there is one.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isWaiting, 0) == 1) _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
