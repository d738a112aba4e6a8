using Akka.Serialization;

namespace Akka.Actor;

/// <summary>
/// Where a system's references come from. Which one it is says <c>akka.actor.provider</c>: <c>local</c>, <c>remote</c>, or a class.
/// </summary>
public interface IActorRefProvider
{
    /// <summary>The address that others know this system by: with host and port when it has remoting.</summary>
    Address DefaultAddress { get; }

    ActorPath RootPath { get; }

    IActorRef DeadLetters { get; }

    /// <summary>For writing references down.</summary>
    Information SerializationInformation { get; }

    /// <summary>The root of the tree at an address, of this system or of another.</summary>
    IActorRef RootGuardianAt(Address address);

    /// <summary>The reference that a path with address stands for.</summary>
    IActorRef ResolveActorRef(string path);

    /// <inheritdoc cref="ResolveActorRef(string)"/>
    IActorRef ResolveActorRef(ActorPath actorPath);

    /// <summary>Under which address of ours an actor system at <paramref name="address"/> reaches us; null when it cannot.</summary>
    Address? GetExternalAddressFor(Address address);
}
