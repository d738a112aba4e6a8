using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>A logger's mailbox; any queue will do.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;

/// <summary>A logger that is no actor, so that it works before there are any. Its reference belongs to no system.</summary>
public abstract class MinimalLogger : ActorRefBase, IInternalActorRef
{
    protected MinimalLogger() => Path = new RootActorPath(Address.AllSystems, GetType().Name);

    public sealed override ActorPath Path { get; }

    IInternalActorRef IInternalActorRef.Parent => ActorRefs.Nobody;

    LocalActorRefProvider IInternalActorRef.Provider => throw new NotSupportedException("This logger belongs to no actor system.");

    bool IInternalActorRef.IsTerminated => false;

    bool IActorRefScope.IsLocal => true;

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> names) => ActorRefs.Nobody;

    void IInternalActorRef.Start()
    {
    }

    void IInternalActorRef.Stop()
    {
    }

    void IInternalActorRef.Suspend()
    {
    }

    void IInternalActorRef.Resume(Exception? causedByFailure)
    {
    }

    void IInternalActorRef.Restart(Exception cause)
    {
    }

    void IInternalActorRef.SendSystemMessage(Dispatch.SysMsg.SystemMessage message)
    {
    }

    protected sealed override void TellInternal(object message, IActorRef? sender) => Log(message);

    protected abstract void Log(object message);
}

/// <summary>Prints to the standard output, a line an event, coloured by level.</summary>
public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock Console = new();

    public StandardOutLogger()
    {
    }

    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    public static bool UseColors { get; set; } = true;

    protected override void Log(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is LogEvent logEvent) Print(logEvent);
        else System.Console.WriteLine(message);
    }

    private static void Print(LogEvent logEvent)
    {
        string line;
        try
        {
            line = logEvent.ToString();
        }
        catch (FormatException error)
        {
            // A template that does not fit its values is a fault of the line, not of the logger.
            line = $"[{logEvent.LogLevel().StringFor()}][{logEvent.LogSource}] a log template does not fit its values: "
                + $"{(logEvent.Message as LogMessage)?.Format} ({(logEvent.Message as LogMessage)?.Unformatted()}): {error.Message}";
        }
        lock (Console)
        {
            if (!UseColors || System.Console.IsOutputRedirected)
            {
                System.Console.WriteLine(line);
                return;
            }
            var before = System.Console.ForegroundColor;
            System.Console.ForegroundColor = logEvent.LogLevel() switch
            {
                LogLevel.DebugLevel => DebugColor,
                LogLevel.InfoLevel => InfoColor,
                LogLevel.WarningLevel => WarningColor,
                _ => ErrorColor,
            };
            System.Console.WriteLine(line);
            System.Console.ForegroundColor = before;
        }
    }
}

/// <summary>The logger actor that is used unless another is configured: hands over to the standard output.</summary>
public class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private MinimalLogger? _output;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _output = Context.System.Settings.StdoutLogger;
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => _output?.Tell(logEvent, ActorRefs.NoSender);
}
