using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>Sees what happens in the two original houses, as it is told. Called by their desks: short, never blocking.</summary>
public interface IOriginalsObserver
{
    /// <summary>What the room tells everybody.</summary>
    void OnRoom(RoomSaying said);

    /// <summary>A line of the sealed house's server screen (R3.10).</summary>
    void OnSealed(string line);
}
