using Akka.Actor;
using Akka.Event;
using Akka.Remote.Delivery;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

/// <summary>
/// All there is between this node and one other address: whether it can be written to, what waits, what was not acknowledged, and which
/// incarnation of it is not spoken to any more. Made by <see cref="Remoting"/> with the first message or the first connection.
/// </summary>
/// <remarks>
/// <code>
/// state       a message is sent                  a connection comes in          our connection fails
/// Idle        dial, wait          -> Connecting  write on it     -> Open        -
/// Connecting  waits (bounded)                    read it only; ours is on its   dead letters        -> Gated
///                                                way and is the one to write on (or write on the other -> Open)
/// Open        written                            read it, too                                       -> Gated
/// Gated       dead letter; when the gate's time  write on it     -> Open        -
///             is over: dial       -> Connecting
/// </code>
/// System messages are kept through all of this while the incarnation is the same. A quarantined incarnation is refused in every state.
/// One lock guards the state; nothing of the outside is called while it is held, except the buffer of an own connection.
/// </remarks>
internal sealed partial class Association(Remoting remoting, Address remoteAddress)
{
    private readonly Lock _gate = new();

    /// <summary>Keeps system messages in order when they come on two connections. Taken alone, never while <see cref="_gate"/> is held.</summary>
    private readonly Lock _receiving = new();

    private readonly Queue<Outgoing> _waiting = new();
    private readonly List<Endpoint> _endpoints = [];
    private volatile Endpoint? _writer;

    /// <summary>Will be the writer once what has gathered is written to it.</summary>
    private Endpoint? _opening;
    private State _state = State.Idle;
    private TimeSpan _gateOpensAt;
    private TimeSpan _lastContact = remoting.Now;
    private int? _uid;
    private int? _quarantinedUid;
    private TimeSpan _quarantineEndsAt;
    private ResendBuffer _unacknowledged = new(remoting.Settings.SystemMessageBufferSize);
    private ReceiveBuffer<InboundSystemMessage> _received = new(remoting.Settings.SystemMessageBufferSize);
    private TimeSpan? _deliveryDeadline;
    private bool _systemMessagesExchanged;
    private bool _retired;

    private enum State
    {
        Idle,
        Connecting,
        Open,
        Gated,
    }

    public Address RemoteAddress { get; } = remoteAddress;

    /// <summary>Nothing was left to remember: another association has taken, or will take, this one's place.</summary>
    public bool IsRetired => Volatile.Read(ref _retired);

    /// <summary>What the incarnation that is spoken to watches here.</summary>
    public ForeignWatches Watches { get; } = new();

    /// <summary>The incarnation that is spoken to, as far as one is known.</summary>
    public int? Uid
    {
        get
        {
            lock (_gate) return _uid;
        }
    }

    /// <summary>
    /// A handshake is done. False when this incarnation is quarantined and must not be spoken to, or when the association has retired.
    /// </summary>
    public bool Begin(Endpoint endpoint)
    {
        var former = new List<Endpoint>();
        List<Endpoint> givenUp = [];
        bool writes, another;
        lock (_gate)
        {
            if (_retired) return false;
            if (_quarantinedUid == endpoint.Uid)
            {
                if (endpoint.IsInbound) remoting.Log.Info("[{0}] with UID [{1}] is quarantined and was refused.", RemoteAddress, endpoint.Uid);
                return false;
            }

            another = _uid != endpoint.Uid;
            if (another)
            {
                former.AddRange(_endpoints);
                _writer = _opening = null;
                Meet(endpoint.Uid);
            }

            _deliveryDeadline = null;
            _lastContact = remoting.Now;
            if (endpoint.IsInbound && !another) givenUp.AddRange(_endpoints.Where(each => each.IsInbound));
            _endpoints.Add(endpoint);

            // Where we dialled, the other side expects to read us there and nowhere else. A node that dials again has lost its former connection.
            writes = !endpoint.IsInbound || (remoting.Settings.UsePassiveConnections
                                             && (former.Count > 0 || (_state != State.Connecting && _writer is not { IsInbound: false })));
            if (writes) Open(endpoint);
        }

        // Before anything that comes on the new connection is handed over.
        foreach (var older in givenUp) older.Supersede();
        foreach (var stale in former) _ = stale.EndAsync(ControlCommand.Disassociate);
        if (another) Watches.RemoveAll();
        remoting.Publish(new AssociatedEvent(remoting.DefaultAddress, RemoteAddress, endpoint.IsInbound));
        if (writes) WriteTo(endpoint);
        return true;
    }

    /// <summary>A connection is at its end, or never came to a handshake.</summary>
    public void Ended(Endpoint endpoint, EndReason reason, Exception? cause)
    {
        bool associated, dialled;
        Outgoing[] lost = [];
        lock (_gate)
        {
            associated = _endpoints.Remove(endpoint);
            dialled = !associated && !endpoint.IsInbound && _state == State.Connecting && _opening is null;
            if (associated) _lastContact = remoting.Now;
            if (_writer == endpoint || _opening == endpoint) lost = CloseGate();
        }

        foreach (var outgoing in lost) remoting.DeadLetter(outgoing);

        if (reason == EndReason.Quarantined) remoting.Publish(new ThisActorSystemQuarantinedEvent(remoting.DefaultAddress, RemoteAddress));
        if (associated)
        {
            remoting.Log.Debug("The connection with [{0}] ended ({1}{2}); the address is gated for {3} ms.", RemoteAddress, reason,
                cause is null ? "" : ": " + cause.Message, remoting.Settings.RetryGateClosedFor.TotalMilliseconds);
            remoting.Publish(new DisassociatedEvent(remoting.DefaultAddress, RemoteAddress, endpoint.IsInbound));
        }
        else if (dialled)
        {
            DialFailed(cause ?? new RemoteTransportException(reason switch
            {
                EndReason.ShuttingDown => "The remote system refused the association because it is shutting down.",
                EndReason.Quarantined => "The remote system has quarantined this system.",
                _ => "The connection ended before the handshake was done.",
            }));
        }
    }

