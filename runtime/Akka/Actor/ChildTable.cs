using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor;

/// <summary>
/// The children of an actor by name, and what the actor waits for while some of them end. Looked up by other threads too (selections,
/// and <c>ActorOf</c> on the system itself), therefore behind a lock; an actor without children has no table.
/// </summary>
internal sealed class ChildTable
{
    /// <summary>What goes on once the last ending child is gone.</summary>
    internal enum Wait
    {
        UserRequest,
        Creation,
        Recreation,
        Termination,
    }

    private static readonly LocalActorRef[] None = [];

    private readonly Dictionary<string, LocalActorRef?> _byName = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private HashSet<LocalActorRef>? _ending;
    private Wait _wait;
    private Exception? _cause;
    private bool _closed;

    /// <summary>What the actor waits for, if it waits for its own restart or end.</summary>
    public Wait? Waiting
    {
        get
        {
            lock (_lock) return _ending is not null && _wait != Wait.UserRequest ? _wait : null;
        }
    }

    public LocalActorRef[] All
    {
        get
        {
            lock (_lock)
            {
                if (_byName.Count == 0) return None;
                var all = new List<LocalActorRef>(_byName.Count);
                foreach (var child in _byName.Values)
                {
                    if (child is not null) all.Add(child);
                }
                return [.. all];
            }
        }
    }

    /// <exception cref="InvalidActorNameException">A sibling has the name.</exception>
    /// <exception cref="InvalidOperationException">The actor is ending.</exception>
    public void Reserve(string name)
    {
        lock (_lock)
        {
            if (_closed || (_ending is not null && _wait == Wait.Termination))
                throw new InvalidOperationException($"No child '{name}' can be made: the parent is ending or has ended.");
            if (!_byName.TryAdd(name, null)) throw new InvalidActorNameException($"The name '{name}' is taken by a sibling.");
        }
    }

    public void Unreserve(string name)
    {
        lock (_lock)
        {
            if (_byName.TryGetValue(name, out var child) && child is null) _byName.Remove(name);
        }
    }

    public void Add(string name, LocalActorRef child)
    {
        lock (_lock) _byName[name] = child;
    }

    public LocalActorRef? ByName(string name)
    {
        lock (_lock) return _byName.GetValueOrDefault(name);
    }

    public bool TryGet(IActorRef actor, [NotNullWhen(true)] out LocalActorRef? child)
    {
        child = ByName(actor.Path.Name);
        return child is not null && child.Equals(actor);
    }

    /// <summary>Notes that a child was told to stop.</summary>
    public void ShallDie(LocalActorRef child)
    {
        lock (_lock)
        {
            _ending ??= [];
            _ending.Add(child);
        }
    }

    /// <summary>Takes an ended child out and frees its name.</summary>
    /// <returns>What can go on now because this was the last one waited for.</returns>
    public Wait? Remove(LocalActorRef child, out Exception? cause)
    {
        lock (_lock)
        {
            cause = _cause;
            _byName.Remove(child.Path.Name);
            if (_ending is null || !_ending.Remove(child) || _ending.Count > 0) return null;
            var wait = _wait;
            _ending = null;
            _wait = Wait.UserRequest;
            _cause = null;
            return wait;
        }
    }

    /// <summary>Sets what shall happen after the last ending child.</summary>
    /// <returns>False when there is none to wait for.</returns>
    public bool WaitFor(Wait wait, Exception? cause)
    {
        lock (_lock)
        {
            if (wait == Wait.Termination && _ending is null) _closed = true;
            if (_ending is null) return false;
            _wait = wait;
            _cause = cause;
            return true;
        }
    }

    public void Close()
    {
        lock (_lock) _closed = true;
    }
}
