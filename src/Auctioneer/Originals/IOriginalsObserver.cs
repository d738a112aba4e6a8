using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>Sees what happens in the two original houses. Their desks call it, so it is quick and never blocks.</summary>
public interface IOriginalsObserver
{
    /// <summary>What the room announces to everybody.</summary>
    void OnRoom(RoomEvent said);

    /// <summary>A line of the sealed house's server screen (R3.10).</summary>
    void OnSealed(string line);
}