    /// <summary>No connection could be made, or no handshake came of it.</summary>
    public void DialFailed(Exception cause)
    {
        Outgoing[] lost;
        Endpoint? other;
        lock (_gate)
        {
            if (_state != State.Connecting || _opening is not null) return;

            // The other side may have dialled meanwhile: that will do.
            other = remoting.Settings.UsePassiveConnections ? _endpoints.LastOrDefault() : null;
            lost = other is null ? CloseGate() : [];
            if (other is not null) Open(other);
        }

        if (other is not null)
        {
            WriteTo(other);
            return;
        }

        remoting.Log.Warning("[{0}] cannot be reached and is gated for {1} ms; messages to it become dead letters. {2}", RemoteAddress,
            remoting.Settings.RetryGateClosedFor.TotalMilliseconds, cause.Message);
        remoting.Publish(new AssociationErrorEvent(cause, remoting.DefaultAddress, RemoteAddress, false, LogLevel.WarningLevel));
        foreach (var outgoing in lost) remoting.DeadLetter(outgoing);
    }

    /// <summary>
    /// Gives an incarnation up for good. Without its number only the connection can be closed. One that is not spoken to (any more) is
    /// refused when it comes.
    /// </summary>
    public void Quarantine(int? uid)
    {
        List<Endpoint> ended = [];
        var happened = false;
        Outgoing[] lost = [];
        lock (_gate)
        {
            if (_retired || (uid is not null && uid == _quarantinedUid)) return;
            if (uid is null || uid == _uid)
            {
                ended.AddRange(_endpoints);
                lost = CloseGate();
            }
            else if (_uid is not null)
            {
                return;
            }

            if (uid is not null)
            {
                happened = true;
                _quarantinedUid = uid;
                _quarantineEndsAt = remoting.Now + remoting.Settings.QuarantineDuration;
                Meet(null);
            }
        }

        foreach (var endpoint in ended) _ = endpoint.EndAsync(uid is null ? ControlCommand.Disassociate : ControlCommand.DisassociateQuarantined);
        foreach (var outgoing in lost) remoting.DeadLetter(outgoing);
        if (happened)
        {
            Watches.RemoveAll();
            remoting.Publish(new QuarantinedEvent(RemoteAddress, uid!.Value));
        }
        else
        {
            remoting.Log.Warning("[{0}] is to be quarantined, but its UID is not known; it is gated for {1} ms instead.", RemoteAddress,
                remoting.Settings.RetryGateClosedFor.TotalMilliseconds);
        }
    }

    /// <summary>
    /// Called at the resend interval: sends again what is not acknowledged, dials for it when the gate is open again, gives up who has been
    /// silent for too long. True when nothing is left to remember: then the association is retired and makes place.
    /// </summary>
    public bool Maintain()
    {
        var dial = false;
        Exception? hopeless = null;
        var now = remoting.Now;
        lock (_gate)
        {
            if (_quarantinedUid is not null && now >= _quarantineEndsAt) _quarantinedUid = null;
            if (_state == State.Gated && now >= _gateOpensAt) _state = State.Idle;
            if (_writer is { } writer)
            {
                foreach (var delivery in _unacknowledged.Unacknowledged.Take(remoting.Settings.ResendLimit)) writer.WriteSystem(delivery);
            }
            else if (!_unacknowledged.IsEmpty)
            {
                if (now >= _deliveryDeadline) hopeless = new HopelessDeliveryException("System messages could not be delivered in time.");
                else if (_state == State.Idle) dial = BeginDial();
            }
            else if (_state == State.Idle && _endpoints.Count == 0)
            {
                if (_uid is not null && _systemMessagesExchanged)
                {
                    if (now - _lastContact >= remoting.Settings.QuarantineAfterSilence)
                        hopeless = new HopelessDeliveryException("The node has been silent for too long to go on where it was.");
                }
                else if (_quarantinedUid is null)
                {
                    _retired = true;
                }
            }
        }

        if (hopeless is not null) GiveUp(hopeless);
        if (dial) remoting.Dial(this);
        return _retired;
    }

    /// <summary>Another incarnation: nothing that was numbered for the last one means anything to it.</summary>
    private void Meet(int? uid)
    {
        // What was numbered before anybody was met was meant for whoever comes first.
        if (_uid is not null || uid is null) _unacknowledged = new ResendBuffer(remoting.Settings.SystemMessageBufferSize);
        _received = new ReceiveBuffer<InboundSystemMessage>(remoting.Settings.SystemMessageBufferSize);
        _systemMessagesExchanged = false;
        _deliveryDeadline = null;
        _uid = uid;
    }

    private void GiveUp(Exception cause)
    {
        remoting.Log.Error("The association with [{0}] cannot be kept: {1}", RemoteAddress, cause.Message);
        Quarantine(Uid);
    }
}
