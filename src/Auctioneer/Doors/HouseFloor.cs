using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>What every connection of the house looks at: which lots there are now, and whether the house is stopping.</summary>
internal sealed class HouseFloor
{
    private volatile LotDirectory _lots = LotDirectory.Empty;
    private volatile bool _isStopping;

    public LotDirectory Lots
    {
        get => _lots;
        set => _lots = value;
    }

    public bool IsStopping
    {
        get => _isStopping;
        set => _isStopping = value;
    }
}
