using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What a system's configuration says about the runtime itself, read once; defaults are in <c>akka.conf</c>.</summary>
public class Settings
{
    private readonly Config _userConfig;
    private Config _fallback;

    public Settings(ActorSystem system, Config config)
        : this(system, config, ActorSystemSetup.Empty)
    {
    }

    /// <exception cref="ConfigurationException">A value is not what its key needs.</exception>
    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _userConfig = config;
        _fallback = ConfigurationFactory.Default();
        Config = _userConfig.SafeWithFallback(_fallback);
        var all = Config;
        SchedulerClass = all.GetString("akka.scheduler.implementation");
        SupervisorStrategyClass = all.GetString("akka.actor.guardian-supervisor-strategy");
        ProviderClass = all.GetString("akka.actor.provider");
        AskTimeout = all.GetTimeSpan("akka.actor.ask-timeout");
        LogLevel = all.GetString("akka.loglevel");
        StdoutLogLevel = all.GetString("akka.stdout-loglevel");
        Loggers = all.GetStringList("akka.loggers");
        LoggersDispatcher = all.GetString("akka.loggers-dispatcher");
        LoggerStartTimeout = all.GetTimeSpan("akka.logger-startup-timeout");
        LogConfigOnStart = all.GetBoolean("akka.log-config-on-start");
        LogDeadLetters = all.GetString("akka.log-dead-letters") switch
        {
            "on" or "true" or "yes" => int.MaxValue,
            "off" or "false" or "no" => 0,
            _ => all.GetInt("akka.log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = all.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = all.GetTimeSpan("akka.log-dead-letters-suspend-duration");
        AddLoggingReceive = all.GetBoolean("akka.actor.debug.receive");
        DebugAutoReceive = all.GetBoolean("akka.actor.debug.autoreceive");
        DebugLifecycle = all.GetBoolean("akka.actor.debug.lifecycle");
        DebugEventStream = all.GetBoolean("akka.actor.debug.event-stream");
        SerializeAllMessages = all.GetBoolean("akka.actor.serialize-messages");
        DebugUnhandledMessage = all.GetBoolean("akka.actor.debug.unhandled");
        SchedulerShutdownTimeout = all.GetTimeSpan("akka.scheduler.shutdown-timeout");
        CoordinatedShutdownTerminateActorSystem = all.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = all.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
        LogFormatter = Formatter(all.GetString("akka.logger-formatter"));
        StdoutLogger = all.GetString("akka.stdout-logger-class") is { Length: > 0 } output
            ? Util.TypeNames.Create<MinimalLogger>(output)
            : new StandardOutLogger();
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException("akka.coordinated-shutdown.run-by-actor-system-terminate = on and "
                + "akka.coordinated-shutdown.terminate-actor-system = off contradict each other: the system would never end.");
        }
    }

    public ActorSystem System { get; }

    public ActorSystemSetup Setup { get; }

    /// <summary>The whole configuration: what was given, then the defaults.</summary>
    public Config Config { get; private set; }

    public string SchedulerClass { get; }

    public string SupervisorStrategyClass { get; }

    public string ProviderClass { get; }

    public TimeSpan AskTimeout { get; }

    public string LogLevel { get; }

    public string StdoutLogLevel { get; }

    public IList<string> Loggers { get; }

    public string LoggersDispatcher { get; }

    public TimeSpan LoggerStartTimeout { get; }

    public ILogMessageFormatter LogFormatter { get; }

    public MinimalLogger StdoutLogger { get; }

    public bool LogConfigOnStart { get; }

    public int LogDeadLetters { get; }

    public bool LogDeadLettersDuringShutdown { get; }

    public TimeSpan LogDeadLettersSuspendDuration { get; }

    public bool AddLoggingReceive { get; }

    public bool DebugAutoReceive { get; }

    public bool DebugLifecycle { get; }

    public bool DebugEventStream { get; }

    public bool DebugUnhandledMessage { get; }

    /// <summary>Whether messages between actors of this process are serialized too, to find out in tests whether they can be.</summary>
    public bool SerializeAllMessages { get; }

    public TimeSpan SchedulerShutdownTimeout { get; }

    public bool CoordinatedShutdownTerminateActorSystem { get; }

    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>Adds defaults behind all others: an extension's own reference configuration.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        _fallback = config.SafeWithFallback(_fallback);
        Config = _userConfig.SafeWithFallback(_fallback);
    }

    public override string ToString() => Config.ToString();

    private static ILogMessageFormatter Formatter(string name)
    {
        var type = Util.TypeNames.Find(name) ?? throw new ConfigurationException($"akka.logger-formatter names a type that is not there: '{name}'.");
        return type == typeof(DefaultLogMessageFormatter) ? DefaultLogMessageFormatter.Instance : Util.TypeNames.Create<ILogMessageFormatter>(name);
    }
}
