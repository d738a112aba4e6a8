using System.Collections.Concurrent;
using System.Text;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Puts a system together, in the order in which its parts need each other, and takes it apart again.</summary>
internal sealed class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly Stack<Action> _onTermination = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly ISystemActorRefProvider? _remote;
    private LocalActorRef? _deadLetterListener;
    private long _uid = Random.Shared.Next(1, int.MaxValue);
    private bool _ended;

    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (string.IsNullOrEmpty(name) || name[0] == '-' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new ArgumentException($"'{name}' is no name for an actor system: it consists of ASCII letters, digits and, not first, hyphens.", nameof(name));
        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = Logging.Get(EventStream, LogSource.Create($"ActorSystem({name})", typeof(ActorSystemImpl)), Settings.LogFormatter);
        Local = new LocalActorRefProvider(this);
        _remote = SystemActorRefProviders.For(Settings.ProviderClass);
        Provider = (IActorRefProvider?)_remote ?? Local;
        _remote?.Attach(Local);
        if (_remote is not null) Settings.InjectTopLevelFallback(_remote.Defaults);
        Scheduler = TypeNames.Create<IScheduler>(Settings.SchedulerClass, Settings.Config, Log);
        try
        {
            Mailboxes = new Mailboxes(this);
            Dispatchers = new Dispatchers(this, new DispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes));
            Serialization = new Serialization.Serialization(this);
            Local.Init(SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create());
        }
        catch
        {
            StopScheduler();
            throw;
        }
        _ = EndWithTree();
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override Dispatchers Dispatchers { get; }

    public override Mailboxes Mailboxes { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log { get; }

    public override IActorRef DeadLetters => Local.DeadLetterRef;

    public override IActorRef IgnoreRef => Local.NoOne;

    public override Task WhenTerminated => _terminated.Task;

    public override Serialization.Serialization Serialization { get; }

    public override IActorRefProvider Provider { get; }

    /// <summary>The tree of this process, whatever other places the provider knows.</summary>
    public LocalActorRefProvider Local { get; }

    /// <summary>Starts what runs as actors: loggers, extensions, the listener for dead letters.</summary>
    public void Start()
    {
        try
        {
            EventStream.StartDefaultLoggers(this);
            if (Settings.LogDeadLetters > 0)
                _deadLetterListener = Local.SystemGuardian.Cell.MakeChild(Props.Create(() => new DeadLetterListener()), "deadLetterListener", true);
            _remote?.Start(this);
            CoordinatedShutdown.Get(this);
            foreach (var name in Settings.Config.GetStringList("akka.extensions"))
            {
                if (TypeNames.Find(name) is { IsAbstract: false } type && typeof(IExtensionId).IsAssignableFrom(type))
                    RegisterExtension((IExtensionId)Activator.CreateInstance(type)!);
                else
                    Log.Error("akka.extensions names '{0}', which is no extension; it is left out", name);
            }
            if (Settings.LogConfigOnStart) Log.Info(Settings.ToString());
        }
        catch
        {
            Abort();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string? name = null) => Local.Guardian.Cell.ActorOf(props, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) => Local.SystemGuardian.Cell.MakeChild(props, name, true);

    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this, Local.RootGuardian);

    public override void Stop(IActorRef actor)
    {
        var parent = actor.Path.Parent;
        if (parent == Local.Guardian.Path) Local.Guardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        else if (parent == Local.SystemGuardian.Path) Local.SystemGuardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        else ((IInternalActorRef)actor).Stop();
    }

    public override Task Terminate() => Settings.CoordinatedShutdownRunByActorSystemTerminate
        ? CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
        : FinalTerminate();

    public override void Abort() => _ = FinalTerminate();

    public override void RegisterOnTermination(Action code)
    {
        lock (_lock)
        {
            if (_ended) throw new InvalidOperationException("The actor system has ended already.");
            _onTermination.Push(code);
        }
    }

    public override object RegisterExtension(IExtensionId extension)
    {
        _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this)));
        return extension.Get(this);
    }

    public override object GetExtension(IExtensionId extensionId) => _extensions.TryGetValue(extensionId.ExtensionType, out var made) ? made.Value : null!;

    public override T GetExtension<T>() => TryGetExtension<T>(out var extension) ? extension : null!;

    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => _extensions.ContainsKey(typeof(T));

    public override bool TryGetExtension(Type extensionType, out object extension)
    {
        var found = _extensions.TryGetValue(extensionType, out var made);
        extension = found ? made!.Value : null!;
        return found;
    }

    public override bool TryGetExtension<T>(out T extension)
    {
        extension = _extensions.TryGetValue(typeof(T), out var made) ? (T)made.Value : null!;
        return extension is not null;
    }

    public override string PrintTree()
    {
        var text = new StringBuilder();
        Print(Local.RootGuardian, 0);
        return text.ToString();

        void Print(LocalActorRef actor, int depth)
        {
            var name = depth == 0 ? "/" : actor.Path.Name;
            text.Append(' ', depth * 4).Append("-> ").Append(name).Append(' ').Append(actor.Cell.Actor?.GetType().Name ?? "(no instance)")
                .Append(", ").Append(actor.Cell.NumberOfMessages).AppendLine(" messages");
            foreach (var child in actor.Cell.GetChildren().OfType<LocalActorRef>()) Print(child, depth + 1);
        }
    }

    public override string ToString() => Local.RootPath.Address.ToString();

    /// <summary>Between the end of the users' actors and that of the runtime's: goodbye to other nodes.</summary>
    internal Task EndProvider() => _remote?.EndAsync() ?? Task.CompletedTask;

    internal long NextUid() => Interlocked.Increment(ref _uid);

    internal void ToDeadLetters(object message, IActorRef? sender, IActorRef recipient) =>
        Local.DeadLetterRef.Tell(new DeadLetter(message, sender ?? Local.DeadLetterRef, recipient), sender);

    internal Task FinalTerminate()
    {
        Log.Debug("the actor system ends");
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is { } listener) Stop(listener);
        Local.Guardian.Stop();
        return WhenTerminated;
    }

    /// <summary>Once the tree is gone: what was registered to run then, the last first, and the scheduler as the very last.</summary>
    private async Task EndWithTree()
    {
        await Local.Terminated.ConfigureAwait(false);
        while (true)
        {
            Action? code;
            lock (_lock)
            {
                if (!_onTermination.TryPop(out code))
                {
                    _ended = true;
                    break;
                }
            }
            try
            {
                code();
            }
            catch (Exception error)
            {
                EventStream.Publish(new Error(error, Name, GetType(), "what was registered to run at the end failed"));
            }
        }
        EventStream.StopDefaultLoggers(this);
        StopScheduler();
        Dispatchers.End();
        if (Local.CauseOfTermination is { } cause) _terminated.TrySetException(cause);
        else _terminated.TrySetResult();
    }

    private void StopScheduler() => (Scheduler as IDisposable)?.Dispose();
}
