using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>
/// Writes the actor system's log to standard error, one line an event: time, level, source, text. Standard output is the screen's. The system makes it
/// (akka.conf), as its first actor; how much it gets is <c>akka.loglevel</c>.
/// </summary>
public sealed class StandardErrorLogger : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger: Sender.Tell(new LoggerInitialized()); break;
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
}
