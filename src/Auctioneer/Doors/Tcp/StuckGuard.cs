using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>Cuts a connection that is still closing after a while; holds on to it only as long as somebody else does.</summary>
internal sealed class StuckGuard(ConnectionContext connection)
{
    private readonly WeakReference<ConnectionContext> _connection = new(connection);

    // A timer that nobody holds may be collected before it fires; the queue of timers holds this, and this the timer.
    private ITimer? _timer;

    public static void Watch(ConnectionContext connection, TimeSpan patience, TimeProvider time)
    {
        var guard = new StuckGuard(connection);
        guard._timer = time.CreateTimer(static state => ((StuckGuard)state!).Fire(), guard, patience, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        _timer?.Dispose();
        if (_connection.TryGetTarget(out var stuck)) stuck.Abort();
    }
}
