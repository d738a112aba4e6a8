using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Journal.Codec;

/// <summary>The facts of lots as text, version 1. A kind whose fields change gets a new name with its version (<c>Lot.Closed/2</c>); the old one is still read.</summary>
internal static class LotFactJson
{
    public const string Family = "Lot.";

    public const string BidAccepted = "Lot.BidAccepted";

    /// <returns>The kind; and the time, where the fact has one.</returns>
    public static (string Kind, DateTimeOffset? At) Write(BodyWriter body, LotFact fact)
    {
        switch (fact)
        {
            case LotFact.BidAccepted bid:
                body.Person("bidder"u8, bid.Bidder).Text("id"u8, bid.BidId).Long("amountMinor"u8, bid.AmountMinor).Long("order"u8, bid.Order)
                    .Long("priceMinor"u8, bid.PriceMinor).Person("leader"u8, bid.Leader);
                return (BidAccepted, bid.At);
            case LotFact.Opened opened:
                body.Time("closesAt"u8, opened.ClosesAt);
                return ("Lot.Opened", opened.At);
            case LotFact.RoundOpened opened:
                body.Long("round"u8, opened.Round).Time("closesAt"u8, opened.ClosesAt);
                return ("Lot.RoundOpened", opened.At);
            case LotFact.DeadlineSet deadline:
                body.Time("closesAt"u8, deadline.ClosesAt);
                return ("Lot.DeadlineSet", deadline.At);
            case LotFact.BidderPassed passed:
                body.Person("bidder"u8, passed.Bidder).Long("round"u8, passed.Round);
                return ("Lot.BidderPassed", passed.At);
            case LotFact.UnitAwarded award:
                body.Person("bidder"u8, award.Bidder).Long("priceMinor"u8, award.PriceMinor).Long("unitsLeft"u8, award.UnitsLeft).Long("round"u8, award.Round);
                return ("Lot.UnitAwarded", award.At);
            case LotFact.RoundEnded ended:
                body.Long("round"u8, ended.Round).Long("bids"u8, ended.Bids);
                return ("Lot.RoundEnded", ended.At);
            case LotFact.Closed closed:
                body.Long("sold"u8, closed.Sold).Long("unsold"u8, closed.Unsold);
                return ("Lot.Closed", closed.At);
            default: throw new ArgumentException($"There is no text for {fact.GetType().Name}.", nameof(fact));
        }
    }

    /// <returns>Null: this version knows no such kind.</returns>
    public static LotFact? Read(ReadOnlySpan<byte> kind, ref BodyReader body, DateTimeOffset at) => kind switch
    {
        _ when kind.SequenceEqual("Lot.BidAccepted"u8) => new LotFact.BidAccepted(
            body.Person("bidder"u8), body.Text("id"u8), body.Long("amountMinor"u8), body.Long("order"u8), at, body.Long("priceMinor"u8),
            body.PersonOrNull("leader"u8)),
        _ when kind.SequenceEqual("Lot.Opened"u8) => new LotFact.Opened(at, body.TimeOrNull("closesAt"u8)),
        _ when kind.SequenceEqual("Lot.RoundOpened"u8) => new LotFact.RoundOpened(body.Int("round"u8), at, body.Time("closesAt"u8)),
        _ when kind.SequenceEqual("Lot.DeadlineSet"u8) => new LotFact.DeadlineSet(at, body.Time("closesAt"u8)),
        _ when kind.SequenceEqual("Lot.BidderPassed"u8) => new LotFact.BidderPassed(body.Person("bidder"u8), body.Int("round"u8), at),
        _ when kind.SequenceEqual("Lot.UnitAwarded"u8) => new LotFact.UnitAwarded(
            body.Person("bidder"u8), body.Long("priceMinor"u8), body.Int("unitsLeft"u8), body.Int("round"u8), at),
        _ when kind.SequenceEqual("Lot.RoundEnded"u8) => new LotFact.RoundEnded(body.Int("round"u8), body.Int("bids"u8), at),
        _ when kind.SequenceEqual("Lot.Closed"u8) => new LotFact.Closed(body.Int("sold"u8), body.Int("unsold"u8), at),
        _ => null,
    };
}
