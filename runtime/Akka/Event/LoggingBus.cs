using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Event;

/// <summary>
/// The loggers' side of the event stream: starts those that <c>akka.loggers</c> names, subscribes each to the level and above, and puts the
/// standard output in their place before they are up and after they are gone.
/// </summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private static readonly LogLevel[] Levels = Enum.GetValues<LogLevel>();

    private readonly List<IActorRef> _loggers = [];
    private readonly CancellationTokenSource _shutdown = new();
    private int _loggerNumber;
    private volatile int _logLevel;

    public LoggingBus()
    {
    }

    public LogLevel LogLevel => (LogLevel)_logLevel;

    /// <summary>Changes what the loggers get from now on.</summary>
    public void SetLogLevel(LogLevel logLevel)
    {
        _logLevel = (int)logLevel;
        lock (_loggers)
        {
            foreach (var logger in _loggers)
            {
                SubscribeFrom(logLevel, logger);
                foreach (var below in Levels.Where(level => level < logLevel)) Unsubscribe(logger, below.ClassFor());
            }
        }
    }

    public void StartStdoutLogger(Settings config)
    {
        _logLevel = Math.Min((int)Logging.LogLevelFor(config.LogLevel), (int)Logging.LogLevelFor(config.StdoutLogLevel));
        SubscribeFrom(Logging.LogLevelFor(config.StdoutLogLevel), config.StdoutLogger);
        Publish(new Debug("EventStream", GetType(), "the standard output logs until the loggers are up"));
    }

    /// <exception cref="ConfigurationException">A logger that is configured does not exist.</exception>
    internal void StartDefaultLoggers(ActorSystemImpl system)
    {
        var settings = system.Settings;
        var source = $"EventStream({system.Name})";
        _logLevel = (int)Logging.LogLevelFor(settings.LogLevel);
        var keepStdout = false;
        var starting = new List<(Task<object> Answer, IActorRef Logger, string Name)>();
        foreach (var name in settings.Loggers)
        {
            var type = TypeNames.Find(name) ?? throw new ConfigurationException($"akka.loggers names a logger that is not there: '{name}'.");
            if (typeof(MinimalLogger).IsAssignableFrom(type))
            {
                keepStdout = true;
                continue;
            }
            var logger = system.SystemActorOf(Props.Create(type).WithDispatcher(settings.LoggersDispatcher), $"log{++_loggerNumber}-{type.Name}");
            starting.Add((logger.Ask(new InitializeLogger(this), Timeout.InfiniteTimeSpan, _shutdown.Token), logger, name));
        }
        foreach (var (answer, logger, name) in starting)
        {
            _ = answer.ContinueWith(ended => Started(ended, logger, name, source), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        // Constructing a system is synchronous by contract, so here, and only here, it is waited for; a logger that is slow joins later.
        if (!Task.WaitAll([.. starting.Select(each => (Task)each.Answer)], settings.LoggerStartTimeout))
            Publish(new Warning(source, GetType(), $"not all loggers were ready within {settings.LoggerStartTimeout}; their first lines are missing"));
        if (settings.DebugUnhandledMessage)
        {
            var forwarder = system.SystemActorOf(Props.Create(() => new UnhandledMessageForwarder()), "UnhandledMessageForwarder");
            Subscribe(forwarder, typeof(UnhandledMessage));
        }
        if (!keepStdout) Unsubscribe(settings.StdoutLogger);
        Publish(new Debug(source, GetType(), "loggers started"));
    }

    internal void StopDefaultLoggers(ActorSystemImpl system)
    {
        SubscribeFrom(Logging.LogLevelFor(system.Settings.StdoutLogLevel), system.Settings.StdoutLogger);
        _shutdown.Cancel();
        lock (_loggers)
        {
            foreach (var logger in _loggers)
            {
                Unsubscribe(logger);
                ((IInternalActorRef)logger).Stop();
            }
            _loggers.Clear();
        }
        Publish(new Debug($"EventStream({system.Name})", GetType(), "loggers stopped"));
    }

    private void Started(Task<object> answer, IActorRef logger, string name, string source)
    {
        if (answer.IsCompletedSuccessfully && answer.Result is LoggerInitialized)
        {
            lock (_loggers) _loggers.Add(logger);
            SubscribeFrom(LogLevel, logger);
            return;
        }
        if (!answer.IsCanceled)
            Publish(new Error(answer.Exception, source, GetType(), $"the logger {name} did not answer with LoggerInitialized; it is stopped"));
        ((IInternalActorRef)logger).Stop();
    }

    private void SubscribeFrom(LogLevel lowest, IActorRef logger)
    {
        foreach (var level in Levels.Where(level => level >= lowest)) Subscribe(logger, level.ClassFor());
    }

    private sealed class UnhandledMessageForwarder : ActorBase
    {
        protected override bool Receive(object message)
        {
            if (message is not UnhandledMessage unhandled) return false;
            Context.System.EventStream.Publish(new Debug(unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(),
                $"Unhandled message from {unhandled.Sender?.Path.ToString() ?? "nobody"} : {unhandled.Message}"));
            return true;
        }
    }
}
