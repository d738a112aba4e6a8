using System.Globalization;
using System.Net.Sockets;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>
/// The file descriptors of this process, as its doors share them. The highest <see cref="Reserve"/> numbers are not for connections: they
/// are kept for the journal, the logs, the control door, and assemblies that .NET loads late (a process that cannot open one ends with "Out
/// of memory"). The kernel gives out the lowest free number, so one look at that number says whether a connection would reach into the
/// reserve.
/// </summary>
internal sealed class Descriptors
{
    /// <summary>Kept free where the limit allows it; else half of what is free.</summary>
    public const int ReserveMost = 64;

    /// <summary>Above the ceilings, for callers who are told that the house is full; at most a quarter of what is free.</summary>
    public const int TurnedAwayMost = 32;

    /// <summary>How long a door pauses before it looks again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>A shortage that returns within this time is the same one, and is not logged again.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private const string Probe = "/dev/null";

    private readonly Lock _gate = new();
    private readonly Func<int?> _lowestFree;
    private readonly TimeProvider _time;
    private readonly Action<string> _log;
    private long? _lastShort;

    /// <param name="limit">How many this process may have; null: nobody says.</param>
    /// <param name="lowestFree">The number that the next one gets; null: none is left.</param>
    /// <param name="time">The clock of pauses.</param>
    /// <param name="log">Gets a line for each shortage.</param>
    public Descriptors(int? limit, Func<int?> lowestFree, TimeProvider time, Action<string> log)
    {
        (Limit, _lowestFree, _time, _log) = (limit, lowestFree, time, log);
        Measure();
    }

    /// <summary>How many this process may have; null: nobody says.</summary>
    public int? Limit { get; }

    /// <summary>Those that no connection may take.</summary>
    public int Reserve { get; private set; }

    /// <summary>Whether one more connection would reach into the reserve.</summary>
    public bool AreShort => Limit is { } limit && (_lowestFree() is not { } free || free >= limit - Reserve);

    /// <summary>Those of this process. .NET raises the soft limit to the hard one when it starts.</summary>
    public static Descriptors OfProcess(Action<string> log)
    {
        const string Limits = "/proc/self/limits";
        var isKnown = File.Exists(Limits) && File.Exists(Probe);
        return new Descriptors(isKnown ? LimitIn(File.ReadAllLines(Limits)) : null, LowestFree, TimeProvider.System, log);
    }

    /// <summary>The soft limit of open files; null: there is none.</summary>
    /// <param name="limits">The lines of <c>/proc/self/limits</c>.</param>
    public static int? LimitIn(IEnumerable<string> limits)
    {
        const string Row = "Max open files";
        var row = limits.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        return row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
            && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
    }

    /// <summary>Whether an accept failed because the process or the machine is out of descriptors or of memory for sockets.</summary>
    public static bool IsShortage(SocketError error) => error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;

    /// <summary>Counts those in use, and sets the reserve.</summary>
    /// <returns>How many connections there is room for; null: nobody says.</returns>
    public int? Measure()
    {
        if (Limit is not { } limit) return null;
        var free = Math.Max(0, limit - (_lowestFree() ?? limit));
        Reserve = Math.Min(ReserveMost, free / 2);
        return free - Reserve - Math.Min(TurnedAwayMost, free / 4);
    }

    /// <summary>Ends when a connection may be accepted; until then it looks again after each pause.</summary>
    public async Task UntilFreeAsync(CancellationToken cancellation)
    {
        while (AreShort) await PauseAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Pauses a door that is short of descriptors; the first pause of a shortage is logged.</summary>
    public Task PauseAsync(CancellationToken cancellation)
    {
        NoteShortage();
        return Task.Delay(Pause, _time, cancellation);
    }

    /// <summary>Logs a shortage unless it is still the same one.</summary>
    public void NoteShortage()
    {
        lock (_gate)
        {
            var isNew = _lastShort is not { } last || _time.GetElapsedTime(last) > Calm;
            _lastShort = _time.GetTimestamp();
            if (!isNew) return;
        }
        _log($"File descriptors are short ({(Limit is { } limit ? $"limit {limit}" : "no limit known")}, {Reserve} kept for the "
            + "journal and the like): the doors accept no connections until some are closed. Raise the limit (ulimit -n)");
    }

    private static int? LowestFree()
    {
        try
        {
            using var probe = File.OpenHandle(Probe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return (int)probe.DangerousGetHandle();
        }
        catch (IOException)
        {
            // None is left, for this process or for the machine.
            return null;
        }
    }
}
