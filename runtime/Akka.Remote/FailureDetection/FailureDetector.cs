using System.Diagnostics;

namespace Akka.Remote;

/// <summary>Milliseconds from any fixed point, never going back.</summary>
public delegate long Clock();

/// <summary>
/// Judges from the arrival of heartbeats whether somebody is still there. One that never had a heartbeat is held to be available: nothing is
/// known against it.
/// </summary>
public abstract class FailureDetector
{
    /// <summary>The process's monotonic time in milliseconds.</summary>
    public static readonly Clock DefaultClock = () => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    public abstract bool IsAvailable { get; }

    /// <summary>Whether there was a heartbeat at all.</summary>
    public abstract bool IsMonitoring { get; }

    public abstract void HeartBeat();
}
