namespace AkkaAuction.Messages;

/// <summary>The three states a sale shows to the outside.</summary>
public enum SaleViewState
{
    /// <summary>It waits for its opening time.</summary>
    Waiting,
    Open,
    Ended,
}
