using System.Diagnostics.CodeAnalysis;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What a supervisor does about a failed child.</summary>
public enum Directive
{
    /// <summary>Goes on with the next message, keeping the instance.</summary>
    Resume,

    /// <summary>Makes a new instance.</summary>
    Restart,

    /// <summary>Fails with the same exception, so that the next supervisor decides.</summary>
    Escalate,

    Stop,
}

/// <summary>Chooses a directive for a failure.</summary>
public interface IDecider
{
    Directive Decide(Exception cause);
}

/// <summary>A decider that is a function.</summary>
public class LocalOnlyDecider(Func<Exception, Directive> decider) : IDecider
{
    public Directive Decide(Exception cause) => decider(cause);
}

/// <summary>A decider that is a table: the first type that the exception is an instance of counts.</summary>
public class DeployableDecider : IDecider
{
    public DeployableDecider(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs)
        : this(defaultDirective, pairs.ToArray())
    {
    }

    public DeployableDecider(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs)
    {
        DefaultDirective = defaultDirective;
        Pairs = pairs;
    }

    public Directive DefaultDirective { get; }

    public KeyValuePair<Type, Directive>[] Pairs { get; }

    public Directive Decide(Exception cause)
    {
        foreach (var (type, directive) in Pairs)
        {
            if (type.IsInstanceOfType(cause)) return directive;
        }
        return DefaultDirective;
    }
}

public static class Decider
{
    public static LocalOnlyDecider From(Func<Exception, Directive> localOnlyDecider) => new(localOnlyDecider);

    public static DeployableDecider From(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs) => new(defaultDirective, pairs);

    public static DeployableDecider From(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs) => new(defaultDirective, pairs);
}

public static class DirectiveExtensions
{
    /// <summary>An entry of a <see cref="DeployableDecider"/>: this directive for that exception.</summary>
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self)
        where TException : Exception => new(typeof(TException), self);
}

/// <summary>How an actor supervises its children: which directive for which failure, and whom it concerns.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Stops a child that could not start, was killed, or lost whom it depends on; restarts it otherwise.</summary>
    public static readonly IDecider DefaultDecider = Akka.Actor.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    internal SupervisorStrategy()
    {
    }

    public abstract IDecider Decider { get; }

    /// <summary>Whether failures are logged here.</summary>
    protected bool LoggingEnabled { get; set; } = true;

    /// <summary>Chooses the directive for one child's failure.</summary>
    protected abstract Directive Handle(IActorRef child, Exception exception);

    /// <summary>Restarts or stops whom the failure concerns.</summary>
    internal abstract void ProcessFailure(ActorCell context, bool restart, LocalActorRef child, Exception cause);

    internal virtual void HandleChildTerminated(ActorCell context, LocalActorRef child)
    {
    }

    /// <summary>Acts upon a failure.</summary>
    /// <returns>False when it is escalated.</returns>
    internal virtual bool HandleFailure(ActorCell context, LocalActorRef child, Exception cause)
    {
        var directive = Handle(child, cause);
        if (LoggingEnabled) LogFailure(context, child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.Resume(cause);
                return true;
            case Directive.Restart:
                ProcessFailure(context, true, child, cause);
                return true;
            case Directive.Stop:
                ProcessFailure(context, false, child, cause);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Logs a failure: an error, or a warning when the child simply goes on; an escalated one is for the next supervisor to log.</summary>
    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        switch (directive)
        {
            case Directive.Resume:
                context.System.EventStream.Publish(new Warning(cause, child.Path.ToString(), GetType(), message));
                break;
            case Directive.Escalate:
                break;
            default:
                context.System.EventStream.Publish(new Error(cause, child.Path.ToString(), GetType(), message));
                break;
        }
    }

    private protected static void RestartChild(LocalActorRef child, Exception cause, bool suspendFirst)
    {
        if (suspendFirst) child.Suspend();
        child.Restart(cause);
    }

    /// <summary>Whether a child may be restarted once more: at most so often, within a window that begins with the first restart.</summary>
    private protected static bool MayRestart(ActorCell child, int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries < 0 && withinTimeMilliseconds <= 0) return true;
        if (maxNrOfRetries == 0) return false;
        if (withinTimeMilliseconds <= 0) return ++child.RestartCount <= maxNrOfRetries;
        var retries = maxNrOfRetries < 0 ? 1 : maxNrOfRetries;
        var now = (long)child.SystemImpl.Uptime.TotalMilliseconds + 1;
        if (child.RestartWindowStart == 0 || now - child.RestartWindowStart > withinTimeMilliseconds)
        {
            child.RestartWindowStart = now;
            child.RestartCount = 1;
            return true;
        }
        return ++child.RestartCount <= retries;
    }

    private protected static int Milliseconds(TimeSpan? time) =>
        time is not { } given || given == Timeout.InfiniteTimeSpan ? -1 : (int)given.TotalMilliseconds;
}

