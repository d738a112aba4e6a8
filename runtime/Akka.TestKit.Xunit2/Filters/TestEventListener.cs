using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// The logger of a test system: prints like the usual one, except for what a filter recognises. Dead letters and unhandled messages are events
/// to it like any other. Made by the system for <c>akka.loggers</c>.
/// </summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<LogFilter> _filters = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                foreach (var type in new[] { typeof(MuteEvents), typeof(UnmuteEvents), typeof(DeadLetter), typeof(UnhandledMessage) })
                    initialize.LoggingBus.Subscribe(Self, type);
                return base.Receive(message);
            case MuteEvents mute:
                _filters.AddRange(mute.Filters);
                return true;
            case UnmuteEvents unmute:
                foreach (var filter in unmute.Filters)
                    _filters.Remove(filter);
                return true;
            case LogEvent logEvent:
                Show(logEvent, logEvent);
                return true;
            case DeadLetter letter:
                var path = letter.Recipient.Path.ToString();
                var type1 = letter.Recipient.GetType();
                Show(
                    new Warning(path, type1, letter),
                    new Warning(path, type1, $"Dead letter from {letter.Sender}: {letter.Message}"));
                return true;
            default:
                Print(new Debug(Context.System.Name, GetType(), message));
                return true;
        }
    }

    private void Show(LogEvent seen, LogEvent printed)
    {
        if (!_filters.Exists(filter => Recognises(filter, seen)))
            Print(printed);
    }

    /// <summary>A predicate of a test may throw for events that it was not meant for: that is no match.</summary>
    private static bool Recognises(LogFilter filter, LogEvent logEvent)
    {
        try
        {
            return filter.Apply(logEvent);
        }
        catch (Exception) when (!System.Diagnostics.Debugger.IsAttached)
        {
            return false;
        }
    }
}
