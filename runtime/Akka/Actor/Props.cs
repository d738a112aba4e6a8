using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes actors in a way of its own, and takes them back.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}

/// <summary>
/// How to make an actor: its class and constructor arguments, and what else is special about it. Immutable: the <c>With…</c> methods
/// return a changed copy. The same props make any number of actors, and the new instance at a restart.
/// </summary>
public class Props : IEquatable<Props>
{
    public static readonly Props None = new(typeof(ClosedActor), []);

    private static readonly object[] NoArguments = [];
    private static readonly ConcurrentDictionary<Type, ConstructorInvoker?> Parameterless = new();

    private readonly IIndirectActorProducer? _producer;
    private ConstructorInvoker? _constructor;
    private object?[]? _callArguments;

    /// <exception cref="ArgumentException">The type is no actor class.</exception>
    public Props(Type type, object[] args)
        : this(type, null, args, null)
    {
    }

    private Props(Type type, SupervisorStrategy? strategy, object[] arguments, IIndirectActorProducer? producer)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type)) throw new ArgumentException($"{type} is no actor class.", nameof(type));
        Type = type;
        SupervisorStrategy = strategy!;
        Arguments = arguments;
        _producer = producer;
    }

    protected Props(Props copy)
    {
        Type = copy.Type;
        Arguments = copy.Arguments;
        SupervisorStrategy = copy.SupervisorStrategy;
        DispatcherOrNull = copy.DispatcherOrNull;
        MailboxOrNull = copy.MailboxOrNull;
        StashCapacity = copy.StashCapacity;
        _producer = copy._producer;
    }

    public static Props Empty => None;

    public Type Type { get; }

    public string TypeName => Type.AssemblyQualifiedName!;

    public object[] Arguments { get; }

    /// <summary>Overrides the actor's own strategy for its children; null leaves it to the actor.</summary>
    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    public string Dispatcher => DispatcherOrNull ?? Dispatch.Dispatchers.DefaultDispatcherId;

    public string Mailbox => MailboxOrNull ?? "";

    internal string? DispatcherOrNull { get; private set; }

    internal string? MailboxOrNull { get; private set; }

    internal int StashCapacity { get; private set; } = -1;

    /// <summary>Props from <c>() => new MyActor(argument, …)</c>. The arguments are evaluated once, here.</summary>
    /// <exception cref="InvalidCastException">The expression is not a <c>new</c>.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        var body = factory.Body is UnaryExpression { NodeType: ExpressionType.Convert } cast ? cast.Operand : factory.Body;
        if (body is not NewExpression made)
            throw new InvalidCastException("Props.Create takes an expression like () => new MyActor(argument).");
        var arguments = made.Arguments.Count == 0 ? NoArguments : [.. made.Arguments.Select(each => Evaluate(each)!)];
        return new Props(made.Type, supervisorStrategy, arguments, null) { _constructor = made.Constructor is { } known ? ConstructorInvoker.Create(known) : null };
    }

    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase => new(typeof(TActor), null, args ?? [null!], null);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), supervisorStrategy, NoArguments, null);

    public static Props Create(Type type, params object[] args) => new(type, null, args, null);

    /// <summary>Props whose actors a <typeparamref name="TProducer"/>, made with <paramref name="args"/>, produces.</summary>
    public static Props CreateBy<TProducer>(params object[] args)
        where TProducer : class, IIndirectActorProducer => CreateBy((IIndirectActorProducer)Activator.CreateInstance(typeof(TProducer), args)!);

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) =>
        new(producer.ActorType, null, args ?? NoArguments, producer);

    public Props WithDispatcher(string dispatcher)
    {
        var copy = Copy();
        copy.DispatcherOrNull = dispatcher;
        return copy;
    }

    public Props WithMailbox(string mailbox)
    {
        var copy = Copy();
        copy.MailboxOrNull = mailbox;
        return copy;
    }

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        var copy = Copy();
        copy.SupervisorStrategy = supervisorStrategy;
        return copy;
    }

    /// <summary>How many messages the actor's stash holds at most; -1 leaves it to the configuration.</summary>
    public Props WithStashCapacity(int stashCapacity)
    {
        var copy = Copy();
        copy.StashCapacity = stashCapacity;
        return copy;
    }

    /// <summary>Makes an actor. Only its cell calls this.</summary>
    /// <exception cref="TypeLoadException">No constructor takes the arguments.</exception>
    public virtual ActorBase NewActor()
    {
        if (_producer is { } producer) return producer.Produce();
        var constructor = _constructor ??= Arguments.Length == 0
            ? Parameterless.GetOrAdd(Type, FindParameterless) ?? FindConstructor()
            : FindConstructor();
        return (ActorBase)(Arguments.Length == 0 && _callArguments is null
            ? constructor.Invoke()
            : constructor.Invoke((_callArguments ?? Arguments).AsSpan()));
    }

    public bool Equals(Props? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Type == other.Type && Arguments.SequenceEqual(other.Arguments) && Equals(_producer, other._producer)
            && DispatcherOrNull == other.DispatcherOrNull && MailboxOrNull == other.MailboxOrNull && StashCapacity == other.StashCapacity
            && Equals(SupervisorStrategy, other.SupervisorStrategy));

    public override bool Equals(object? obj) => Equals(obj as Props);

    public override int GetHashCode() => HashCode.Combine(Type, Arguments.Length, DispatcherOrNull, MailboxOrNull);

    internal void Release(ActorBase actor) => _producer?.Release(actor);

    protected virtual Props Copy() => new(this) { _constructor = _constructor, _callArguments = _callArguments };

    /// <summary>The value of a constructor argument; the usual ones, constants and captured variables, without compiling anything.</summary>
    private static object? Evaluate(Expression argument)
    {
        switch (argument)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(member.Expression is null ? null : Evaluate(member.Expression));
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert
                when convert.Type.IsAssignableFrom(convert.Operand.Type):
                return Evaluate(convert.Operand);
            default:
                return Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)();
        }
    }

    private static ConstructorInvoker? FindParameterless(Type type) =>
        type.GetConstructor(Type.EmptyTypes) is { } found
            ? ConstructorInvoker.Create(found)
            : null;

    /// <summary>The public constructor that takes the arguments, with its optional parameters filled in.</summary>
    private ConstructorInvoker FindConstructor()
    {
        foreach (var constructor in Type.GetConstructors().OrderBy(c => c.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            if (parameters.Length < Arguments.Length) continue;
            if (!parameters.Take(Arguments.Length).Select((p, at) => Takes(p.ParameterType, Arguments[at])).All(fits => fits)) continue;
            if (!parameters.Skip(Arguments.Length).All(p => p.HasDefaultValue)) continue;
            if (parameters.Length > Arguments.Length)
                _callArguments = [.. Arguments, .. parameters.Skip(Arguments.Length).Select(p => p.DefaultValue)];
            return ConstructorInvoker.Create(constructor);
        }
        throw new TypeLoadException($"{Type} has no public constructor that takes ({string.Join(", ", Arguments.Select(a => a?.GetType().Name ?? "null"))}).");
    }

    private static bool Takes(Type parameter, object? argument) =>
        argument is null ? !parameter.IsValueType || Nullable.GetUnderlyingType(parameter) is not null : parameter.IsInstanceOfType(argument);

    private sealed class ClosedActor : ActorBase
    {
        protected override bool Receive(object message) => false;
    }
}