/// <summary>A failure concerns only the child that failed.</summary>
[SuppressMessage("Design", "CA1062", Justification = "The base class checks.")]
public class OneForOneStrategy : SupervisorStrategy, IEquatable<OneForOneStrategy>
{
    private readonly IDecider _decider;

    protected OneForOneStrategy()
        : this(DefaultDecider)
    {
    }

    /// <param name="maxNrOfRetries">Restarts allowed within the window before the child is stopped; null or -1: any number.</param>
    /// <param name="withinTimeRange">The window; null: for ever.</param>
    /// <param name="localOnlyDecider">Chooses the directive.</param>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Akka.Actor.Decider.From(localOnlyDecider), loggingEnabled)
    {
    }

    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        _decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(-1, -1, localOnlyDecider, loggingEnabled)
    {
    }

    public OneForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    public int MaxNumberOfRetries { get; }

    public int WithinTimeRangeMilliseconds { get; }

    public override IDecider Decider => _decider;

    public OneForOneStrategy WithMaxNrOfRetries(int maxNrOfRetries) => new(maxNrOfRetries, WithinTimeRangeMilliseconds, _decider, LoggingEnabled);

    public bool Equals(OneForOneStrategy? other) =>
        other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
        && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Equals(_decider, other._decider);

    public override bool Equals(object? obj) => Equals(obj as OneForOneStrategy);

    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, _decider);

    protected override Directive Handle(IActorRef child, Exception exception) => _decider.Decide(exception);

    internal override void ProcessFailure(ActorCell context, bool restart, LocalActorRef child, Exception cause)
    {
        if (restart && MayRestart(child.Cell, MaxNumberOfRetries, WithinTimeRangeMilliseconds)) RestartChild(child, cause, suspendFirst: false);
        else context.Stop(child);
    }
}

/// <summary>A failure of one child concerns all.</summary>
public class AllForOneStrategy : SupervisorStrategy, IEquatable<AllForOneStrategy>
{
    private readonly IDecider _decider;

    protected AllForOneStrategy()
        : this(DefaultDecider)
    {
    }

    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Akka.Actor.Decider.From(localOnlyDecider), loggingEnabled)
    {
    }

    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        _decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    public AllForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    public int MaxNumberOfRetries { get; }

    public int WithinTimeRangeMilliseconds { get; }

    public override IDecider Decider => _decider;

    public bool Equals(AllForOneStrategy? other) =>
        other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
        && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Equals(_decider, other._decider);

    public override bool Equals(object? obj) => Equals(obj as AllForOneStrategy);

    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, _decider);

    protected override Directive Handle(IActorRef child, Exception exception) => _decider.Decide(exception);

    internal override void ProcessFailure(ActorCell context, bool restart, LocalActorRef child, Exception cause)
    {
        var children = context.OwnChildren;
        // Every child's own count must allow it: one that failed too often takes all with it.
        var all = true;
        if (restart)
        {
            foreach (var each in children) all &= MayRestart(each.Cell, MaxNumberOfRetries, WithinTimeRangeMilliseconds);
        }
        foreach (var each in children)
        {
            if (restart && all) RestartChild(each, cause, suspendFirst: !each.Equals(child));
            else context.Stop(each);
        }
    }
}

/// <summary>Makes the strategy of the user guardian; named by <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
public abstract class SupervisorStrategyConfigurator
{
    public abstract SupervisorStrategy Create();

    public static SupervisorStrategyConfigurator CreateConfigurator(string typeName) => typeName switch
    {
        "Akka.Actor.DefaultSupervisorStrategy" => new DefaultSupervisorStrategy(),
        "Akka.Actor.StoppingSupervisorStrategy" => new StoppingSupervisorStrategy(),
        _ => Util.TypeNames.Create<SupervisorStrategyConfigurator>(typeName),
    };
}

public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

/// <summary>Stops what fails.</summary>
public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}
