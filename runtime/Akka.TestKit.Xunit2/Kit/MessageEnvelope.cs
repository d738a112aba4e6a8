using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message that reached a test actor, with who sent it.</summary>
public abstract class MessageEnvelope
{
    public abstract object? Message { get; }

    public abstract IActorRef Sender { get; }
}

public class RealMessageEnvelope : MessageEnvelope
{
    public RealMessageEnvelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    public override object Message { get; }

    public override IActorRef Sender { get; }

    public override string ToString() => $"<{Message}> from {(Sender.IsNobody() ? "nobody" : Sender.ToString())}";
}

/// <summary>Stands for "no message": what the last message is before the first one came, or after waiting in vain.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    public static readonly NullMessageEnvelope Instance = new();

    private NullMessageEnvelope()
    {
    }

    /// <exception cref="IllegalActorStateException">Always: there is no message.</exception>
    public override object Message => throw new IllegalActorStateException("No message was received yet, so there is no last message.");

    /// <exception cref="IllegalActorStateException">Always: there is no message.</exception>
    public override IActorRef Sender => throw new IllegalActorStateException("No message was received yet, so there is no last sender.");

    public override string ToString() => "<no message>";
}
