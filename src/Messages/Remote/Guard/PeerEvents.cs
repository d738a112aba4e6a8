using System.Runtime.Serialization;
using Akka.Event;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Tells what Akka.Remote warns of because a peer did something (it left, was cut off, could not be reached, sent bytes that are no
/// message, failed at the handshake) from faults of this process. A peer does these things at its own pleasure and as often as it likes;
/// whom it concerns is told in words by whoever talks to it. What the writer of a connection says of our own messages, a port that cannot
/// be taken, and every exception that is not named here are faults, and are no events of a peer.
/// </summary>
public static class PeerEvents
{
    private static readonly string[] Beginnings =
    [
        // Departures, as the connection, its supervisor and death watch see them.
        "Association with remote system ", "Tried to associate with unreachable remote address ", "Association to [",
        "Detected unreachable: ", "heartbeat interval is growing too large ", "No response from remote",
        "Ignoring stale ACK ", "Half-close failed on channel ", "Unable to REMOVE channel ", "Error caught channel ",
        // Handshakes.
        "TLS handshake failed on channel ", "TLS exception on channel ", "Rejected incoming connection from ",
        "Certificate chain validation failed for ",
        // What comes in and is no message, or is for nobody.
        "Deserialization failed for message with serializer id ", "Dropping message [",
        "Transient error while reading from association ", "BUG: illegal Watch",
        "Error while decoding incoming Akka PDU",
    ];

    // Said by supervisors, with the exception's own text. Some of the types are not public.
    private static readonly string[] Failures =
    [
        "EndpointDisassociatedException", "EndpointAssociationException", "InvalidAssociation", "InvalidAssociationException",
        "ShutDownAssociation", "HopelessAssociation",
        "AkkaProtocolException", "PduCodecException",
    ];

    public static bool Is(LogEvent log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var text = log.Message.ToString() ?? "";
        return Beginnings.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal))
            || (log.Cause is { } cause && IsFailure(cause, text));
    }

    // A message of ours that cannot be written has a text of its own around the exception's.
    private static bool IsFailure(Exception cause, string text) =>
        (cause is SerializationException && cause.Message == text)
        || (cause.GetType().Assembly == typeof(Akka.Remote.RemoteSettings).Assembly && Failures.Contains(cause.GetType().Name));
}
