using Akka.Actor;

namespace Akka.Remote;

/// <summary>The number that tells this incarnation of an actor system from earlier and later ones at the same address.</summary>
public class AddressUid : IExtension
{
    public readonly int Uid = Random.Shared.Next(1, int.MaxValue);
}

/// <inheritdoc cref="AddressUid"/>
public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    public static int Uid(ActorSystem system) => system.WithExtension<AddressUid, AddressUidExtension>().Uid;

    public override AddressUid CreateExtension(ExtendedActorSystem system) => new();
}
