using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class LoggerSpec
{
    [Fact]
    public async Task A_logger_named_by_the_configuration_gets_the_level_and_above_with_source_cause_and_text()
    {
        var key = $"log{Guid.NewGuid():N}";
        var system = ActorSystem.Create(key, $$"""
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.loggers = ["{{typeof(KeepingLogger).AssemblyQualifiedName}}"]
            """);
        var log = Logging.GetLogger(system, "me");
        Assert.False(log.IsInfoEnabled);
        Assert.True(log.IsWarningEnabled && log.IsErrorEnabled);
        log.Info("not wanted {0}", 1);
        log.Warning("warned {0} and {1}", 1, "two");
        var boom = new Boom();
        log.Error(boom, "failed {0}", 3);
        await LoggerHasSeenAll(system);
        await system.Terminate();
        var lines = KeepingLogger.Lines[key].Where(line => line.LogSource.StartsWith("me", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["warned 1 and two", "failed 3"], lines.Select(line => line.Message.ToString()));
        Assert.Equal([LogLevel.WarningLevel, LogLevel.ErrorLevel], lines.Select(line => line.LogLevel()));
        Assert.Same(boom, lines[1].Cause);
    }

    [Fact]
    public async Task Failures_and_where_it_is_asked_for_births_and_deaths_are_logged()
    {
        var key = $"log{Guid.NewGuid():N}";
        var system = ActorSystem.Create(key, $$"""
            akka.loglevel = DEBUG
            akka.stdout-loglevel = OFF
            akka.loggers = ["{{typeof(KeepingLogger).AssemblyQualifiedName}}"]
            akka.actor.debug { lifecycle = on, autoreceive = on }
            """);
        var directives = new Dictionary<object, Directive> { ["resume"] = Directive.Resume, ["restart"] = Directive.Restart };
        var child = Props.Create(() => new Scripted((message, _) => Fail(message)));
        var parent = system.ActorOf(Props.Create(() => new Scripted((_, context) => context.Sender.Tell(context.ActorOf(child, "child"), context.Self)))
            .WithSupervisorStrategy(new OneForOneStrategy(error => directives[error.Message])));
        var failing = await parent.Ask<IActorRef>("make it", TimeSpan.FromSeconds(20));
        using var debug = Inbox.Create(system);
        system.EventStream.Subscribe(debug.Receiver, typeof(Debug));
        failing.Tell("resume");
        failing.Tell("restart");
        await failing.GracefulStop(TimeSpan.FromSeconds(20));
        // Whoever watches hears of the end before it is logged.
        Debug line;
        do line = Assert.IsAssignableFrom<Debug>(await debug.ReceiveAsync(TimeSpan.FromSeconds(20)));
        while (!line.LogSource.EndsWith("/child", StringComparison.Ordinal) || line.Message is not string text || !text.StartsWith("Stopped", StringComparison.Ordinal));
        await LoggerHasSeenAll(system);
        await system.Terminate();
        var lines = KeepingLogger.Lines[key].Where(line => line.LogSource.EndsWith("/child", StringComparison.Ordinal)).ToArray();
        string[] expected = ["Debug Started", "Warning resume", "Error restart", "Debug Restarting", "Debug Restarted", "Debug received AutoReceiveMessage <PoisonPill>", "Debug Stopped"];
        Assert.Equal(expected, expected.Select(begin => lines.Select(line => $"{line.GetType().Name} {line.Message}").FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal))?[..begin.Length]));
        Assert.All(lines.Where(line => line is Warning or Error), line => Assert.IsType<Boom>(line.Cause));
    }

    private static void Fail(object message) => throw new Boom((string)message);

    [Fact]
    public async Task An_actors_log_names_the_actor_and_the_level_can_be_changed_while_running()
    {
        var key = $"log{Guid.NewGuid():N}";
        var system = ActorSystem.Create(key, $$"""
            akka.loglevel = ERROR
            akka.stdout-loglevel = OFF
            akka.loggers = ["{{typeof(KeepingLogger).AssemblyQualifiedName}}"]
            """);
        var actor = system.ActorOf(Props.Create(() => new Scripted((message, context) => context.GetLogger().Info("saw {0}", message))), "speaker");
        actor.Tell("unheard");
        await actor.Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(20));
        system.EventStream.SetLogLevel(LogLevel.InfoLevel);
        actor.Tell("heard");
        await actor.Ask<ActorIdentity>(new Identify(2), TimeSpan.FromSeconds(20));
        await LoggerHasSeenAll(system);
        await system.Terminate();
        var line = Assert.Single(KeepingLogger.Lines[key], line => line.LogSource.Contains("speaker", StringComparison.Ordinal));
        Assert.Equal(("saw heard", $"akka://{key}/user/speaker"), (line.Message.ToString(), line.LogSource));
    }

    [Theory]
    [InlineData("debug", LogLevel.DebugLevel)]
    [InlineData("INFO", LogLevel.InfoLevel)]
    [InlineData("Warning", LogLevel.WarningLevel)]
    [InlineData("ERROR", LogLevel.ErrorLevel)]
    public void Levels_have_names(string name, LogLevel level) => Assert.Equal(level, Logging.LogLevelFor(name));

    [Fact]
    public void An_unknown_level_is_refused() => Assert.Throws<ArgumentException>(() => Logging.LogLevelFor("LOUD"));

    /// <summary>A logger is stopped like any actor, with what is in its mailbox: the test waits until it is through.</summary>
    private static Task<IActorRef> LoggerHasSeenAll(ActorSystem system) =>
        system.ActorSelection("/system/log*-KeepingLogger").ResolveOne(TimeSpan.FromSeconds(20));

    public sealed class KeepingLogger : ReceiveActor
    {
        public static readonly ConcurrentDictionary<string, ConcurrentQueue<LogEvent>> Lines = new();

        public KeepingLogger()
        {
            var lines = Lines.GetOrAdd(Context.System.Name, _ => new ConcurrentQueue<LogEvent>());
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(lines.Enqueue);
        }
    }
}
