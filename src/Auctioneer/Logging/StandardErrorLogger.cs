using Akka.Actor;
using Akka.Event;
using AkkaAuction.Messages.Remote.Guard;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>
/// Writes the actor system's log to standard error, one line an event: time, level, source, text. Standard output is the screen's. The
/// system makes it (akka.conf), as its first actor; how much it gets is <c>akka.loglevel</c>. What peers do to their connections is
/// written from INFO on: a node that leaves is a line on the screen.
/// </summary>
public sealed class StandardErrorLogger : UntypedActor
{
    private readonly bool _isVerbose = Akka.Event.Logging.LogLevelFor(Context.System.Settings.LogLevel) <= LogLevel.InfoLevel;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger: Sender.Tell(new LoggerInitialized()); break;
            case LogEvent log:
                if (_isVerbose || !PeerEvents.Is(log)) Write(log);
                break;
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
}
