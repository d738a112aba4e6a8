using System.Runtime.CompilerServices;
using Akka.Actor;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Bounds how many actors elsewhere watch one of ours. Akka.Remote lets one actor of a node watch for all others there, so a session has
/// one watcher; a peer that invents more of them would fill this process's memory for as long as that session lasts. A watcher that is
/// left out is not told of the session's end by death watch; the session's last message says it too.
/// </summary>
/// <param name="max">How many.</param>
internal sealed class WatcherLimit(int max)
{
    private readonly ConditionalWeakTable<IActorRef, HashSet<IActorRef>> _watchers = new();

    /// <summary>True when it watches already, or may.</summary>
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
