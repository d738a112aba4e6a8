using Akka.Actor;
using Akka.Event;
using AkkaAuction.Messages.Remote.Guard;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>
/// Writes the actor system's log to standard error, one line an event: time, level, source, text. Standard output is the screen's. The
/// system makes it (akka.conf), as its first actor; how much it gets is <c>akka.loglevel</c>. What peers do to their connections is
/// written from INFO on: a node that leaves is a line on the screen. A house holds it until its system stands: of a system that cannot
/// start a person reads one sentence, which the settings' reader makes, and not what Akka and the sentence both say.
/// </summary>
public sealed class StandardErrorLogger : UntypedActor
{
    private readonly bool _isVerbose = Akka.Event.Logging.LogLevelFor(Context.System.Settings.LogLevel) <= LogLevel.InfoLevel;

    // Null: nothing is held back.
    private List<LogEvent>? _held = Context.System.Settings.Config.GetBoolean(Holds) ? [] : null;

    /// <summary>The setting of a system whose log is held until <see cref="Release"/>.</summary>
    internal const string Holds = "auction.log-is-held";

    /// <summary>The system stands: its log is written from now on, with what was held.</summary>
    internal static void Release(ActorSystem system) => system.EventStream.Publish(system.WithExtension<Released, Releases>());

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(Released));
        // It began late, or again.
        if (Context.System.HasExtension<Released>()) _held = null;
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger: Sender.Tell(new LoggerInitialized()); break;
            case Released:
                foreach (var log in _held ?? []) Write(log);
                _held = null;
                break;
            case LogEvent log when !_isVerbose && PeerEvents.Is(log): break;
            case LogEvent log when _held is not null: _held.Add(log); break;
            case LogEvent log: Write(log); break;
            default: Unhandled(message); break;
        }
    }

    private static void Write(LogEvent log)
    {
        var level = log switch
        {
            Error => "ERROR",
            Warning => "WARN ",
            Info => "INFO ",
            _ => "DEBUG",
        };
        var cause = log is Error { Cause: { } fault } ? $" | {fault}" : "";
        Console.Error.WriteLine($"{log.Timestamp:HH:mm:ss.fff} {level} {log.LogSource} {log.Message}{cause}");
    }

    /// <summary>What a system has once its log is written.</summary>
    private sealed class Released : IExtension;

    private sealed class Releases : ExtensionIdProvider<Released>
    {
        public override Released CreateExtension(ExtendedActorSystem system) => new();
    }
}
