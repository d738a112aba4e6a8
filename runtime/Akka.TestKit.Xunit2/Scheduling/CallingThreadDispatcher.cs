using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>Makes the <see cref="CallingThreadDispatcher"/> for sections of the configuration that name this type.</summary>
public class CallingThreadDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly Lazy<CallingThreadDispatcher> _dispatcher;

    public CallingThreadDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new Lazy<CallingThreadDispatcher>(() => new CallingThreadDispatcher(this));

    public override MessageDispatcher Dispatcher() => _dispatcher.Value;
}

/// <summary>
/// Runs an actor on the thread of whoever tells it something, inside of that very <c>Tell</c>. An actor that is told something while it is
/// running, by itself or by another thread, goes on with that when it is done with what it has: one message at a time still.
/// </summary>
public class CallingThreadDispatcher : MessageDispatcher
{
    public static new readonly string Id = "akka.test.calling-thread-dispatcher";

    [ThreadStatic]
    private static Turn? _turns;

    public CallingThreadDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
    }

    /// <summary>Lets a system that was made without the test settings know this dispatcher.</summary>
    internal static void Register(ActorSystem system)
    {
        var config = ConfigurationFactory.ParseString($"id = \"{Id}\", throughput = {int.MaxValue}");
        system.Dispatchers.RegisterConfigurator(Id, new CallingThreadDispatcherConfigurator(config, system.Dispatchers.Prerequisites));
    }

    protected override void ExecuteTask(IRunnable run)
    {
        // Asked for again from inside its own turn, a piece of work goes on in a loop out there: the stack grows with the number of actors that
        // call each other, not with the number of messages.
        for (var turn = _turns; turn is not null; turn = turn.Outer)
        {
            if (turn.Work != run)
                continue;
            turn.Again = true;
            return;
        }
        var own = new Turn(run, _turns);
        _turns = own;
        try
        {
            do
            {
                own.Again = false;
                run.Run();
            }
            while (own.Again);
        }
        finally
        {
            _turns = own.Outer;
        }
    }

    protected override void Shutdown()
    {
    }

    private sealed class Turn(IRunnable work, Turn? outer)
    {
        internal IRunnable Work => work;

        internal Turn? Outer => outer;

        internal bool Again { get; set; }
    }
}
