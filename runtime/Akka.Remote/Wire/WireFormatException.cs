namespace Akka.Remote.Wire;

/// <summary>
/// Bytes from a peer that are not what the protocol allows: a length that points past the end, a number that does not stop, a missing part.
/// The association they came on cannot be trusted to be in step any more and is closed.
/// </summary>
internal sealed class WireFormatException(string message) : Exception(message);
