using System.Collections.Concurrent;
using Akka.Actor;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>Streams of the lots that have failed too often: a lot looks here when it comes back, and stays halted when it is named.</summary>
public sealed class HaltedLots
{
    private readonly ConcurrentDictionary<string, byte> _streams = new(StringComparer.Ordinal);

    public void Add(string stream) => _streams.TryAdd(stream, 0);

    public bool Contains(string stream) => !_streams.IsEmpty && _streams.ContainsKey(stream);
}

/// <summary>
/// How the desk treats what fails below it. A session is stopped alone: its connection is cut, its bidder comes back with the token. A lot
/// is started again, so that its mailbox survives and every bid gets an answer; one that fails too often within the window is marked and
/// comes back halted. One that cannot even come back halted has facts that nobody can read: that is no matter of one lot, and is handed
/// up; the desk is stopped for good then (<see cref="HouseWatch"/>). The board goes on with what it knows, and the
/// wake-ups with their queue: what they hold is made of many messages, and the one that they failed on must not cost the rest.
/// </summary>
public sealed class HouseSupervision : OneForOneStrategy
{
    private readonly SupervisionSettings _settings;
    private readonly TimeProvider _time;
    private readonly HaltedLots _halted;
    private readonly Dictionary<string, Queue<DateTimeOffset>> _failures = new(StringComparer.Ordinal);

    public HouseSupervision(SupervisionSettings settings, TimeProvider time, HaltedLots halted)
        : base(-1, Timeout.InfiniteTimeSpan, DefaultDecider.Decide)
    {
        _settings = settings;
        _time = time;
        _halted = halted;
    }

    protected override Directive Handle(IActorRef child, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(child);
        var name = child.Path.Name;
        if (name.StartsWith("session-", StringComparison.Ordinal)) return Directive.Stop;
        if (!ItemAuction.TryStreamOf(name, out var stream)) return Directive.Resume;
        if (_halted.Contains(stream) && exception is ActorInitializationException) return Directive.Escalate;
        if (!_failures.TryGetValue(stream, out var recent)) _failures.Add(stream, recent = new Queue<DateTimeOffset>());
        var now = _time.GetUtcNow();
        recent.Enqueue(now);
        while (now - recent.Peek() > _settings.Within) recent.Dequeue();
        if (recent.Count >= _settings.Failures) _halted.Add(stream);
        return Directive.Restart;
    }
}
