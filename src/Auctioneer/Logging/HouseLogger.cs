using Akka.Actor;
using Akka.Event;
using Akka.Hosting.Logging;
using AkkaAuction.Messages.Remote.Guard;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>
/// Hands the actor system's log to the program's, by source, with the fields that a template names. The system makes it as its first actor
/// (akka.conf) and filters by <c>akka.loglevel</c>. The logger hands on peer events only at INFO and below: the screen shows a node that
/// leaves. It holds the log until the system stands: when a system cannot start, a person reads the settings' one sentence, and not the
/// same from Akka, too.
/// </summary>
internal sealed class HouseLogger : LoggerFactoryLogger
{
    private readonly ILoggerFactory _loggers = Context.System.Settings.Setup.Get<LoggerFactorySetup>().Value.LoggerFactory;
    private readonly bool _isVerbose = Akka.Event.Logging.LogLevelFor(Context.System.Settings.LogLevel) <= Akka.Event.LogLevel.InfoLevel;

    // Null: nothing is held back.
    private List<LogEvent>? _held = Context.System.HasExtension<Released>() ? null : [];

    /// <summary>The system stands: hands on what was held, and the log from now on.</summary>
    internal static void Release(ActorSystem system) => system.EventStream.Publish(system.WithExtension<Released, Releases>());

    protected override void PreStart()
    {
        base.PreStart();
        Context.System.EventStream.Subscribe(Self, typeof(Released));
    }

    protected override bool Receive(object message)
    {
        if (message is not Released) return base.Receive(message);
        foreach (var log in _held ?? []) Write(log);
        _held = null;
        return true;
    }

    protected override void Log(LogEvent log, ActorPath path)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (!_isVerbose && PeerEvents.Is(log)) return;
        if (_held is not null) _held.Add(log);
        else Write(log);
    }

    private void Write(LogEvent log)
    {
        var level = log switch
        {
            Error => LogLevel.Error,
            Warning => LogLevel.Warning,
            Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        var fields = log.TryGetProperties(out var named) ? named : null;
        var entry = new Entry(fields, log.GetTemplate(), log.Message.ToString() ?? "", log.Timestamp);
        _loggers.CreateLogger(log.LogSource).Log(level, default, entry, log.Cause, static (entry, _) => entry.Text);
    }

    /// <summary>What a system has once its log is handed on.</summary>
    private sealed class Released : IExtension;

    private sealed class Releases : ExtensionIdProvider<Released>
    {
        public override Released CreateExtension(ExtendedActorSystem system) => new();
    }

    /// <summary>One event's fields, as loggers look for them.</summary>
    private readonly record struct Entry(IReadOnlyDictionary<string, object>? Fields, string Template, string Text, DateTimeOffset At)
        : IReadOnlyCollection<KeyValuePair<string, object?>>
    {
        public int Count => (Fields?.Count ?? 0) + 2;

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            foreach (var (name, value) in Fields ?? new Dictionary<string, object>()) yield return new(name, value);
            yield return new(PlainLine.TimeField, At);
            yield return new("{OriginalFormat}", Template);
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
