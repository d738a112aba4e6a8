using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote.Associations;

/// <summary>
/// Which actors of this process an incarnation of another node watches. When that incarnation is gone nobody there takes its watches back: it is
/// done here, or those actors would remember a dead watcher for ever.
/// </summary>
internal sealed class ForeignWatches
{
    /// <summary>Nodes watch once per actor, however many there want to know.</summary>
    private const int Most = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> _watchers = [];
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>False when there are too many.</summary>
    public bool TryAdd(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        lock (_gate)
        {
            if (_count >= Most) return false;
            if (!_watchers.TryGetValue(watchee, out var watchers)) _watchers.Add(watchee, watchers = []);
            if (watchers.Add(watcher)) _count++;
            return true;
        }
    }

    public void Remove(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        lock (_gate)
        {
            if (!_watchers.TryGetValue(watchee, out var watchers) || !watchers.Remove(watcher)) return;
            _count--;
            if (watchers.Count == 0) _watchers.Remove(watchee);
        }
    }

    /// <summary>Takes all of them back.</summary>
    public void RemoveAll()
    {
        List<Unwatch> all;
        lock (_gate)
        {
            all = [.. _watchers.SelectMany(entry => entry.Value.Select(watcher => new Unwatch(entry.Key, watcher)))];
            _watchers.Clear();
            _count = 0;
        }

        foreach (var unwatch in all) unwatch.Watchee.SendSystemMessage(unwatch);
    }
}
