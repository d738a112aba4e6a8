using Akka.Actor;

namespace Akka.Event;

/// <summary>Subscribers and what they are subscribed to.</summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
{
    internal EventBus()
    {
    }

    /// <returns>False when nothing changed.</returns>
    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier) => throw new NotSupportedException();

    public virtual bool Unsubscribe(TSubscriber subscriber) => throw new NotSupportedException();

    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier) => throw new NotSupportedException();

    public virtual void Publish(TEvent @event) => throw new NotSupportedException();
}

/// <summary>A bus whose subscribers are actors.</summary>
public abstract class ActorEventBus<TEvent, TClassifier> : EventBus<TEvent, TClassifier, IActorRef>
{
    internal ActorEventBus()
    {
    }
}

public static class EventStreamExtensions
{
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Subscribe(subscriber, typeof(TChannel));

    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
