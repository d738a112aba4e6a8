using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>What happens to connections with other nodes, as published on the system's event stream.</summary>
public abstract class RemotingLifecycleEvent
{
    public abstract LogLevel LogLevel();
}

/// <summary>About the association with one other node.</summary>
public abstract class AssociationEvent : RemotingLifecycleEvent
{
    /// <summary>Begins the event's text.</summary>
    protected string EventName = "";

    public abstract Address LocalAddress { get; protected set; }

    public abstract Address RemoteAddress { get; protected set; }

    /// <summary>Whether the other node opened the connection.</summary>
    public abstract bool IsInbound { get; protected set; }

    public override string ToString() => $"{EventName} [{LocalAddress}] {(IsInbound ? "<-" : "->")} {RemoteAddress}";
}

/// <summary>Both nodes know who the other is; messages flow.</summary>
public sealed class AssociatedEvent : AssociationEvent
{
    public AssociatedEvent(Address localAddress, Address remoteAddress, bool inbound)
    {
        LocalAddress = localAddress;
        RemoteAddress = remoteAddress;
        IsInbound = inbound;
        EventName = "Associated";
    }

    public override Address LocalAddress { get; protected set; }

    public override Address RemoteAddress { get; protected set; }

    public override bool IsInbound { get; protected set; }

    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>An association ended, whoever ended it.</summary>
public sealed class DisassociatedEvent : AssociationEvent
{
    public DisassociatedEvent(Address localAddress, Address remoteAddress, bool inbound)
    {
        LocalAddress = localAddress;
        RemoteAddress = remoteAddress;
        IsInbound = inbound;
        EventName = "Disassociated";
    }

    public override Address LocalAddress { get; protected set; }

    public override Address RemoteAddress { get; protected set; }

    public override bool IsInbound { get; protected set; }

    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>An association failed, or could not be made.</summary>
public sealed class AssociationErrorEvent : AssociationEvent
{
    private readonly LogLevel _level;

    public AssociationErrorEvent(Exception cause, Address localAddress, Address remoteAddress, bool inbound, LogLevel level)
    {
        Cause = cause;
        LocalAddress = localAddress;
        RemoteAddress = remoteAddress;
        IsInbound = inbound;
        EventName = "AssociationError";
        _level = level;
    }

    public Exception Cause { get; }

    public override Address LocalAddress { get; protected set; }

    public override Address RemoteAddress { get; protected set; }

    public override bool IsInbound { get; protected set; }

    public override LogLevel LogLevel() => _level;

    public override string ToString() => $"{base.ToString()}: {Cause.Message}";
}

/// <summary>Remoting is up; the addresses are those that other nodes use.</summary>
public sealed class RemotingListenEvent(IList<Address> listenAddresses) : RemotingLifecycleEvent
{
    public IList<Address> ListenAddresses { get; } = listenAddresses;

    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;

    public override string ToString() => $"Remoting now listens on addresses: [{string.Join(',', ListenAddresses)}]";
}

public sealed class RemotingShutdownEvent : RemotingLifecycleEvent
{
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;

    public override string ToString() => "Remoting shut down";
}

/// <summary>Remoting as a whole failed, on its way up or down.</summary>
public sealed class RemotingErrorEvent(Exception cause) : RemotingLifecycleEvent
{
    public Exception Cause { get; } = cause;

    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;

    public override string ToString() => $"Remoting error: [{Cause.Message}]";
}

/// <summary>One incarnation of another node is given up: nothing from it or to it passes any more, until it comes back as a new one.</summary>
public sealed class QuarantinedEvent(Address address, int uid) : RemotingLifecycleEvent
{
    public Address Address { get; } = address;

    public int Uid { get; } = uid;

    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    public override string ToString() =>
        $"[{Address}] with UID [{Uid}] is quarantined: messages to it become dead letters until its actor system is started anew.";
}

/// <summary>Another node has quarantined this one: to be heard there again, this actor system must be started anew.</summary>
public sealed class ThisActorSystemQuarantinedEvent(Address localAddress, Address remoteAddress) : RemotingLifecycleEvent
{
    public Address LocalAddress { get; } = localAddress;

    public Address RemoteAddress { get; } = remoteAddress;

    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    public override string ToString() => $"The remote system {RemoteAddress} has quarantined this system {LocalAddress}.";
}
