using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Event;

namespace Akka.Remote.Associations;

/// <summary>
/// Counts and logs what was not accepted: damaged or oversized frames, unknown serializers and manifests, unbound types, what untrusted mode
/// keeps out. Per kind the first few are logged and then ever fewer, so that whoever sends rubbish cannot fill the log with it.
/// </summary>
internal sealed class Refusals(ILoggingAdapter log)
{
    private static readonly Meter Meter = new("Akka.Remote");
    private static readonly Counter<long> Counter = Meter.CreateCounter<long>("akka.remote.refused", description: "What was not accepted from or for other nodes.");

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long CountOf(string kind) => _counts.GetValueOrDefault(kind);

    public void Note(string kind, string what)
    {
        Counter.Add(1, new KeyValuePair<string, object?>("kind", kind));
        var count = _counts.AddOrUpdate(kind, 1, (_, before) => before + 1);
        if (count <= 8 || (count & (count - 1)) == 0) log.Warning("Refused ({0}, no. {1}): {2}", kind, count, what);
    }
}
