using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// An actor that lists its handlers by message type, in its constructor or in a method given to <see cref="Become(Action)"/>. The first
/// handler in that order that fits takes the message.
/// </summary>
public abstract class ReceiveActor : ActorBase
{
    private HandlerList? _configuring = new();
    private HandlerList? _initial;

    protected sealed override bool Receive(object message) => _initial!.Handle(message);

    internal override void Init()
    {
        _initial = _configuring;
        _configuring = null;
    }

    /// <summary>Replaces the behaviour by the handlers that <paramref name="configure"/> lists.</summary>
    protected void Become(Action configure) => base.Become(Configure(configure).Handle);

    /// <summary>Puts the handlers that <paramref name="configure"/> lists on top of the stack.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(Configure(configure).Handle);

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Add(new Handler<T>(handler, shouldHandle));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <param name="handler">Says whether it took the message; if not, the next one is tried.</param>
    protected void Receive<T>(Func<T, bool> handler) => Add(new FuncHandler<T>(handler));

    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Add(new TypeHandler(messageType, message => { handler(message); return true; }, shouldHandle));

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) => Receive(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Func<object, bool> handler) => Add(new TypeHandler(messageType, handler, null));

    protected void ReceiveAny(Action<object> handler) => Add(new Handler<object>(handler, null));

    /// <summary>A handler that may await; until it ends, the actor takes no other message.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive(message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        ReceiveAsync(messageType, handler, shouldHandle);

    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(message => ActorTaskScheduler.RunTask(() => handler(message)));

    private HandlerList Configure(Action configure)
    {
        var outer = _configuring;
        var handlers = new HandlerList();
        _configuring = handlers;
        try
        {
            configure();
        }
        finally
        {
            _configuring = outer;
        }
        return handlers;
    }

    private void Add(Handler handler)
    {
        if (_configuring is not { } handlers)
        {
            throw new InvalidOperationException(
                "Handlers are listed only in the constructor, or in the method that Become is given.");
        }
        handlers.Add(handler);
    }
}
