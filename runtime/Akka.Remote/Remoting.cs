using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Associations;
using Akka.Remote.Configuration;
using Akka.Remote.Serialization;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>A message in the form in which it crosses the wire.</summary>
internal readonly record struct SerializedMessage(byte[] Message, int SerializerId, string Manifest);

/// <summary>
/// This node's remoting: listens, dials, keeps one <see cref="Association"/> per other node, and gives all of them what they share. Made
/// by the <see cref="RemoteActorRefProvider"/> while its actor system starts; taken down by it when the user's actors have ended.
/// No actors are involved: a message goes from the sender's thread into the connection's buffer, and from the connection's reader into the
/// recipient's mailbox.
/// </summary>
internal sealed class Remoting
{
    private readonly RemoteActorRefProvider _provider;
    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<Address, Association> _associations = new();
    private readonly ConcurrentDictionary<Endpoint, bool> _endpoints = new();
    private readonly SenderPaths _paths = new();
    private readonly TcpTransport _transport;
    private readonly Cancelable _timers;
    private volatile bool _down;

    public Remoting(ExtendedActorSystem system, RemoteActorRefProvider provider, RemoteSettings settings)
    {
        _system = system;
        _provider = provider;
        Settings = settings;
        Log = Logging.GetLogger(system, "remoting");
        Refusals = new Refusals(Log);
        Uid = AddressUidExtension.Uid(system);
        Clock = () => (long)system.Scheduler.MonotonicClock.TotalMilliseconds;
        Inbound = new InboundDispatcher(this, system, provider);
        _transport = new TcpTransport(settings.Tcp, Log);
        _timers = new Cancelable(system.Scheduler);
    }

    public RemoteSettings Settings { get; }

    public ILoggingAdapter Log { get; }

    public Refusals Refusals { get; }

    public InboundDispatcher Inbound { get; }

    /// <summary>Of this incarnation of this system.</summary>
    public int Uid { get; }

    /// <summary>Milliseconds of the system's scheduler, which tests can move.</summary>
    public Clock Clock { get; }

    public TimeSpan Now => _system.Scheduler.MonotonicClock;

    /// <summary>How many other addresses there is something to remember about.</summary>
    public int AssociationCount => _associations.Count;

    /// <summary>How addresses of the nodes that can be spoken to begin: over TLS they are called otherwise.</summary>
    public string Protocol => Settings.Tcp.EnableSsl ? "akka.ssl.tcp" : "akka.tcp";

    /// <summary>Where other nodes reach this one.</summary>
    public Address DefaultAddress { get; private set; } = null!;

    /// <summary>Takes the port, so that the address is known. Nobody is let in before <see cref="Listen"/>.</summary>
    /// <exception cref="RemoteTransportException">The address cannot be listened on.</exception>
    public void Bind()
    {
        try
        {
            var (host, port) = _transport.Bind();
            DefaultAddress = new Address(Protocol, _system.Name, host, port);
        }
        catch (Exception ex) when (ex is SocketException or IOException or System.Security.Cryptography.CryptographicException)
        {
            var failure = new RemoteTransportException($"Remoting cannot listen on {Settings.Tcp.Hostname}:{Settings.Tcp.Port}: {ex.Message}", ex);
            Publish(new RemotingErrorEvent(failure));
            throw failure;
        }
    }

    /// <summary>Lets other nodes in.</summary>
    public void Listen()
    {
        _ = _transport.ListenAsync(connection => Run(new Endpoint(this, connection, null)));
        var scheduler = _system.Scheduler.Advanced;
        scheduler.ScheduleRepeatedly(Settings.TransportHeartbeatInterval, Settings.TransportHeartbeatInterval, Beat, _timers);
        scheduler.ScheduleRepeatedly(Settings.ResendInterval, Settings.ResendInterval, Maintain, _timers);
        Log.Info("Remoting started; listening on [{0}]", DefaultAddress);
        Publish(new RemotingListenEvent([DefaultAddress]));
    }

