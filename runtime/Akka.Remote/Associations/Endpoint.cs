using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

/// <summary>Why a connection ended, as far as the protocol tells.</summary>
internal enum EndReason
{
    /// <summary>Closed, reset, timed out, or the other side gave no reason.</summary>
    Lost,

    /// <summary>The other node goes down.</summary>
    ShuttingDown,

    /// <summary>The other node has quarantined this one.</summary>
    Quarantined,
}

/// <summary>
/// One connection with another node and the protocol on it: the handshake (each side says who it is), then messages, heartbeats and
/// acknowledgements, until somebody ends it. It belongs to the <see cref="Association"/> with that node from the moment the node is known; an
/// association can have several, since both sides may have dialled at once.
/// Frames come in on one thread at a time; writing is safe from any.
/// </summary>
internal sealed class Endpoint : IFrameHandler
{
    private readonly Remoting _remoting;
    private readonly TcpConnection _connection;
    private readonly FailureDetector _detector;
    private readonly ICancelable _handshakeTimer;
    private readonly InboundRefs _refs;
    private Association? _association;
    private volatile bool _associated;
    private readonly Lock _delivering = new();
    private bool _superseded;
    private bool _acknowledge;
    private volatile bool _leaving;
    private EndReason _reason = EndReason.Lost;

    /// <param name="remoting">Whose endpoint it is.</param>
    /// <param name="connection">Just opened; nothing has been said on it.</param>
    /// <param name="dialled">The association that opened the connection; null when the other side did.</param>
    public Endpoint(Remoting remoting, TcpConnection connection, Association? dialled)
    {
        _remoting = remoting;
        _connection = connection;
        _association = dialled;
        _refs = new InboundRefs(remoting);
        _detector = new DeadlineFailureDetector(remoting.Settings.TransportAcceptablePause, remoting.Settings.TransportHeartbeatInterval, remoting.Clock);
        _handshakeTimer = remoting.ScheduleOnce(remoting.Settings.HandshakeTimeout, HandshakeTimedOut);
        IsInbound = dialled is null;
        if (!IsInbound) WriteAssociate();
    }

    /// <summary>Whether the other side opened the connection.</summary>
    public bool IsInbound { get; }

    /// <summary>The other node's incarnation; 0 until the handshake is done.</summary>
    public int Uid { get; private set; }

    /// <summary>Whether a system message has come on it; its association's business.</summary>
    public bool HasReceivedSystem { get; set; }

    public Task RunAsync() => _connection.ReadAsync(this);

    /// <summary>Sends one message. False when the connection takes no more: it is at its end, or the peer does not read.</summary>
    public bool TryWrite(in Outgoing outgoing)
    {
        if (!_remoting.TrySerialize(outgoing.Message, outgoing.Recipient, out var serialized)) return true;
        var sender = outgoing.Sender is null ? [] : _remoting.PathBytes(outgoing.Sender);
        var frame = new MessageFrame(_remoting, outgoing.Recipient, sender, MessageEnvelope.NoSequence, serialized.Message, serialized.SerializerId, serialized.Manifest);
        return _connection.TryWrite(frame, WriteFrame, vital: outgoing.IsVital);
    }

    /// <summary>Sends a system message, or sends it again. What does not get through now is sent again later.</summary>
    public void WriteSystem(Delivery.SystemDelivery delivery)
    {
        var frame = new SystemFrame(delivery);
        _connection.TryWrite(frame, static (writer, state) => MessageEnvelope.Write(writer, null, state.Delivery.Recipient, [],
            (ulong)state.Delivery.Sequence, state.Delivery.Message, state.Delivery.SerializerId, state.Delivery.Manifest), vital: true);
    }

    /// <summary>
    /// The peer has dialled again: what it sends comes on the new connection now. What still lies in this one's buffers was sent before, and
    /// would come late: ordinary messages are lost rather than out of order. When this returns, none is under way.
    /// </summary>
    public void Supersede()
    {
        lock (_delivering) _superseded = true;
    }

    /// <summary>Called at the heartbeat interval: says that we are here, and finds out whether the peer still is.</summary>
    public void Beat()
    {
        if (!_associated) return;
        if (_detector.IsAvailable) Write(ControlCommand.Heartbeat);
        else
        {
            _remoting.Log.Warning("No sign of life from [{0}] for too long; the connection is closed.", _association?.RemoteAddress);
            _ = EndAsync(ControlCommand.Disassociate);
        }
    }

    /// <summary>Says goodbye and closes, at the latest after the time that is allowed for flushing.</summary>
    public async Task EndAsync(ControlCommand goodbye)
    {
        _leaving = true;
        try
        {
            await _connection.EndAsync(goodbye).WaitAsync(_remoting.Settings.FlushWait).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _connection.Close();
        }
    }

