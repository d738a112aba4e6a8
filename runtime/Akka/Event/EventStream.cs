using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>
/// A system's notice board: whoever is subscribed to a type, or to a base or interface of it, gets what is published of it, once.
/// Subscriptions of an actor end with the actor.
/// </summary>
/// <remarks>Publishing takes no lock: it looks the event's type up in a table that is thrown away when a subscription changes.</remarks>
public class EventStream : LoggingBus
{
    private static readonly IActorRef[] Nobody = [];

    private readonly bool _debug;
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, List<IActorRef>> _subscribers = [];
    private ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

    public EventStream(bool debug) => _debug = debug;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_lock)
        {
            // Who is subscribed to a base type gets the derived ones already.
            if (_subscribers.Any(entry => entry.Key.IsAssignableFrom(channel) && entry.Value.Contains(subscriber))) return false;
            foreach (var (type, subscribers) in _subscribers)
            {
                if (channel.IsAssignableFrom(type)) subscribers.Remove(subscriber);
            }
            if (!_subscribers.TryGetValue(channel, out var list)) _subscribers[channel] = list = [];
            list.Add(subscriber);
            _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
        }
        if (subscriber is LocalActorRef local) EndWith(local);
        if (_debug) Publish(new Debug("EventStream", GetType(), $"subscribing {subscriber} to channel {channel}"));
        return true;
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var changed = false;
        lock (_lock)
        {
            foreach (var (type, subscribers) in _subscribers)
            {
                if (channel.IsAssignableFrom(type)) changed |= subscribers.Remove(subscriber);
            }
            if (changed) _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
        }
        if (_debug) Publish(new Debug("EventStream", GetType(), $"unsubscribing {subscriber} from channel {channel}"));
        return changed;
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var changed = false;
        lock (_lock)
        {
            foreach (var subscribers in _subscribers.Values) changed |= subscribers.Remove(subscriber);
            if (changed) _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
        }
        if (_debug) Publish(new Debug("EventStream", GetType(), $"unsubscribing {subscriber} from all channels"));
        return changed;
    }

    public override void Publish(object @event)
    {
        var table = Volatile.Read(ref _receivers);
        var type = @event.GetType();
        if (!table.TryGetValue(type, out var receivers)) table[type] = receivers = ReceiversOf(type);
        foreach (var receiver in receivers) receiver.Tell(@event, ActorRefs.NoSender);
    }

    private IActorRef[] ReceiversOf(Type type)
    {
        lock (_lock)
        {
            var receivers = _subscribers.Where(entry => entry.Key.IsAssignableFrom(type)).SelectMany(entry => entry.Value).Distinct().ToArray();
            return receivers.Length == 0 ? Nobody : receivers;
        }
    }

    private void EndWith(LocalActorRef subscriber)
    {
        subscriber.Cell.SubscribedToEvents = true;
        // It may have ended between the two: then nobody else would take it off the list.
        if (subscriber.IsTerminated) Unsubscribe(subscriber);
    }
}
