using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// <c>/system/remote-watcher</c>: watches actors of other nodes for all who want that here. As long as somebody of a node is watched, the node
/// is sent heartbeats; when it does not answer for too long, it is quarantined and all its watched actors are told to have ended.
/// The same actor answers other nodes' heartbeats.
/// </summary>
/// <remarks>
/// A node that answers with another number than before was started anew: everything is watched again there, and what is gone will be
/// reported by it. So a watch also gets through when the first try was lost. The same is done when a connection is there again: the node may have
/// forgotten what it was about to report.
/// </remarks>
internal sealed class RemoteWatcher : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IFailureDetectorRegistry<Address> _detectors;
    private readonly Action<Address, int?> _quarantine;
    private readonly TimeSpan _expectedResponseAfter;
    private readonly HeartbeatRsp _reply;
    private readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> _watchers = [];
    private readonly Dictionary<Address, Node> _nodes = [];
    private readonly Cancelable _timers;

    public RemoteWatcher(IFailureDetectorRegistry<Address> detectors, TimeSpan heartbeatInterval, TimeSpan reaperInterval,
        TimeSpan expectedResponseAfter, int ownUid, Action<Address, int?> quarantine)
    {
        _detectors = detectors;
        _expectedResponseAfter = expectedResponseAfter;
        _quarantine = quarantine;
        _reply = new HeartbeatRsp(ownUid);
        var scheduler = Context.System.Scheduler;
        _timers = new Cancelable(scheduler);
        scheduler.ScheduleTellRepeatedly(heartbeatInterval, heartbeatInterval, Self, HeartbeatTick.Instance, Self, _timers);
        scheduler.ScheduleTellRepeatedly(reaperInterval, reaperInterval, Self, ReapTick.Instance, Self, _timers);
    }

    protected override void PreStart()
    {
        base.PreStart();
        Context.System.EventStream.Subscribe(Self, typeof(AssociatedEvent));
    }

    protected override void PostStop()
    {
        _timers.Cancel();
        base.PostStop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Heartbeat:
                Sender.Tell(_reply);
                break;
            case HeartbeatRsp reply:
                Answered(Sender.Path.Address, reply.AddressUid);
                break;
            case HeartbeatTick:
                SendHeartbeats();
                break;
            case ReapTick:
                ReapUnreachable();
                break;
            case AssociatedEvent associated:
                if (_nodes.TryGetValue(associated.RemoteAddress, out var again) && again.Uid is not null) WatchAgain(again);
                break;
            case ExpectedFirstHeartbeat first:
                // Nobody answered yet: from now on that counts against them.
                if (_nodes.ContainsKey(first.From) && !_detectors.IsMonitoring(first.From)) _detectors.Heartbeat(first.From);
                break;
            case WatchRemote watch:
                AddWatch(watch.Watchee, watch.Watcher);
                break;
            case UnwatchRemote unwatch:
                RemoveWatch(unwatch.Watchee, unwatch.Watcher);
                break;
            case Terminated terminated:
                Ended((IInternalActorRef)terminated.ActorRef, terminated.ExistenceConfirmed);
                break;
            case Drain:
                Sender.Tell(Drain.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void AddWatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (!_watchers.TryGetValue(watchee, out var watchers)) _watchers.Add(watchee, watchers = []);
        watchers.Add(watcher);
        var address = watchee.Path.Address;
        if (!_nodes.TryGetValue(address, out var node)) _nodes.Add(address, node = new Node());
        node.Watchees.Add(watchee);
        Context.Watch(watchee);
    }

    private void RemoveWatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (!_watchers.TryGetValue(watchee, out var watchers) || !watchers.Remove(watcher) || watchers.Count > 0) return;
        Context.Unwatch(watchee);
        Forget(watchee);
    }

    private void Ended(IInternalActorRef watchee, bool existenceConfirmed)
    {
        if (!_watchers.TryGetValue(watchee, out var watchers)) return;
        foreach (var watcher in watchers) watcher.SendSystemMessage(new DeathWatchNotification(watchee, existenceConfirmed, false));
        Forget(watchee);
    }

    private void Forget(IInternalActorRef watchee)
    {
        _watchers.Remove(watchee);
        var address = watchee.Path.Address;
        if (!_nodes.TryGetValue(address, out var node) || !node.Watchees.Remove(watchee) || node.Watchees.Count > 0) return;
        _nodes.Remove(address);
        _detectors.Remove(address);
    }

    private void SendHeartbeats()
    {
        foreach (var address in _nodes.Keys)
        {
            if (!_detectors.IsMonitoring(address))
                Context.System.Scheduler.ScheduleTellOnce(_expectedResponseAfter, Self, new ExpectedFirstHeartbeat(address), Self, _timers);
            Context.ActorSelection(new RootActorPath(address) / Self.Path.Elements).Tell(Heartbeat.Instance, Self);
        }
    }

    private void Answered(Address from, int uid)
    {
        if (!_nodes.TryGetValue(from, out var node)) return;
        if (node.Uid != uid)
        {
            node.Uid = uid;
            WatchAgain(node);
        }

        _detectors.Heartbeat(from);
    }

    private void WatchAgain(Node node)
    {
        foreach (var watchee in node.Watchees) watchee.SendSystemMessage(new Watch(watchee, (IInternalActorRef)Self));
    }

    private void ReapUnreachable()
    {
        foreach (var (address, node) in _nodes.Where(entry => !_detectors.IsAvailable(entry.Key)).ToList())
        {
            _log.Warning("Detected unreachable: [{0}]", address);
            _quarantine(address, node.Uid);
            foreach (var watchee in node.Watchees.ToList())
            {
                var watchers = _watchers[watchee];
                Context.Unwatch(watchee);
                Forget(watchee);
                foreach (var watcher in watchers) watcher.SendSystemMessage(new DeathWatchNotification(watchee, false, true));
            }
        }
    }

    /// <summary>Are you there?</summary>
    internal sealed class Heartbeat : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Heartbeat Instance = new();

        private Heartbeat()
        {
        }
    }

    /// <summary>Yes, and this is who.</summary>
    internal sealed class HeartbeatRsp(int addressUid) : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public int AddressUid { get; } = addressUid;
    }

    internal sealed record WatchRemote(IInternalActorRef Watchee, IInternalActorRef Watcher) : INoSerializationVerificationNeeded;

    internal sealed record UnwatchRemote(IInternalActorRef Watchee, IInternalActorRef Watcher) : INoSerializationVerificationNeeded;

    /// <summary>Answered with itself, after everything that was told before.</summary>
    internal sealed class Drain : INoSerializationVerificationNeeded
    {
        public static readonly Drain Instance = new();
    }

    private sealed record ExpectedFirstHeartbeat(Address From) : INoSerializationVerificationNeeded;

    private sealed class HeartbeatTick : INoSerializationVerificationNeeded
    {
        public static readonly HeartbeatTick Instance = new();
    }

    private sealed class ReapTick : INoSerializationVerificationNeeded
    {
        public static readonly ReapTick Instance = new();
    }

    private sealed class Node
    {
        public HashSet<IInternalActorRef> Watchees { get; } = [];

        public int? Uid { get; set; }
    }
}