    public void OnFrame(ReadOnlySpan<byte> frame)
    {
        var pdu = ControlPdu.Decode(frame);
        switch (pdu.Command)
        {
            case ControlCommand.None or ControlCommand.Heartbeat when _leaving:
                break;
            case ControlCommand.None when _associated:
                _detector.HeartBeat();
                OnPayload(pdu.Payload);
                break;
            case ControlCommand.Heartbeat when _associated:
                _detector.HeartBeat();
                break;
            case ControlCommand.Associate when !_associated:
                OnAssociate(pdu.Origin, unchecked((int)pdu.Uid));
                break;
            case ControlCommand.Disassociate:
                End(EndReason.Lost);
                break;
            case ControlCommand.DisassociateShuttingDown:
                End(EndReason.ShuttingDown);
                break;
            case ControlCommand.DisassociateQuarantined:
                End(EndReason.Quarantined);
                break;
            default:
                throw new WireFormatException($"A frame of kind {pdu.Command} came {(_associated ? "after" : "before")} the handshake.");
        }
    }

    public void OnBatchEnd()
    {
        if (!_acknowledge) return;
        _acknowledge = false;

        // On the connection that the messages came on: an official node listens for acknowledgements only where it writes.
        if (_association?.AcknowledgementFor(this) is { } ack)
            _connection.TryWrite(ack, static (writer, state) => MessageEnvelope.WriteAck(writer, state), vital: true);
    }

    public void OnClosed(Exception? cause)
    {
        _handshakeTimer.Cancel();
        if (cause is WireFormatException or OversizedFrameException)
            _remoting.Refusals.Note("frame", $"The connection with [{_association?.RemoteAddress.ToString() ?? "an unknown node"}] is closed: {cause.Message}");
        _remoting.Forget(this);
        _association?.Ended(this, _reason, cause);
    }

    private void OnAssociate(WireAddress from, int uid)
    {
        Uid = uid;
        if (_association is null)
        {
            WriteAssociate();
            var origin = new Address("akka." + from.Protocol, from.System, from.Host, (int)from.Port);
            if (origin == _remoting.DefaultAddress || origin.Protocol != _remoting.Protocol)
                throw new WireFormatException($"[{origin}] is not an address that another node can have.");
            _association = _remoting.AssociationWith(origin);
        }

        _handshakeTimer.Cancel();
        _associated = true;
        _detector.HeartBeat();
        var begun = _association.Begin(this);
        while (!begun && _association.IsRetired)
        {
            _association = _remoting.SuccessorOf(_association);
            begun = _association.Begin(this);
        }

        if (!begun) _ = EndAsync(ControlCommand.DisassociateQuarantined);
    }

    private void OnPayload(ReadOnlySpan<byte> payload)
    {
        var envelope = MessageEnvelope.Decode(payload);
        if (envelope.Ack is { } ack) _association!.Acknowledged(this, ack);
        if (!envelope.HasMessage) return;

        var recipient = _refs.Recipient(envelope.Recipient);
        if (envelope.Sequence != MessageEnvelope.NoSequence)
        {
            _acknowledge = true;
            _association!.Receive(this, (long)envelope.Sequence, new InboundSystemMessage(recipient,
                envelope.Payload.Message.ToArray(), envelope.Payload.SerializerId, _refs.Manifest(envelope.Payload.Manifest)));
            return;
        }

        var sender = envelope.Sender.IsEmpty ? null : _refs.Sender(envelope.Sender);
        var manifest = _refs.Manifest(envelope.Payload.Manifest);
        lock (_delivering)
        {
            if (!_superseded) _remoting.Inbound.Deliver(recipient, sender, envelope.Payload.Message, envelope.Payload.SerializerId, manifest);
        }
    }

    private void End(EndReason reason)
    {
        _reason = reason;
        _connection.Close();
    }

    private void HandshakeTimedOut()
    {
        if (_associated) return;
        _remoting.Log.Debug("The handshake {0} did not end within {1} ms.", IsInbound ? "of an inbound connection" : $"with [{_association?.RemoteAddress}]",
            _remoting.Settings.HandshakeTimeout.TotalMilliseconds);
        _connection.Close();
    }

    private void WriteAssociate()
    {
        var self = _remoting.DefaultAddress;
        var origin = new WireAddress(self.System, self.Host, (uint)(self.Port ?? 0), self.Protocol["akka.".Length..]);
        _connection.TryWrite((origin, (ulong)_remoting.Uid), static (writer, state) => ControlPdu.WriteAssociate(writer, state.origin, state.Item2), vital: true);
    }

    private void Write(ControlCommand command) =>
        _connection.TryWrite(command, static (writer, state) => ControlPdu.Write(writer, state), vital: true);

    private static void WriteFrame(WireWriter writer, MessageFrame frame)
    {
        var before = writer.Length;
        var size = MessageEnvelope.Write(writer, null, frame.Recipient.PathBytes, frame.Sender, frame.Sequence, frame.Message, frame.SerializerId, frame.Manifest);
        if (size <= frame.Remoting.Settings.Tcp.MaximumFrameBytes) return;
        writer.Truncate(before);
        frame.Remoting.Refusals.Note("oversized",
            $"A message of {size} bytes (serializer {frame.SerializerId}, manifest '{frame.Manifest}') to [{frame.Recipient.Path}] is dropped; {frame.Remoting.Settings.Tcp.MaximumFrameBytes} are allowed.");
    }

    private readonly record struct MessageFrame(
        Remoting Remoting, RemoteActorRef Recipient, byte[] Sender, ulong Sequence, byte[] Message, int SerializerId, string Manifest);

    private readonly record struct SystemFrame(Delivery.SystemDelivery Delivery);
}
