using System.Reflection;
using System.Runtime.ExceptionServices;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Birth, failure, restart and end. An actor that fails suspends itself and its children and waits for its supervisor, who resumes,
/// restarts or stops it, or fails himself. Restarting and ending wait until the children are gone; what waits is in
/// <see cref="ChildTable.Waiting"/>.
/// </summary>
internal partial class ActorCell
{
    private static readonly IActorRef[] NoOne = [];

    private long Uid => _self.Path.Uid;

    // ---- What others ask for; it happens when the mailbox gets to it ----

    public void Suspend() => SendSystemMessage(new Suspend());

    public void Resume(Exception? causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

    public void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    public void Stop() => SendSystemMessage(new Terminate());

    // ---- What the mailbox does about it ----

    private void InvokeSystem(SystemMessage message)
    {
        try
        {
            switch (message)
            {
                case DeathWatchNotification notification:
                    WatchedActorTerminated(notification.Actor, notification.ExistenceConfirmed, notification.AddressTerminated);
                    break;
                case RunActorTask task:
                    task.Run();
                    break;
                case ActorTaskEnded ended:
                    AfterActorTask(ended);
                    break;
                case Failed failed:
                    HandleFailed(failed);
                    break;
                case Watch watch:
                    AddWatcher(watch.Watchee, watch.Watcher);
                    break;
                case Unwatch unwatch:
                    RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                    break;
                case Recreate recreate:
                    FaultRecreate(recreate.Cause);
                    break;
                case Dispatch.SysMsg.Suspend:
                    _suspensions++;
                    SuspendChildren(NoOne);
                    break;
                case Resume resume:
                    FaultResume(resume.CausedByFailure);
                    break;
                case Dispatch.SysMsg.Terminate:
                    Terminate();
                    break;
            }
        }
        catch (Exception error)
        {
            HandleInvokeFailure(error);
        }
    }

    private void Create()
    {
        _created = true;
        try
        {
            CreateInstance(null);
        }
        catch (Exception error)
        {
            HandleInvokeFailure(error);
        }
    }

    private void CreateInstance(Exception? restartedBecauseOf)
    {
        try
        {
            _actor = NewActor();
            if (restartedBecauseOf is null) _actor.AroundPreStart();
            else _actor.AroundPostRestart(restartedBecauseOf, null!);
            if (SystemImpl.Settings.DebugLifecycle)
                Publish(new Debug(_self.Path.ToString(), LogClass, $"{(restartedBecauseOf is null ? "Started" : "Restarted")} ({_actor})"));
        }
        catch (Exception error) when (restartedBecauseOf is null)
        {
            if (_actor is { } halfMade) ClearActor(halfMade);
            throw new ActorInitializationException(_self, $"{_self.Path} could not be started: {Innermost(error).Message}", Innermost(error));
        }
    }

    private ActorBase NewActor()
    {
        _receive = null;
        _rare?.Behaviours?.Clear();
        var actor = Props.NewActor() ?? throw new ActorInitializationException(_self, "The props made no actor: null.");
        Incarnate(actor);
        return actor;
    }

    private void Incarnate(ActorBase actor)
    {
        if (actor is IActorStash stashing) stashing.Stash = StashFactory.CreateStash(this, stashing);
        if (actor is IWithTimers timed) timed.Timers = new TimerScheduler(this);
        actor.Init();
    }

    internal static Exception Innermost(Exception error)
    {
        while (error is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && error.InnerException is { } inner)
            error = inner;
        return error;
    }

    /// <summary>This actor failed, in its own code or because it passes on a child's failure.</summary>
    private void HandleInvokeFailure(Exception error, IReadOnlyCollection<IActorRef>? notSuspended = null)
    {
        if (_seldom.Failed is not null) return;
        try
        {
            _suspensions++;
            var spared = notSuspended ?? NoOne;
            if (_currentMessage is Failed failed)
            {
                _seldom.Failed = failed.Child;
                SuspendChildren([.. spared, failed.Child]);
            }
            else
            {
                _seldom.Failed = _self;
                SuspendChildren(spared);
            }
            _seldom.Parent.SendSystemMessage(new Failed(_self, error, Uid));
        }
        catch (Exception worse)
        {
            Publish(new Error(worse, _self.Path.ToString(), LogClass,
                $"emergency stop: exception in failure handling for {error.GetType()}"));
            foreach (var child in OwnChildren) child.Stop();
            FinishTerminate();
        }
    }

    private void FaultRecreate(Exception cause)
    {
        if (Waiting is not null)
        {
            // Ending, or already restarting (there is no instance then): only the suspension that came with the failure is taken back.
            FaultResume(null);
            return;
        }
        if (_actor is not { } failedActor)
        {
            Publish(new Error(null!, _self.Path.ToString(), LogClass, "a restart came before the actor was made; making it"));
            FaultCreate();
            return;
        }
        if (SystemImpl.Settings.DebugLifecycle) Publish(new Debug(_self.Path.ToString(), LogClass, "Restarting"));
        var message = _currentMessage;
        try
        {
            failedActor.AroundPreRestart(cause, message!);
        }
        catch (Exception error)
        {
            Publish(new Error(new PreRestartException(_self, error, cause, message), _self.Path.ToString(), LogClass, error.Message));
        }
        finally
        {
            (failedActor as IActorStash)?.Stash?.UnstashAll();
            ClearActor(failedActor);
        }
        if (_seldom.Children is not { } children || !children.WaitFor(ChildTable.Wait.Recreation, cause)) FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = OwnChildren;
        try
        {
            _suspensions--;
            _seldom.Failed = null;
            CreateInstance(cause);
            foreach (var child in survivors)
            {
                try
                {
                    child.Restart(cause);
                }
                catch (Exception error)
                {
                    Publish(new Error(error, _self.Path.ToString(), LogClass, $"restarting {child}"));
                }
            }
        }
        catch (Exception error)
        {
            // Without an instance its PreRestart cannot run again.
            if (_actor is { } halfMade) ClearActor(halfMade);
            HandleInvokeFailure(new PostRestartException(_self, Innermost(error), cause), survivors);
        }
    }

    private void FaultCreate()
    {
        foreach (var child in OwnChildren) Stop(child);
        if (_seldom.Children is not { } children || !children.WaitFor(ChildTable.Wait.Creation, null)) FinishCreate();
    }

    private void FinishCreate()
    {
        _suspensions--;
        _seldom.Failed = null;
        try
        {
            CreateInstance(null);
        }
        catch (Exception error)
        {
            HandleInvokeFailure(error);
        }
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null && Waiting is null)
        {
            Publish(new Error(null!, _self.Path.ToString(), LogClass, "a resume came before the actor was made; making it"));
            FaultCreate();
            return;
        }
        var perpetrator = _seldom.Failed;
        if (_suspensions > 0) _suspensions--;
        if (causedByFailure is not null) _seldom.Failed = null;
        foreach (var child in OwnChildren) child.Resume(child.Equals(perpetrator) ? causedByFailure : null);
    }