    /// <summary>Says goodbye to everybody, sends what is still on its way, and closes. Takes no longer than the configured times.</summary>
    public async Task ShutdownAsync()
    {
        if (_down) return;
        _down = true;
        _timers.Cancel();
        _transport.StopListening();
        try
        {
            var goodbyes = _endpoints.Keys.Select(endpoint => endpoint.EndAsync(ControlCommand.DisassociateShuttingDown));
            await Task.WhenAll(goodbyes).WaitAsync(Settings.ShutdownTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.Warning("Remoting went down before everybody had been told; messages may be lost.");
        }

        Publish(new RemotingShutdownEvent());
    }

    public void Send(object message, IActorRef? sender, RemoteActorRef recipient)
    {
        var outgoing = new Outgoing(message, sender, recipient);
        if (_down)
        {
            DeadLetter(outgoing);
            return;
        }

        if (Settings.LogSend) Log.Debug("RemoteMessage: {0} to [{1}] from [{2}]", message, recipient.Path, sender?.Path);
        recipient.Association.Send(outgoing);
    }

    public void SendSystem(Dispatch.SysMsg.SystemMessage message, RemoteActorRef recipient)
    {
        if (message is Dispatch.SysMsg.DeathWatchNotification { Actor: IInternalActorRef ended }) recipient.Association.Watches.Remove(ended, recipient);
        if (_down || !TrySerialize(message, recipient, out var serialized)) return;
        recipient.Association.SendSystem(recipient, serialized);
    }

    public Association AssociationWith(Address address) =>
        _associations.TryGetValue(address, out var found) ? found : _associations.GetOrAdd(address, static (key, self) => new Association(self, key), this);

    /// <summary>The association that takes the place of one that has retired.</summary>
    public Association SuccessorOf(Association retired)
    {
        _associations.TryRemove(new KeyValuePair<Address, Association>(retired.RemoteAddress, retired));
        return AssociationWith(retired.RemoteAddress);
    }

    public void Quarantine(Address address, int? uid)
    {
        var association = AssociationWith(address);
        while (association.IsRetired) association = SuccessorOf(association);
        association.Quarantine(uid);
    }

    /// <summary>Quarantines whoever is at an address: the incarnation that said so, or else the one that we have been speaking to.</summary>
    public void GiveUp(Address address, int? uid)
    {
        Quarantine(address, uid ?? AssociationWith(address).Uid);
    }

    /// <summary>Opens a connection for the association, which is told of the outcome either way.</summary>
    public void Dial(Association association) => _ = DialAsync(association);

    /// <summary>The message as bytes. False, logged and counted, when its type is not bound or its serializer fails.</summary>
    public bool TrySerialize(object message, RemoteActorRef recipient, out SerializedMessage serialized)
    {
#pragma warning disable CA1031 // Serializers are anybody's code; the sender must not be hit by what they throw.
        try
        {
            serialized = MessageCodec.Serialize(_system, message);
            return true;
        }
        catch (Exception ex)
        {
            Refusals.Note("serialization", $"A message of type {message.GetType()} to [{recipient.Path}] cannot be sent: {ex.Message}");
            serialized = default;
            return false;
        }
#pragma warning restore CA1031
    }

    /// <summary>What a path from the wire stands for.</summary>
    /// <param name="path">With address.</param>
    /// <param name="addressed">Whether it is to receive something.</param>
    /// <param name="lasting">Whether the same path will always mean the same reference.</param>
    public IInternalActorRef Resolve(string path, bool addressed, out bool lasting)
    {
        lasting = false;
        if (!ActorPath.TryParse(path, out var parsed))
        {
            Refusals.Note("path", $"'{path}' is not a path.");
            return _provider.DeadLettersRef;
        }

        var found = (IInternalActorRef)_provider.ResolveActorRef(parsed);
        lasting = found is RemoteActorRef || (found.IsLocal && found is LocalActorRef && (parsed.Uid != 0 || parsed is RootActorPath));
        if (!addressed || !Settings.UntrustedMode || Inbound.MayBeAddressed(parsed)) return found;

        lasting = false;
        Refusals.Note("untrusted", $"A message to [{parsed}], whose sender was not given this reference.");
        return _provider.DeadLettersRef;
    }

    public byte[] PathBytes(IActorRef sender) => _paths.Of(sender, DefaultAddress);

    public void DeadLetter(in Outgoing outgoing)
    {
        var letters = _system.DeadLetters;

        // Heartbeats to a node that is not there are no news: death watch finds out what they mean.
        if (outgoing.Message is ActorSelectionMessage { Message: IDeadLetterSuppression quiet })
            _system.EventStream.Publish(new SuppressedDeadLetter(quiet, outgoing.Sender ?? letters, outgoing.Recipient));
        else letters.Tell(new DeadLetter(outgoing.Message, outgoing.Sender ?? letters, outgoing.Recipient), outgoing.Sender ?? letters);
    }

    public void Publish(RemotingLifecycleEvent happened)
    {
        _system.EventStream.Publish(happened);
        if (happened.LogLevel() >= Settings.LifecycleLogLevel) Log.Log(happened.LogLevel(), null, happened.ToString()!);
    }

    public ICancelable ScheduleOnce(TimeSpan delay, Action action)
    {
        var cancelable = new Cancelable(_system.Scheduler);
        _system.Scheduler.Advanced.ScheduleOnce(delay, action, cancelable);
        return cancelable;
    }

    public void Forget(Endpoint endpoint) => _endpoints.TryRemove(endpoint, out _);

    private async Task DialAsync(Association association)
    {
        try
        {
            var connection = await _transport.ConnectAsync(association.RemoteAddress).ConfigureAwait(false);
            Run(new Endpoint(this, connection, association));
        }
#pragma warning disable CA1031 // Whatever keeps the connection from being made: somebody waits for the outcome.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            association.DialFailed(ex is OperationCanceledException
                ? new RemoteTransportException($"No connection to [{association.RemoteAddress}] within {Settings.Tcp.ConnectionTimeout.TotalSeconds} s.")
                : ex);
        }
    }

    private void Run(Endpoint endpoint)
    {
        _endpoints.TryAdd(endpoint, true);
        _ = endpoint.RunAsync();
        if (_down) _ = endpoint.EndAsync(ControlCommand.DisassociateShuttingDown);
    }

    private void Beat()
    {
        foreach (var endpoint in _endpoints.Keys) endpoint.Beat();
    }

    private void Maintain()
    {
        foreach (var association in _associations.Values)
        {
            if (association.Maintain()) _associations.TryRemove(new KeyValuePair<Address, Association>(association.RemoteAddress, association));
        }
    }

    /// <summary>The serialized paths of the senders of late; a sender writes many messages.</summary>
    private sealed class SenderPaths
    {
        private const int Places = 1024;

        private readonly Entry?[] _entries = new Entry?[Places];

        public byte[] Of(IActorRef sender, Address address)
        {
            ref var place = ref _entries[System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(sender) & (Places - 1)];
            var entry = Volatile.Read(ref place);
            if (entry is not null && ReferenceEquals(entry.Sender, sender)) return entry.Path;
            var path = sender is Nobody ? [] : Encoding.UTF8.GetBytes(sender.Path.ToSerializationFormatWithAddress(address));
            Volatile.Write(ref place, new Entry(sender, path));
            return path;
        }

        private sealed record Entry(IActorRef Sender, byte[] Path);
    }
}
