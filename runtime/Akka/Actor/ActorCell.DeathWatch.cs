using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Death watch, both sides. A notice from a watched actor becomes one <see cref="Terminated"/> in this actor's own mailbox; it is handed to
/// the behaviour only while it is still wanted, so an <c>Unwatch</c> also silences what is already under way.
/// </summary>
internal partial class ActorCell
{
    public IActorRef Watch(IActorRef subject) => WatchFor(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WatchFor(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!subject.Equals(_self) && _rare?.Watching?.Remove(subject) == true)
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
        _rare?.TerminatedQueued?.Remove(subject);
        return subject;
    }

    private IActorRef WatchFor(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(_self)) return subject;
        var watching = Rare.Watching ??= [];
        // The first watch stands; a second one, whatever message it asks for, changes nothing.
        if (!watching.TryAdd(subject, message)) return subject;
        ((IInternalActorRef)subject).SendSystemMessage(new Watch((IInternalActorRef)subject, _self));
        return subject;
    }

    private void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        var watcheeIsSelf = watchee.Equals(_self);
        var watcherIsSelf = watcher.Equals(_self);
        if (watcheeIsSelf && !watcherIsSelf)
        {
            if ((Rare.WatchedBy ??= []).Add(watcher) && SystemImpl.Settings.DebugLifecycle)
                Publish(new Debug(_self.Path.ToString(), LogClass, $"now watched by {watcher.Path}"));
        }
        else if (watcherIsSelf && !watcheeIsSelf)
        {
            Watch(watchee);
        }
        else
        {
            Publish(new Warning(_self.Path.ToString(), LogClass, $"Watch({watchee},{watcher}) reached {_self}, who is neither"));
        }
    }

    private void RemoveWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self))
        {
            if (_rare?.WatchedBy?.Remove(watcher) == true && SystemImpl.Settings.DebugLifecycle)
                Publish(new Debug(_self.Path.ToString(), LogClass, $"no longer watched by {watcher.Path}"));
        }
        else if (watcher.Equals(_self))
        {
            Unwatch(watchee);
        }
    }

    private void WatchedActorTerminated(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        if (_rare?.Watching is { } watching && watching.Remove(actor, out var message)
            && Waiting != ChildTable.Wait.Termination)
        {
            (Rare.TerminatedQueued ??= [])[actor] = message;
            SendMessage(new Terminated(actor, existenceConfirmed, addressTerminated), actor);
        }
        if (_seldom.Children is { } children && children.TryGet(actor, out var child)) HandleChildTerminated(child);
    }

    private ChildTable.Wait? Waiting => _seldom.Children?.Waiting;

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_rare?.TerminatedQueued is not { } queued || !queued.Remove(terminated.ActorRef, out var custom)) return;
        if (custom is not null) _currentMessage = custom;
        ReceiveMessage(custom ?? terminated);
    }

    /// <summary>A notice that was handed to the behaviour and stashed there may come a second time.</summary>
    private void ExpectAgain(object message)
    {
        if (message is Terminated terminated) (Rare.TerminatedQueued ??= []).TryAdd(terminated.ActorRef, null);
    }

    private void TellWatchersWeDied(bool onOtherNodes)
    {
        if (_rare?.WatchedBy is not { Count: > 0 } watchers) return;
        foreach (var watcher in watchers)
        {
            // The parent is told in any case.
            if (watcher.IsLocal != onOtherNodes && !watcher.Equals(_seldom.Parent)) watcher.SendSystemMessage(new DeathWatchNotification(_self, true, false));
        }
        if (!onOtherNodes) watchers.Clear();
    }

    private void UnwatchAll()
    {
        if (_rare?.Watching is not { Count: > 0 } watching) return;
        foreach (var subject in watching.Keys) ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
        watching.Clear();
        _rare.TerminatedQueued?.Clear();
    }
}