    private void Terminate()
    {
        SetReceiveTimeout(null);
        UnwatchAll();
        foreach (var child in OwnChildren) Stop(child);
        var wasTerminating = Waiting == ChildTable.Wait.Termination;
        if (_seldom.Children is not { } children || !children.WaitFor(ChildTable.Wait.Termination, null))
        {
            FinishTerminate();
            return;
        }
        if (wasTerminating) return;
        // No user message while waiting for the children, and no failure goes to the supervisor any more.
        _suspensions++;
        _seldom.Failed = _self;
        if (SystemImpl.Settings.DebugLifecycle) Publish(new Debug(_self.Path.ToString(), LogClass, "Stopping"));
    }

    private void FinishTerminate()
    {
        var actor = _actor;
        _seldom.Ending = true;
        _seldom.Children?.Close();
        try
        {
            actor?.AroundPostStop();
        }
        catch (Exception error)
        {
            Publish(new Error(error, _self.Path.ToString(), LogClass, error.Message));
        }
        (actor as IActorStash)?.Stash?.UnstashAll();
        _terminated = true;
        CloseMailbox();
        _dispatcher.Detach(this);
        // Other nodes first: once the parent knows, this node may be on its way down, and says nothing any more.
        TellWatchersWeDied(onOtherNodes: true);
        _seldom.Parent.SendSystemMessage(new DeathWatchNotification(_self, true, false));
        TellWatchersWeDied(onOtherNodes: false);
        UnwatchAll();
        if (SubscribedToEvents) SystemImpl.EventStream.Unsubscribe(_self);
        if (SystemImpl.Settings.DebugLifecycle) Publish(new Debug(_self.Path.ToString(), LogClass, "Stopped"));
        if (actor is not null) ClearActor(actor);
        _rare = null;
        _currentMessage = null;
        _sender = null;
        _receive = null;
        _seldom.Failed = null;
        _seldom.Children = null;
    }

