using Akka.Actor;
using Akka.Event;
using Akka.Hosting.Logging;
using AkkaAuction.Messages.Remote.Guard;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>
/// Hands the actor system's log to the program's, by source, with the fields that a template names. The system makes it (akka.conf), as its first actor; how much it gets is
/// <c>akka.loglevel</c>. What peers do to their connections is handed on from INFO on: a node that leaves is a line on the screen. A house holds its log until
/// its system stands: of a system that cannot start a person reads one sentence, which the settings' reader makes, and not what Akka and the sentence both say.
/// </summary>
internal sealed class HouseLogger : LoggerFactoryLogger
{
    private readonly ILoggerFactory _loggers = Context.System.Settings.Setup.Get<LoggerFactorySetup>().Value.LoggerFactory;
    private readonly bool _isVerbose = Akka.Event.Logging.LogLevelFor(Context.System.Settings.LogLevel) <= Akka.Event.LogLevel.InfoLevel;

    // Null: nothing is held back.
    private List<LogEvent>? _held = Context.System.HasExtension<Released>() ? null : [];

    /// <summary>The system stands: its log is handed on from now on, with what was held.</summary>
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
        _loggers.CreateLogger(log.LogSource).Log(
            level, default, new Said(fields, log.GetTemplate(), log.Message.ToString() ?? "", log.Timestamp), log.Cause, static (said, _) => said.Text);
    }

    /// <summary>What a system has once its log is handed on.</summary>
    private sealed class Released : IExtension;

    private sealed class Releases : ExtensionIdProvider<Released>
    {
        public override Released CreateExtension(ExtendedActorSystem system) => new();
    }

    /// <summary>One event's fields, as loggers look for them.</summary>
    private readonly record struct Said(IReadOnlyDictionary<string, object>? Fields, string Template, string Text, DateTimeOffset At) : IReadOnlyCollection<KeyValuePair<string, object?>>
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
