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
    private readonly Dictionary<Type, List<Subscription>> _subscriptions = [];
    private ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

    public EventStream(bool debug) => _debug = debug;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(channel, out var list)) _subscriptions[channel] = list = [];
            if (list.Exists(each => each.Subscriber.Equals(subscriber))) return false;
            list.Add(new Subscription(subscriber));
            _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
        }
        if (subscriber is LocalActorRef local) EndWith(local);
        if (_debug) Publish(new Debug("EventStream", GetType(), $"subscribing {subscriber} to channel {channel}"));
        return true;
    }

    /// <summary>Ends the subscription to <paramref name="channel"/>. Where nobody ever subscribed to just that type, it is taken out of the
    /// subscriber's wider ones: subscribed to animals and unsubscribed from dogs, one gets all animals but dogs.</summary>
    /// <returns>False when nothing changed.</returns>
    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        var changed = false;
        lock (_lock)
        {
            if (_subscriptions.TryGetValue(channel, out var list))
            {
                changed = list.RemoveAll(each => each.Subscriber.Equals(subscriber)) > 0;
            }
            else
            {
                foreach (var wider in _subscriptions.Where(entry => entry.Key.IsAssignableFrom(channel)).SelectMany(entry => entry.Value))
                {
                    if (!wider.Subscriber.Equals(subscriber)) continue;
                    wider.Except.Add(channel);
                    changed = true;
                }
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
            foreach (var list in _subscriptions.Values) changed |= list.RemoveAll(each => each.Subscriber.Equals(subscriber)) > 0;
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
            var receivers = _subscriptions.Where(entry => entry.Key.IsAssignableFrom(type)).SelectMany(entry => entry.Value)
                .Where(each => !each.Except.Exists(except => except.IsAssignableFrom(type)))
                .Select(each => each.Subscriber).Distinct().ToArray();
            return receivers.Length == 0 ? Nobody : receivers;
        }
    }

    private void EndWith(LocalActorRef subscriber)
    {
        subscriber.Cell.SubscribedToEvents = true;
        // It may have ended between the two: then nobody else would take it off the list.
        if (subscriber.IsTerminated) Unsubscribe(subscriber);
    }

    private sealed record Subscription(IActorRef Subscriber)
    {
        public List<Type> Except { get; } = [];
    }
}