    private void ClearActor(ActorBase actor)
    {
        Props.Release(actor);
        if (actor is IDisposable disposable)
        {
            try
            {
                disposable.Dispose();
            }
            catch (Exception error)
            {
                Publish(new Error(error, _self.Path.ToString(), LogClass, $"{actor.GetType()} threw when disposed"));
            }
        }
        actor.Clear(_self);
        _actor = null;
        _receive = null;
        _rare?.Behaviours?.Clear();
    }

    /// <summary>A child failed: the strategy decides, or this actor fails with the child's exception.</summary>
    private void HandleFailed(Failed failed)
    {
        var (message, sender) = (_currentMessage, _sender);
        _currentMessage = failed;
        _sender = failed.Child;
        if (!Children.TryGet(failed.Child, out var child))
        {
            Publish(new Debug(_self.Path.ToString(), LogClass, $"dropping {failed} from unknown child {failed.Child}"));
        }
        else if (_actor is not { } actor || !actor.StrategyOf(_seldom.Props).HandleFailure(this, child, failed.Cause))
        {
            // Thrown on, unchanged, so that whoever supervises this actor sees where it came from.
            ExceptionDispatchInfo.Throw(failed.Cause);
        }
        (_currentMessage, _sender) = (message, sender);
    }

    private void HandleChildTerminated(LocalActorRef child)
    {
        var wait = Children.Remove(child, out var cause);
        if (_actor is { } actor)
        {
            try
            {
                actor.StrategyOf(_seldom.Props).HandleChildTerminated(this, child);
            }
            catch (Exception error)
            {
                Publish(new Error(error, _self.Path.ToString(), LogClass, "handling the end of a child"));
                HandleInvokeFailure(error);
            }
        }
        switch (wait)
        {
            case ChildTable.Wait.Recreation:
                FinishRecreate(cause!);
                break;
            case ChildTable.Wait.Creation:
                FinishCreate();
                break;
            case ChildTable.Wait.Termination:
                FinishTerminate();
                break;
        }
    }

    /// <summary>An asynchronous handler begins to wait: no user message until <see cref="AfterActorTask"/>.</summary>
    internal void AwaitTask() => _suspensions++;

    private void AfterActorTask(ActorTaskEnded ended)
    {
        if (_suspensions > 0) _suspensions--;
        if (ended.Failure is { } failure)
        {
            _currentMessage = ended.Message;
            HandleInvokeFailure(failure);
            return;
        }
        if (_suspensions == 0)
        {
            _currentMessage = null;
            _sender = null;
        }
    }

    /// <summary>Sets what an asynchronous handler's piece sees as the current message and sender.</summary>
    internal void UseMessage(object? message, IActorRef? sender)
    {
        _currentMessage = message;
        _sender = sender;
    }
}
