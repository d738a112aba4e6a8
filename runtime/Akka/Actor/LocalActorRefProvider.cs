using System.Globalization;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Serialization;

namespace Akka.Actor;

/// <summary>
/// Builds a system's tree: the root, <c>/user</c> for the actors of users, <c>/system</c> for those of the runtime, <c>/temp</c> for waiting
/// askers; makes actors, and finds them by path.
/// </summary>
internal sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly ActorSystemImpl _system;
    private readonly VirtualPathContainer _temp;
    private readonly RootGuardianSupervisor _top;
    private long _tempNumber;

    public LocalActorRefProvider(ActorSystemImpl system)
    {
        _system = system;
        RootPath = new RootActorPath(new Address("akka", system.Name));
        DeadLetterRef = new DeadLetterActorRef(this, RootPath / "deadLetters", system.EventStream);
        _top = new RootGuardianSupervisor(this, RootPath, system.EventStream);
        _temp = new VirtualPathContainer(this, RootPath / "temp", _top);
        NoOne = new EmptyLocalActorRef(this, RootPath / "ignore", system.EventStream);
        SerializationInformation = new Information(DefaultAddress, system);
    }

    public ActorSystemImpl System => _system;

    public RootActorPath RootPath { get; }

    public Address DefaultAddress => RootPath.Address;

    ActorPath IActorRefProvider.RootPath => RootPath;

    public IActorRef DeadLetters => DeadLetterRef;

    public Information SerializationInformation { get; }

    public DeadLetterActorRef DeadLetterRef { get; }

    public EmptyLocalActorRef NoOne { get; }

    public VirtualPathContainer TempContainer => _temp;

    public RootGuardianActorRef RootGuardian { get; private set; } = null!;

    public LocalActorRef Guardian { get; private set; } = null!;

    public LocalActorRef SystemGuardian { get; private set; } = null!;

    public Task Terminated => _top.Ended;

    public Exception? CauseOfTermination => _top.CauseOfTermination;

    /// <summary>Plants the tree, once dispatchers and mailboxes are there.</summary>
    public void Init(SupervisorStrategy userStrategy)
    {
        var dispatcher = _system.Dispatchers.DefaultGlobalDispatcher;
        var mailbox = new UnboundedMailbox();
        RootGuardian = new RootGuardianActorRef(this, _system, Props.Create(() => new GuardianActor()).WithSupervisorStrategy(
            new OneForOneStrategy(error => Directive.Stop)), dispatcher, mailbox, _top, RootPath);
        RootGuardian.Cell.Children.Reserve("user");
        RootGuardian.Cell.Children.Reserve("system");
        Guardian = new LocalActorRef(_system, Props.Create(() => new GuardianActor()).WithSupervisorStrategy(userStrategy),
            dispatcher, mailbox, RootGuardian, new ChildActorPath(RootPath, "user", 0));
        RootGuardian.Cell.Children.Add("user", Guardian);
        SystemGuardian = new LocalActorRef(_system, Props.Create(() => new SystemGuardianActor(Guardian, _system.EndProvider)),
            dispatcher, mailbox, RootGuardian, new ChildActorPath(RootPath, "system", 0));
        RootGuardian.Cell.Children.Add("system", SystemGuardian);
        // The user's part ends first, then the runtime's, then the root.
        SystemGuardian.SendSystemMessage(new Watch(Guardian, SystemGuardian));
        RootGuardian.SendSystemMessage(new Watch(SystemGuardian, RootGuardian));
        RootGuardian.Start();
        Guardian.Start();
        SystemGuardian.Start();
    }

    /// <exception cref="Configuration.ConfigurationException">The dispatcher or mailbox that the props name is not configured.</exception>
    public LocalActorRef CreateActor(Props props, IInternalActorRef supervisor, ActorPath path)
    {
        if (_system.Settings.DebugLifecycle && props.Type is null) throw new ArgumentException("The props name no actor type.", nameof(props));
        var dispatcher = _system.Dispatchers.For(props);
        var mailbox = _system.Mailboxes.For(props, dispatcher);
        return _system.Settings.SerializeAllMessages
            ? new SerializingActorRef(_system, props, dispatcher, mailbox, supervisor, path)
            : new LocalActorRef(_system, props, dispatcher, mailbox, supervisor, path);
    }

    public IActorRef RootGuardianAt(Address address) => address == DefaultAddress ? RootGuardian : DeadLetterRef;

    public Address? GetExternalAddressFor(Address address) => address == DefaultAddress ? address : null;

    public IActorRef ResolveActorRef(string path) => ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed) : DeadLetterRef;

    public IActorRef ResolveActorRef(ActorPath path) =>
        path.Address == DefaultAddress ? ResolveHere(path) : new EmptyLocalActorRef(this, path, _system.EventStream);

    /// <summary>The reference with the path's names in this tree, whatever its address is.</summary>
    public IActorRef ResolveHere(ActorPath path)
    {
        var names = path.Elements;
        if (names.Count == 0) return RootGuardian;
        IInternalActorRef top = names[0] == "temp" ? _temp : RootGuardian;
        var found = top.GetChild(names[0] == "temp" ? [.. names.Skip(1)] : names);
        return found is Nobody || (path.Uid != 0 && found.Path.Uid != path.Uid)
            ? new EmptyLocalActorRef(this, (RootPath / names).WithUid(path.Uid), _system.EventStream)
            : found;
    }

    public ActorPath NextTempPath() =>
        new ChildActorPath(_temp.Path, "$" + Interlocked.Increment(ref _tempNumber).ToString("x", CultureInfo.InvariantCulture), 0);

    public void RegisterTemp(IInternalActorRef actor, ActorPath path) => _temp.Add(path.Name, actor);

    public void UnregisterTemp(ActorPath path) => _temp.Remove(path.Name);
}
