using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Journal.Codec;

/// <summary>The facts of the sealed-bid house as text, version 1 (<see cref="LotFactJson"/> says how versions go on).</summary>
internal static class SealedHouseFactJson
{
    public const string Family = "Sealed.";

    /// <inheritdoc cref="LotFactJson.Write"/>
    public static (string Kind, DateTimeOffset? At) Write(BodyWriter body, SealedHouseFact fact)
    {
        switch (fact)
        {
            case SealedHouseFact.SellerSeated seated:
                body.Long("connection"u8, seated.Connection).Time("until"u8, seated.Until);
                return ("Sealed.SellerSeated", seated.At);
            case SealedHouseFact.SellerLeft left:
                body.Long("connection"u8, left.Connection).Bool("overdue"u8, left.Overdue);
                return ("Sealed.SellerLeft", left.At);
            case SealedHouseFact.RequestTaken taken:
                body.Long("auction"u8, taken.Auction).Bool("secondPrice"u8, taken.Request.SecondPrice)
                    .Long("lowestMinor"u8, taken.Request.LowestMinor).Long("bids"u8, taken.Request.Bids)
                    .Text("item"u8, taken.Request.Item).Text("text"u8, taken.Request.Text).Time("until"u8, taken.Until);
                return ("Sealed.RequestTaken", taken.At);
            case SealedHouseFact.BuyerSeated seated:
                body.Long("connection"u8, seated.Connection).Long("place"u8, seated.Place);
                return ("Sealed.BuyerSeated", seated.At);
            case SealedHouseFact.BuyerLeft left:
                body.Long("connection"u8, left.Connection).Long("place"u8, left.Place);
                return ("Sealed.BuyerLeft", left.At);
            case SealedHouseFact.BiddingStarted started:
                body.Time("until"u8, started.Until);
                return ("Sealed.BiddingStarted", started.At);
            case SealedHouseFact.BidTaken bid:
                body.Long("connection"u8, bid.Connection).Long("place"u8, bid.Place).Long("amountMinor"u8, bid.AmountMinor);
                return ("Sealed.BidTaken", bid.At);
            case SealedHouseFact.BuyerWithoutBid silent:
                body.Long("connection"u8, silent.Connection).Long("place"u8, silent.Place);
                return ("Sealed.BuyerWithoutBid", silent.At);
            case SealedHouseFact.BiddingEnded ended:
                body.Text("reason"u8, ended.Reason.ToString());
                return ("Sealed.BiddingEnded", ended.At);
            case SealedHouseFact.Abandoned abandoned:
                body.Long("auction"u8, abandoned.Auction);
                return ("Sealed.Abandoned", abandoned.At);
            case SealedHouseFact.Finished finished:
                body.Long("auction"u8, finished.Auction).LongOrNull("winner"u8, finished.Winner).Long("paysMinor"u8, finished.PaysMinor);
                return ("Sealed.Finished", finished.At);
            default: throw new ArgumentException($"There is no text for {fact.GetType().Name}.", nameof(fact));
        }
    }

    /// <inheritdoc cref="LotFactJson.Read"/>
    public static SealedHouseFact? Read(ReadOnlySpan<byte> kind, ref BodyReader body, DateTimeOffset at) => kind switch
    {
        _ when kind.SequenceEqual("Sealed.SellerSeated"u8) =>
            new SealedHouseFact.SellerSeated(body.Long("connection"u8), at, body.Time("until"u8)),
        _ when kind.SequenceEqual("Sealed.SellerLeft"u8) =>
            new SealedHouseFact.SellerLeft(body.Long("connection"u8), at, body.Bool("overdue"u8)),
        _ when kind.SequenceEqual("Sealed.RequestTaken"u8) => new SealedHouseFact.RequestTaken(
            body.Int("auction"u8),
            new SealedRequest(body.Bool("secondPrice"u8), body.Long("lowestMinor"u8), body.Int("bids"u8), body.Text("item"u8),
                body.Text("text"u8)),
            at, body.Time("until"u8)),
        _ when kind.SequenceEqual("Sealed.BuyerSeated"u8) =>
            new SealedHouseFact.BuyerSeated(body.Long("connection"u8), body.Int("place"u8), at),
        _ when kind.SequenceEqual("Sealed.BuyerLeft"u8) =>
            new SealedHouseFact.BuyerLeft(body.Long("connection"u8), body.Int("place"u8), at),
        _ when kind.SequenceEqual("Sealed.BiddingStarted"u8) => new SealedHouseFact.BiddingStarted(at, body.Time("until"u8)),
        _ when kind.SequenceEqual("Sealed.BidTaken"u8) => new SealedHouseFact.BidTaken(
            body.Long("connection"u8), body.Int("place"u8), body.Long("amountMinor"u8), at),
        _ when kind.SequenceEqual("Sealed.BuyerWithoutBid"u8) =>
            new SealedHouseFact.BuyerWithoutBid(body.Long("connection"u8), body.Int("place"u8), at),
        _ when kind.SequenceEqual("Sealed.BiddingEnded"u8) => new SealedHouseFact.BiddingEnded(body.Enum<BiddingEnd>("reason"u8), at),
        _ when kind.SequenceEqual("Sealed.Abandoned"u8) => new SealedHouseFact.Abandoned(body.Int("auction"u8), at),
        _ when kind.SequenceEqual("Sealed.Finished"u8) => new SealedHouseFact.Finished(
            body.Int("auction"u8), body.LongOrNull("winner"u8), body.Long("paysMinor"u8), at),
        _ => null,
    };
}
