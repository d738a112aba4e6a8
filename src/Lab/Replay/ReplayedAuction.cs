namespace AkkaAuction.Lab.Replay;

/// <summary>The result of a recorded auction. Amounts are minor units, two digits behind the point.</summary>
/// <param name="Auction">Its id, as recorded.</param>
/// <param name="RecordedMinor">The recorded hammer price.</param>
/// <param name="PriceMinor">The rules' hammer price; the start price if nobody won.</param>
/// <param name="Winner">Null: nobody.</param>
/// <param name="Bids">Bids made.</param>
/// <param name="Refused">Of them refused.</param>
public sealed record ReplayedAuction(string Auction, long RecordedMinor, long PriceMinor, string? Winner, int Bids, int Refused)
{
    /// <summary>Sold, and at the recorded price to the cent.</summary>
    public bool IsExact => Winner is not null && PriceMinor == RecordedMinor;
}
