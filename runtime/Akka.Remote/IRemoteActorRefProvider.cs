using Akka.Actor;

namespace Akka.Remote;

/// <summary>A provider of references that can also be on other nodes.</summary>
public interface IRemoteActorRefProvider : IActorRefProvider
{
    /// <summary>Whether the address is this system's own, as seen from inside or from outside.</summary>
    bool HasAddress(Address address);

    /// <summary>
    /// Gives an incarnation of another node up: nothing passes to it or from it any more. Without its number (as <see cref="AddressUid"/>
    /// tells there) only the connection is closed.
    /// </summary>
    void Quarantine(Address address, int? uid);
}
