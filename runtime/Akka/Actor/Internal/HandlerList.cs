namespace Akka.Actor.Internal;

/// <summary>One entry of a <see cref="ReceiveActor"/>'s list.</summary>
internal abstract class Handler
{
    /// <summary>Whether it takes every message, so that nothing after it can be reached.</summary>
    public abstract bool TakesAll { get; }

    public abstract bool Fits(object message);

    /// <summary>Handles a message that <see cref="Fits"/>; false when it does not want it after all.</summary>
    public abstract bool Handle(object message);
}

internal sealed class Handler<T>(Action<T> action, Predicate<T>? condition) : Handler
{
    public override bool TakesAll => typeof(T) == typeof(object) && condition is null;

    public override bool Fits(object message) => message is T;

    public override bool Handle(object message)
    {
        var typed = (T)message;
        if (condition is not null && !condition(typed)) return false;
        action(typed);
        return true;
    }
}

internal sealed class FuncHandler<T>(Func<T, bool> function) : Handler
{
    public override bool TakesAll => false;

    public override bool Fits(object message) => message is T;

    public override bool Handle(object message) => function((T)message);
}

internal sealed class TypeHandler(Type type, Func<object, bool> function, Predicate<object>? condition) : Handler
{
    public override bool TakesAll => false;

    public override bool Fits(object message) => type.IsInstanceOfType(message);

    public override bool Handle(object message) => (condition is null || condition(message)) && function(message);
}

/// <summary>
/// Handlers in the order they were listed. Remembers where the last message's type began to fit: runs of one type, the usual case,
/// look at one entry.
/// </summary>
internal sealed class HandlerList
{
    private Handler[] _handlers = [];
    private int _count;
    private Type? _lastType;
    private int _lastFirst;

    public void Add(Handler handler)
    {
        if (_count > 0 && _handlers[_count - 1].TakesAll)
            throw new InvalidOperationException("A handler was listed before that takes every message: this one could never be reached.");
        if (_count == _handlers.Length) Array.Resize(ref _handlers, Math.Max(4, 2 * _count));
        _handlers[_count++] = handler;
    }

    public bool Handle(object message)
    {
        var type = message.GetType();
        if (type == _lastType)
        {
            var first = _lastFirst;
            return first < _count && (_handlers[first].Handle(message) || HandleAfter(first, message));
        }
        for (var at = 0; at < _count; at++)
        {
            if (!_handlers[at].Fits(message)) continue;
            _lastFirst = at;
            _lastType = type;
            return _handlers[at].Handle(message) || HandleAfter(at, message);
        }
        _lastFirst = _count;
        _lastType = type;
        return false;
    }

    private bool HandleAfter(int first, object message)
    {
        for (var at = first + 1; at < _count; at++)
        {
            if (_handlers[at].Fits(message) && _handlers[at].Handle(message)) return true;
        }
        return false;
    }
}
