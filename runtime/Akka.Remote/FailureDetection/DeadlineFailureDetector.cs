namespace Akka.Remote;

/// <summary>
/// Available while the last heartbeat is younger than one interval and the pause that is put up with. For TCP connections, which notice most
/// failures by themselves.
/// </summary>
public class DeadlineFailureDetector : FailureDetector
{
    private const long Never = long.MinValue;

    private readonly Clock _clock;
    private readonly long _deadlineMillis;
    private long _lastHeartbeat = Never;

    /// <exception cref="ArgumentException">A time is not positive.</exception>
    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, TimeSpan heartbeatInterval, Clock? clock = null)
    {
        if (acceptableHeartbeatPause <= TimeSpan.Zero) throw new ArgumentException("The acceptable pause must be positive.", nameof(acceptableHeartbeatPause));
        if (heartbeatInterval <= TimeSpan.Zero) throw new ArgumentException("The heartbeat interval must be positive.", nameof(heartbeatInterval));
        _clock = clock ?? DefaultClock;
        _deadlineMillis = (long)(acceptableHeartbeatPause + heartbeatInterval).TotalMilliseconds;
    }

    public override bool IsAvailable
    {
        get
        {
            var last = Volatile.Read(ref _lastHeartbeat);
            return last == Never || _clock() - last < _deadlineMillis;
        }
    }

    public override bool IsMonitoring => Volatile.Read(ref _lastHeartbeat) != Never;

    public sealed override void HeartBeat() => Volatile.Write(ref _lastHeartbeat, _clock());
}
