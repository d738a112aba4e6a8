using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>What a house says of one of its sales in a line.</summary>
/// <param name="Id">The sale's id.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Run">Which putting-up of the house it is, from 1.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Lots">How many lots it has.</param>
/// <param name="Sold">Units sold so far.</param>
/// <param name="Unsold">Units of closed lots that were not sold.</param>
/// <param name="OpensAt">The time it opens at; null: as soon as enough bidders are here.</param>
/// <param name="LastEvent">Its last event that is stored.</param>
public sealed record SaleSummary(
    string Id, string Title, int Run, SaleViewState State, int Lots, int Sold, int Unsold, DateTimeOffset? OpensAt, long LastEvent);
