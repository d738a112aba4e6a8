using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>What a session needs of its house.</summary>
/// <param name="Auctioneer">Who registers bidders, and knows the sales.</param>
/// <param name="Time">The house's clock.</param>
/// <param name="HelloTimeout">How long a connection may be without a name.</param>
internal sealed record SessionContext(IActorRef Auctioneer, TimeProvider Time, TimeSpan HelloTimeout)
{
    /// <summary>
    /// Which life of the house it is, of all that its journal has seen: so that no two sessions ever have the same number.
    /// </summary>
    public long Epoch { get; init; }
}
