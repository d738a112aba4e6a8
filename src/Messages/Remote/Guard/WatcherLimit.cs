using System.Runtime.CompilerServices;
using Akka.Actor;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Limits the remote watchers of a local actor. In Akka.Remote one actor of a node watches for all others there, so a session has one
/// watcher. A peer that invents more would fill this process's memory for the life of the session. Death watch does not notify an ignored
/// watcher of the session's end; the session's last message does.
/// </summary>
/// <param name="max">The most watchers of an actor.</param>
internal sealed class WatcherLimit(int max)
{
    private readonly ConditionalWeakTable<IActorRef, HashSet<IActorRef>> _watchers = new();

    /// <summary>Whether the actor is a watcher or may become one.</summary>
    public bool TryAdd(IActorRef watchee, IActorRef watcher)
    {
        var watchers = _watchers.GetValue(watchee, static _ => []);
        lock (watchers) return watchers.Contains(watcher) || (watchers.Count < max && watchers.Add(watcher));
    }

    public void Remove(IActorRef watchee, IActorRef watcher)
    {
        if (!_watchers.TryGetValue(watchee, out var watchers)) return;
        lock (watchers) watchers.Remove(watcher);
    }
}
