using Akka.Actor;
using Akka.Remote.Delivery;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

// What goes through an association: messages on their way out, in every state it can be in, and system messages both ways.
internal sealed partial class Association
{
    /// <summary>Sends an ordinary message, or keeps it until there is a connection, or gives it to the dead letters. Never waits.</summary>
    public void Send(in Outgoing outgoing)
    {
        if (_writer is { } writer)
        {
            if (!writer.TryWrite(outgoing)) remoting.DeadLetter(outgoing);
            return;
        }

        var (dial, retired, lost) = (false, false, false);
        lock (_gate)
        {
            writer = _writer;
            retired = _retired;
            if (writer is null && !retired)
            {
                if (_state == State.Gated && remoting.Now >= _gateOpensAt) _state = State.Idle;
                if (_state == State.Idle) dial = BeginDial();
                lost = _state != State.Connecting || _waiting.Count >= remoting.Settings.BacklogMax;
                if (!lost) _waiting.Enqueue(outgoing);
            }
        }

        if (retired) remoting.SuccessorOf(this).Send(outgoing);
        else if (writer is not null) lost = !writer.TryWrite(outgoing);
        if (lost) remoting.DeadLetter(outgoing);
        if (dial) remoting.Dial(this);
    }

    /// <summary>Sends a system message and keeps it until it is acknowledged.</summary>
    public void SendSystem(RemoteActorRef recipient, in SerializedMessage message)
    {
        var (dial, retired) = (false, false);
        HopelessDeliveryException? hopeless = null;
        lock (_gate)
        {
            retired = _retired;
            if (!retired && _state == State.Gated && remoting.Now >= _gateOpensAt) _state = State.Idle;

            // Whom we never met and cannot reach now: whoever comes there later would not know what it is about.
            if (!retired && (_state != State.Gated || _uid is not null))
            {
                if (_state == State.Idle) dial = BeginDial();
                hopeless = Number(recipient, message);
            }
        }

        if (retired) remoting.SuccessorOf(this).SendSystem(recipient, message);
        if (dial) remoting.Dial(this);
        if (hopeless is not null) GiveUp(hopeless);
    }

    public void Acknowledged(Endpoint endpoint, Acknowledgement acknowledgement)
    {
        try
        {
            lock (_gate)
            {
                if (_uid != endpoint.Uid) return;
                if (_unacknowledged.NothingSent) throw new WireFormatException("Something was acknowledged, and nothing has been sent.");
                foreach (var again in _unacknowledged.Acknowledge(acknowledgement)) _writer?.WriteSystem(again);
            }
        }
        catch (HopelessDeliveryException ex)
        {
            GiveUp(ex);
        }
    }

    public void Receive(Endpoint endpoint, long sequence, InboundSystemMessage message)
    {
        lock (_receiving)
        {
            ReceiveBuffer<InboundSystemMessage> received;
            lock (_gate)
            {
                if (_uid != endpoint.Uid) return;
                _systemMessagesExchanged = true;
                received = _received;
            }

            if (!endpoint.HasReceivedSystem) received.BeginAt(sequence);
            endpoint.HasReceivedSystem = true;
            received.Receive(sequence, message, due => remoting.Inbound.DeliverSystem(this, due));
        }
    }

    /// <summary>What the peer is to be told about its system messages.</summary>
    public Acknowledgement? AcknowledgementFor(Endpoint endpoint)
    {
        lock (_receiving)
        {
            lock (_gate) return _uid == endpoint.Uid ? _received.Acknowledge() : null;
        }
    }

    /// <summary>Makes the endpoint the one that is written to: first system messages, then what waited, then whatever comes.</summary>
    private void WriteTo(Endpoint endpoint)
    {
        var written = -1L;
        while (true)
        {
            Outgoing[] batch;
            lock (_gate)
            {
                // Ended, or replaced, while what had gathered was being written.
                if (_opening != endpoint) return;
                foreach (var delivery in _unacknowledged.Unacknowledged.Take(remoting.Settings.ResendLimit).Where(delivery => delivery.Sequence > written))
                {
                    endpoint.WriteSystem(delivery);
                    written = delivery.Sequence;
                }

                if (_waiting.Count == 0)
                {
                    _opening = null;
                    _writer = endpoint;
                    _state = State.Open;
                    return;
                }

                batch = [.. _waiting];
                _waiting.Clear();
            }

            foreach (var outgoing in batch)
            {
                if (!endpoint.TryWrite(outgoing)) remoting.DeadLetter(outgoing);
            }
        }
    }

    private bool BeginDial()
    {
        _state = State.Connecting;
        return true;
    }

    private HopelessDeliveryException? Number(RemoteActorRef recipient, in SerializedMessage message)
    {
        try
        {
            _systemMessagesExchanged = true;
            var delivery = _unacknowledged.Add(recipient.PathBytes, message.Message, message.SerializerId, message.Manifest);
            if (_unacknowledged.Count <= remoting.Settings.ResendLimit) _writer?.WriteSystem(delivery);
            return null;
        }
        catch (HopelessDeliveryException ex)
        {
            return ex;
        }
    }

    /// <summary>The endpoint is the one to write to; until what has gathered is written, everything else queues up behind it.</summary>
    private void Open(Endpoint endpoint)
    {
        _writer = null;
        _opening = endpoint;
        _state = State.Connecting;
    }

    /// <summary>Nothing can be written for now. Returns what waited for it.</summary>
    private Outgoing[] CloseGate()
    {
        _writer = _opening = null;
        _gateOpensAt = remoting.Now + remoting.Settings.RetryGateClosedFor;
        _state = remoting.Settings.RetryGateClosedFor > TimeSpan.Zero ? State.Gated : State.Idle;

        // Whom we never met: whoever answers there later would not know what these are about.
        if (_uid is null) _unacknowledged = new ResendBuffer(remoting.Settings.SystemMessageBufferSize);
        if (!_unacknowledged.IsEmpty) _deliveryDeadline ??= remoting.Now + remoting.Settings.InitialSystemMessageDeliveryTimeout;
        Outgoing[] lost = [.. _waiting];
        _waiting.Clear();
        return lost;
    }
}
