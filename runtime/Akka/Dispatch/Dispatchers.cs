using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>The dispatchers of a system, by the path of their section in the configuration.</summary>
public sealed class Dispatchers
{
    public static readonly string DefaultDispatcherId = "akka.actor.default-dispatcher";
    public static readonly string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";
    public static readonly string SynchronizedDispatcherId = "akka.actor.synchronized-dispatcher";

    private readonly ActorSystemImpl _system;
    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new(StringComparer.Ordinal);

    internal Dispatchers(ActorSystemImpl system, IDispatcherPrerequisites prerequisites)
    {
        _system = system;
        Prerequisites = prerequisites;
        DefaultGlobalDispatcher = Lookup(DefaultDispatcherId);
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    public MessageDispatcher DefaultGlobalDispatcher { get; }

    /// <exception cref="ConfigurationException">There is no such dispatcher.</exception>
    public MessageDispatcher Lookup(string dispatcherName) =>
        _configurators.GetOrAdd(dispatcherName, Configure).Dispatcher();

    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    /// <returns>False when there is one of that name already.</returns>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) => _configurators.TryAdd(id, configurator);

    internal MessageDispatcher For(Props props) =>
        props.DispatcherOrNull is not { Length: > 0 } name || name == DefaultDispatcherId ? DefaultGlobalDispatcher : Lookup(name);

    internal void End()
    {
        foreach (var configurator in _configurators.Values)
        {
            if (configurator is SharedConfigurator { Made: { } made }) made.End();
        }
    }

    private MessageDispatcherConfigurator Configure(string id)
    {
        var config = _system.Settings.Config.GetConfig(id) ?? throw new ConfigurationException($"There is no dispatcher '{id}'.");
        var defaults = _system.Settings.Config.GetConfig(DefaultDispatcherId);
        var named = ConfigurationFactory.ParseString($"id = \"{id}\"").WithFallback(config).WithFallback(defaults);
        var type = named.GetString("type");
        return type switch
        {
            null or "" => throw new ConfigurationException($"The dispatcher '{id}' has no type."),
            "Dispatcher" or "TaskDispatcher" or "ForkJoinDispatcher" => new SharedConfigurator(named, Prerequisites, c => new ThreadPoolDispatcher(c)),
            "SynchronizedDispatcher" => new SharedConfigurator(named, Prerequisites, c => new SynchronizedDispatcher(c)),
            "PinnedDispatcher" => new PinnedConfigurator(named, Prerequisites),
            _ => TypeNames.Create<MessageDispatcherConfigurator>(type, named, Prerequisites),
        };
    }

    /// <summary>One dispatcher for all that name it.</summary>
    private sealed class SharedConfigurator : MessageDispatcherConfigurator
    {
        private readonly Lazy<MessageDispatcher> _dispatcher;

        public SharedConfigurator(Config config, IDispatcherPrerequisites prerequisites, Func<MessageDispatcherConfigurator, MessageDispatcher> make)
            : base(config, prerequisites) => _dispatcher = new Lazy<MessageDispatcher>(() => make(this));

        public MessageDispatcher? Made => _dispatcher.IsValueCreated ? _dispatcher.Value : null;

        public override MessageDispatcher Dispatcher() => _dispatcher.Value;
    }

    private sealed class PinnedConfigurator(Config config, IDispatcherPrerequisites prerequisites) : MessageDispatcherConfigurator(config, prerequisites)
    {
        public override MessageDispatcher Dispatcher() => new PinnedDispatcher(this);
    }
}

internal sealed class DispatcherPrerequisites(EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes) : IDispatcherPrerequisites
{
    public EventStream EventStream { get; } = eventStream;

    public IScheduler Scheduler { get; } = scheduler;

    public Settings Settings { get; } = settings;

    public Mailboxes Mailboxes { get; } = mailboxes;
}
