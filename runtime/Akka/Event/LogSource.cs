using Akka.Actor;

namespace Akka.Event;

/// <summary>Stands for the class of a log source that is a mere text.</summary>
public sealed class DummyClassForStringSources
{
    private DummyClassForStringSources()
    {
    }
}

/// <summary>Who logs: a text for people, and a type.</summary>
public readonly struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    public string Source { get; }

    public Type Type { get; }

    public static LogSource Create(string source, Type t) => new(source, t);

    public static LogSource Create(object o) => new(o switch
    {
        IActorContext context => context.Self.Path.ToString(),
        IActorRef actor => actor.Path.ToString(),
        string text => text,
        Type type => Logging.SimpleName(type),
        _ => Logging.SimpleName(o),
    }, SourceType(o));

    public static LogSource Create(object o, ActorSystem system) => o switch
    {
        LogSource source => source,
        IActorContext context => new LogSource(FromActor(context, system), SourceType(o)),
        IActorRef actor => new LogSource(FromActorRef(actor, system), SourceType(o)),
        string text => new LogSource(FromString(text, system), SourceType(o)),
        Type type => new LogSource(FromType(type, system), type),
        _ => new LogSource(FromType(o.GetType(), system), SourceType(o)),
    };

    public static Type SourceType(object o) => o switch
    {
        Type type => type,
        IActorContext context => context.Props.Type,
        string => typeof(DummyClassForStringSources),
        _ => o.GetType(),
    };

    public static string FromType(Type t, ActorSystem system) => $"{Logging.SimpleName(t)} ({system})";

    public static string FromString(string source, ActorSystem system) => $"{source} ({system})";

    public static string FromActor(IActorContext actor, ActorSystem system) => FromActorRef(actor.Self, system);

    public static string FromActorRef(IActorRef a, ActorSystem system) => a.Path.ToStringWithAddress(((ExtendedActorSystem)system).Provider.DefaultAddress);
}
