using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// What tests of actors stand on: an actor system of their own, a test actor that is the implicit sender of everything the test
/// tells and keeps what it receives for the test to look at, and the expectations about that. One test, one kit, one thread of control;
/// whoever derives ends it with <see cref="Shutdown(TimeSpan?, bool)"/>, which ends the system too.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static readonly Config ReferenceConfig = ConfigurationFactory.ParseString(Resources.Read("reference.conf"));
    private static readonly Config DebugConfig = ConfigurationFactory.ParseString(Resources.Read("debug.conf"));
    private static int _testActors;

    private readonly ITestKitAssertions _assertions;
    private readonly TestQueue _queue = new();
    private ActorSystem _system = null!;
    private TestKitSettings _settings = null!;
    private IActorRef _testActor = null!;
    private ILoggingAdapter _log = null!;
    private EventFilterFactory _eventFilter = null!;
    private SynchronizationContext? _context;
    private MessageEnvelope _lastMessage = NullMessageEnvelope.Instance;

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, SetupOf(ReferenceConfig), null, testActorName)
    {
    }

    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, SetupOf(config), actorSystemName, testActorName)
    {
    }

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
#pragma warning disable CA2214 // Akka.NET lets a kit bring its own way of beginning.
        InitializeTest(system, config, actorSystemName, testActorName);
#pragma warning restore CA2214
    }

    /// <summary>The settings of a test system: what stands below any configuration that a test gives.</summary>
    public static Config DefaultConfig => ReferenceConfig;

    /// <summary>Lets the runtime log all it can about what actors receive and how they live.</summary>
    public static Config FullDebugConfig => DebugConfig;

    /// <summary>The time that timeouts are reckoned with, as a span since year 1.</summary>
    public static TimeSpan Now => TimeSpan.FromTicks(DateTime.UtcNow.Ticks);

    public ActorSystem Sys => _system;

    public TestKitSettings TestKitSettings => _settings;

    /// <summary>Receives for the test, and is the sender of what the test tells.</summary>
    public IActorRef TestActor => _testActor;

    public IActorRef LastSender => _lastMessage.Sender;

    /// <summary>The message that the last expectation looked at.</summary>
    public object? LastMessage => _lastMessage.Message;

    public ILoggingAdapter Log => _log;

    /// <summary>Expectations about what is logged; needs the <see cref="TestEventListener"/> among the system's loggers, where it is by default.</summary>
    public EventFilterFactory EventFilter => _eventFilter;

    public bool HasMessages => _queue.Count > 0;

    internal ITestKitAssertions TestAssertions => _assertions;

    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    /// <summary>From now on, messages of which this is true are dropped before the test sees them.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        _testActor.Tell(new TestActor.SetIgnore(message => shouldIgnoreMessage(message)), ActorRefs.NoSender);

    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));

    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

    public void IgnoreNoMessages() => _testActor.Tell(new TestActor.SetIgnore(null), ActorRefs.NoSender);

    /// <summary>Lets somebody else answer for the test actor; the messages still reach the test.</summary>
    public void SetAutoPilot(AutoPilot pilot) => _testActor.Tell(new TestActor.SetAutoPilot(pilot), ActorRefs.NoSender);

    /// <summary>Lets the test actor watch; returns when it does, so that no end can be missed.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        Waiting.For(WatchAsync(actorToWatch));
        return actorToWatch;
    }

    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        await _testActor.Ask(new TestActor.Watch(actorToWatch), RemainingOrDefault).ConfigureAwait(false);
        return actorToWatch;
    }

    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        Waiting.For(UnwatchAsync(actorToUnwatch));
        return actorToUnwatch;
    }

    public async Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch)
    {
        await _testActor.Ask(new TestActor.Unwatch(actorToUnwatch), RemainingOrDefault).ConfigureAwait(false);
        return actorToUnwatch;
    }

    /// <summary>Ends the actor system and waits until it has ended.</summary>
    /// <param name="duration">How long to wait; default: 5 seconds, dilated, 10 at most.</param>
    /// <param name="verifySystemShutdown">Whether it is an error when that is not enough; otherwise it is logged.</param>
    /// <exception cref="TimeoutException">The system did not end in time.</exception>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) => Shutdown(_system, duration, verifySystemShutdown);

    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        LeaveThread();
        system ??= _system;
        var patience = duration ?? TimeSpan.FromTicks(Math.Min(Dilated(TimeSpan.FromSeconds(5)).Ticks, TimeSpan.FromSeconds(10).Ticks));
        if (Waiting.For(system.Terminate(), patience))
            return;
        var complaint = $"The actor system [{system.Name}] did not end within {patience}: an actor does not come back from a message or from PostStop.";
        if (verifySystemShutdown)
            throw new TimeoutException(complaint);
        system.Log.Warning(complaint);
    }

    /// <summary>A further actor that feeds this kit's queue.</summary>
    public IActorRef CreateTestActor(string name) => CreateTestActor(_system, name);

    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(_system, name);

    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    public virtual TestLatch CreateTestLatch(int count = 1) => new(Dilated, count, _settings.DefaultTimeout);

    public TestBarrier CreateTestBarrier(int count) => new(this, count, _settings.DefaultTimeout);

    protected virtual void InitializeTest(ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        _system = system ?? ActorSystem.Create(actorSystemName ?? "test", WithReference(config));
        _system.RegisterExtension(new TestKitExtension());
        _settings = TestKitExtension.For(_system);
        _log = Logging.GetLogger(_system, GetType().Name);
        _eventFilter = new EventFilterFactory(this);
        CallingThreadDispatcher.Register(_system);
        _testActor = CreateTestActor(_system, string.IsNullOrEmpty(testActorName) ? $"testActor{Interlocked.Increment(ref _testActors)}" : testActorName);
        if (this is TestProbe)
            return;
        // A test's own sends come from its test actor, also after an await has moved the test to another thread.
        var cell = this is INoImplicitSender ? null : ((LocalActorRef)_testActor).Cell;
        ActorCell.Current = cell;
        _context = new CellKeepingContext(cell);
        SynchronizationContext.SetSynchronizationContext(_context);
    }

    protected void InitializeTest(ActorSystem? system, Config config, string? actorSystemName, string? testActorName) =>
        InitializeTest(system, SetupOf(config), actorSystemName, testActorName);

    private static ActorSystemSetup SetupOf(Config config) => ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));

    private static ActorSystemSetup WithReference(ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        var given = bootstrap.HasValue && bootstrap.Value.Config.HasValue ? bootstrap.Value.Config.Value : null;
        var whole = given is null || ReferenceEquals(given, ReferenceConfig) ? ReferenceConfig : given.WithFallback(ReferenceConfig);
        return setup.WithSetup((bootstrap.HasValue ? bootstrap.Value : BootstrapSetup.Create()).WithConfig(whole));
    }

    private IActorRef CreateTestActor(ActorSystem system, string name)
    {
        var queue = _queue;
        return ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new QueueingActor(queue)).WithDispatcher(CallingThreadDispatcher.Id), name);
    }

    /// <summary>The thread goes on to other tests: it no longer sends in this one's name.</summary>
    private void LeaveThread()
    {
        if (this is TestProbe || _context is null)
            return;
        if (_testActor is LocalActorRef own && ActorCell.Current == own.Cell)
            ActorCell.Current = null;
        if (SynchronizationContext.Current == _context)
            SynchronizationContext.SetSynchronizationContext(null);
    }
}
