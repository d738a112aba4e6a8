using Akka.Actor;

namespace Akka.Remote;

/// <summary>Remoting, or a connection of it, cannot do its work.</summary>
public class RemoteTransportException(string message, Exception? cause = null) : AkkaException(message, cause);
