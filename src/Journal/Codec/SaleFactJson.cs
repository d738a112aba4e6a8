using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Codec;

/// <summary>The facts of sales as text, version 1 (<see cref="LotFactJson"/> says how versions go on).</summary>
internal static class SaleFactJson
{
    public const string Family = "Sale.";

    /// <inheritdoc cref="LotFactJson.Write"/>
    public static (string Kind, DateTimeOffset? At) Write(BodyWriter body, SaleFact fact)
    {
        switch (fact)
        {
            case SaleFact.BidderCame came:
                body.Person("bidder"u8, came.Bidder);
                return ("Sale.BidderCame", came.At);
            case SaleFact.BidderLeft left:
                body.Person("bidder"u8, left.Bidder);
                return ("Sale.BidderLeft", left.At);
            case SaleFact.Opened opened: return ("Sale.Opened", opened.At);
            case SaleFact.RoundOpened opened:
                body.Long("round"u8, opened.Round).Time("closesAt"u8, opened.ClosesAt);
                return ("Sale.RoundOpened", opened.At);
            case SaleFact.RoundExtended extended:
                body.Long("round"u8, extended.Round).Time("closesAt"u8, extended.ClosesAt);
                return ("Sale.RoundExtended", extended.At);
            case SaleFact.BidderActed acted:
                body.Person("bidder"u8, acted.Bidder).Long("round"u8, acted.Round);
                return ("Sale.BidderActed", null);
            case SaleFact.RoundEnding ending:
                body.Long("round"u8, ending.Round);
                return ("Sale.RoundEnding", ending.At);
            case SaleFact.RoundReported reported:
                body.Text("lot"u8, reported.Lot).Long("round"u8, reported.Round).Long("bids"u8, reported.Bids)
                    .Long("unitsLeft"u8, reported.UnitsLeft);
                return ("Sale.RoundReported", null);
            case SaleFact.RoundClosed closed:
                body.Long("round"u8, closed.Round).Long("bids"u8, closed.Bids);
                return ("Sale.RoundClosed", closed.At);
            case SaleFact.RoundsOver over:
                body.Text("reason"u8, over.Reason.ToString());
                return ("Sale.RoundsOver", over.At);
            case SaleFact.CloseOrdered ordered: return ("Sale.CloseOrdered", ordered.At);
            case SaleFact.LotClosed closed:
                body.Text("lot"u8, closed.Lot).Long("sold"u8, closed.Sold).Long("unsold"u8, closed.Unsold);
                return ("Sale.LotClosed", closed.At);
            case SaleFact.Ended ended:
                body.Long("sold"u8, ended.Sold).Long("unsold"u8, ended.Unsold);
                return ("Sale.Ended", ended.At);
            default: throw new ArgumentException($"There is no text for {fact.GetType().Name}.", nameof(fact));
        }
    }

    /// <inheritdoc cref="LotFactJson.Read"/>
    public static SaleFact? Read(ReadOnlySpan<byte> kind, ref BodyReader body, DateTimeOffset at) => kind switch
    {
        _ when kind.SequenceEqual("Sale.BidderCame"u8) => new SaleFact.BidderCame(body.Person("bidder"u8), at),
        _ when kind.SequenceEqual("Sale.BidderLeft"u8) => new SaleFact.BidderLeft(body.Person("bidder"u8), at),
        _ when kind.SequenceEqual("Sale.Opened"u8) => new SaleFact.Opened(at),
        _ when kind.SequenceEqual("Sale.RoundOpened"u8) => new SaleFact.RoundOpened(body.Int("round"u8), at, body.Time("closesAt"u8)),
        _ when kind.SequenceEqual("Sale.RoundExtended"u8) => new SaleFact.RoundExtended(body.Int("round"u8), at, body.Time("closesAt"u8)),
        _ when kind.SequenceEqual("Sale.BidderActed"u8) => new SaleFact.BidderActed(body.Person("bidder"u8), body.Int("round"u8)),
        _ when kind.SequenceEqual("Sale.RoundEnding"u8) => new SaleFact.RoundEnding(body.Int("round"u8), at),
        _ when kind.SequenceEqual("Sale.RoundReported"u8) => new SaleFact.RoundReported(
            body.Text("lot"u8), body.Int("round"u8), body.Int("bids"u8), body.Int("unitsLeft"u8)),
        _ when kind.SequenceEqual("Sale.RoundClosed"u8) => new SaleFact.RoundClosed(body.Int("round"u8), body.Int("bids"u8), at),
        _ when kind.SequenceEqual("Sale.RoundsOver"u8) => new SaleFact.RoundsOver(body.Enum<RoundsOverReason>("reason"u8), at),
        _ when kind.SequenceEqual("Sale.CloseOrdered"u8) => new SaleFact.CloseOrdered(at),
        _ when kind.SequenceEqual("Sale.LotClosed"u8) =>
            new SaleFact.LotClosed(body.Text("lot"u8), body.Int("sold"u8), body.Int("unsold"u8), at),
        _ when kind.SequenceEqual("Sale.Ended"u8) => new SaleFact.Ended(body.Int("sold"u8), body.Int("unsold"u8), at),
        _ => null,
    };
}
