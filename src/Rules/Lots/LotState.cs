namespace AkkaAuction.Rules.Lots;

/// <summary>Where a lot is in its life.</summary>
public enum LotPhase
{
    Waiting,
    Open,
    Closed,
}
