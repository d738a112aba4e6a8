using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AkkaAuction.CommandLine;

/// <summary>
/// What stops a program: Ctrl-C, SIGTERM, a closed terminal. The first signal stops it in order, so that what there is can still be shown;
/// a later one kills it.
/// </summary>
public static class StopSignals
{
    // What stops a group of processes signals each of them twice within a moment: as the child, and as one of the group.
    private static readonly TimeSpan OneStop = TimeSpan.FromSeconds(1);

    private static readonly CancellationTokenSource Stopped = new();

    // Never disposed: one more signal while the program ends must not make a stop in order look like a kill.
    private static readonly Lazy<PosixSignalRegistration[]> Registered = new(() =>
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
    ]);

    private static long _firstAt;

    /// <summary>From now on the first signal ends no process; whoever calls it stops when the token is cancelled.</summary>
    public static CancellationToken Listen()
    {
        _ = Registered.Value;
        return Stopped.Token;
    }

    private static void Stop(PosixSignalContext signal)
    {
        var now = Stopwatch.GetTimestamp();
        var first = Interlocked.CompareExchange(ref _firstAt, now, 0);
        if (first != 0 && Stopwatch.GetElapsedTime(first, now) > OneStop) return;
        signal.Cancel = true;
        Stopped.Cancel();
    }
}
