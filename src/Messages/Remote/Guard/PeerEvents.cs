using System.Runtime.Serialization;
using Akka.Event;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Separates Akka.Remote's warnings about a peer from faults of this process. A peer leaves, is cut off, is out of reach, sends malformed
/// bytes or fails a handshake as often as it likes, and the code that talks to the peer reports this to people. Failed writes of our own
/// messages, a port in use, and every exception that is not listed here are faults of this process.
/// </summary>
public static class PeerEvents
{
    private static readonly string[] Beginnings =
    [
        // Departures, as reported by the connection, its supervisor and death watch.
        "Association with remote system ", "Tried to associate with unreachable remote address ", "Association to [",
        "Detected unreachable: ", "heartbeat interval is growing too large ", "No response from remote",
        "Ignoring stale ACK ", "Half-close failed on channel ", "Unable to REMOVE channel ", "Error caught channel ",
        // Handshakes.
        "TLS handshake failed on channel ", "TLS exception on channel ", "Rejected incoming connection from ",
        "Certificate chain validation failed for ",
        // Incoming bytes that are no message, or that have no recipient.
        "Deserialization failed for message with serializer id ", "Dropping message [",
        "Transient error while reading from association ", "BUG: illegal Watch",
        "Error while decoding incoming Akka PDU",
    ];

    // Supervisors log these with the exception's text. Some of the types are not public.
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

    // A failed write of our own message adds a text around the exception's.
    private static bool IsFailure(Exception cause, string text) =>
        (cause is SerializationException && cause.Message == text)
        || (cause.GetType().Assembly == typeof(Akka.Remote.RemoteSettings).Assembly && Failures.Contains(cause.GetType().Name));
}
