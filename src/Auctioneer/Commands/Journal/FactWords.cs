using AkkaAuction.Journal.Codec;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>Facts in words for a person.</summary>
internal static class FactWords
{
    /// <param name="fact">The fact.</param>
    /// <param name="currency">Currency of its amounts.</param>
    public static string Of(object fact, Currency currency) => fact switch
    {
        LotFact lot => Of(lot, currency),
        SaleFact sale => Of(sale),
        RegistryFact desk => Of(desk),
        SealedHouseFact house => Of(house, currency),
        HouseFact.Migrated copied =>
            $"{Count(copied.Events, "event")} of version {copied.Version} were copied here from a journal with the head {copied.Head}",
        _ => fact.ToString() ?? "",
    };

    public static string Money(long minor, Currency currency) => Amount.Format(minor, currency.Digits);

    /// <summary>So many of something that takes an s.</summary>
    public static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Of(LotFact fact, Currency currency) => fact switch
    {
        LotFact.Opened { ClosesAt: { } closes } => $"opens until {Time(closes)}",
        LotFact.Opened => "opens",
        LotFact.BidAccepted bid => $"{bid.Bidder} bids {Money(bid.AmountMinor, currency)} (id {bid.BidId}); "
            + $"the price is {Money(bid.PriceMinor, currency)}"
            + (bid.Leader is { } leader ? $", {leader} leads" : ""),
        LotFact.BidWithdrawn withdrawn => $"{withdrawn.Bidder} takes its bid back (id {withdrawn.BidId})",
        LotFact.DeadlineSet deadline => $"closes at {Time(deadline.ClosesAt)}",
        LotFact.UnitAwarded award => $"a unit goes to {award.Bidder} at {Money(award.PriceMinor, currency)}; {award.UnitsLeft} left",
        LotFact.Closed closed => $"closes with {closed.Sold} sold, {closed.Unsold} unsold",
        FormFact own => own.Words(Time, minor => Money(minor, currency)),
        _ => fact.ToString(),
    };

    private static string Of(SaleFact fact) => fact switch
    {
        SaleFact.BidderCame came => $"{came.Bidder} comes",
        SaleFact.BidderLeft left => $"{left.Bidder} leaves",
        SaleFact.Opened => "the sale opens",
        SaleFact.RoundOpened opened => $"round {opened.Round} opens until {Time(opened.ClosesAt)}",
        SaleFact.BidderActed acted => $"{acted.Bidder} has acted in round {acted.Round}",
        SaleFact.RoundExtended extended => $"round {extended.Round} is extended until {Time(extended.ClosesAt)}",
        SaleFact.RoundEnding ending => $"round {ending.Round} is ending",
        SaleFact.RoundReported reported =>
            $"{reported.Lot} reports {Count(reported.Bids, "bid")} of round {reported.Round}, {Count(reported.UnitsLeft, "unit")} left",
        SaleFact.RoundClosed closed => $"round {closed.Round} is closed with {Count(closed.Bids, "bid")}",
        SaleFact.RoundsOver over => $"no further round: {Of(over.Reason)}",
        SaleFact.CloseOrdered => "the operator closes the sale",
        SaleFact.LotClosed closed => $"{closed.Lot} is closed: {closed.Sold} sold, {closed.Unsold} unsold",
        SaleFact.Ended ended => $"the sale is over: {ended.Sold} sold, {ended.Unsold} unsold",
        _ => fact.ToString(),
    };

    private static string Of(RegistryFact fact) => fact switch
    {
        RegistryFact.BidderRegistered registered => $"{registered.Name} registers",
        RegistryFact.SalePutUp putUp => $"sale {putUp.Sale} is put up with {Count(putUp.Catalogue.Lots.Length, "lot")}",
        _ => fact.ToString(),
    };

    private static string Of(SealedHouseFact fact, Currency currency) => fact switch
    {
        SealedHouseFact.RequestTaken { Request: var request } taken =>
            $"auction {taken.Auction}: {request.Item} from {Money(request.LowestMinor, currency)}, "
            + $"{(request.SecondPrice ? "second" : "first")} price, {Count(request.Bids, "buyer")}",
        SealedHouseFact.BidTaken bid => $"buyer {bid.Place} bids {Money(bid.AmountMinor, currency)}",
        SealedHouseFact.Finished { Winner: { } winner } finished =>
            $"auction {finished.Auction} is won by the buyer on connection {winner} for {Money(finished.PaysMinor, currency)}",
        SealedHouseFact.Finished finished => $"auction {finished.Auction} ends unsold",
        SealedHouseFact.BiddingEnded ended => $"the bidding is over: {Of(ended.Reason)}",
        SealedHouseFact.Abandoned abandoned => $"auction {abandoned.Auction} is given up",
        _ => fact.GetType().Name,
    };

    private static string Of(RoundsOverReason reason) => reason switch
    {
        RoundsOverReason.SoldOut => "everything in the rounds is sold",
        RoundsOverReason.RoundLimit => "the limit of rounds is reached",
        RoundsOverReason.CloseOrdered => "the operator has closed the sale",
        RoundsOverReason.Silence => "too many rounds in a row brought no bid",
        _ => $"{reason}",
    };

    private static string Of(BiddingEnd reason) => reason switch
    {
        BiddingEnd.AllIn => "every buyer has bid or is gone",
        BiddingEnd.TooFewBuyers => "too few buyers came",
        BiddingEnd.Overdue => "its time is over",
        BiddingEnd.Interrupted => "the house was started again",
        _ => $"{reason}",
    };

    private static string Time(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}";
}
