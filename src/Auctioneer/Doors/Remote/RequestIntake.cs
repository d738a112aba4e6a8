using System.Text;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// Takes a remote bidder's requests as the floor takes lines. Bids, and what cannot be taken, are collected (<see cref="BidIntake"/>);
/// every other request is for the session. What the floor's parser finds wrong with a line is found wrong with a message here, in the same
/// words.
/// </summary>
internal static class RequestIntake
{
    /// <summary>Takes one request.</summary>
    /// <param name="intake">Where bids are collected.</param>
    /// <param name="request">The request; null: of a kind that is not known here.</param>
    /// <param name="alone">The request, when it is one for the session itself.</param>
    /// <returns>False when it must wait for the bids before it.</returns>
    public static bool Take(BidIntake intake, Request? request, out Request? alone)
    {
        alone = null;
        if (request is not null and not Request.Bid && intake.Count > 0) return false;
        if (Fault(request, intake.Bidder is not null) is { IsNone: false } fault) intake.Fault(fault);
        else if (request is Request.Bid bid && intake.Bidder is not null) intake.Bid(bid.Lot, bid.AmountMinor, bid.BidId);
        else if (!intake.MayAsk()) return true;
        else if (request is Request.Bid) intake.Refuse(RejectionCode.HelloFirst, null);
        else alone = request;
        return true;
    }

    private static FloorFault Fault(Request? request, bool isNamed) => request switch
    {
        null => new FloorFault(RejectionCode.UnknownVerb, Reasons.For(RejectionCode.UnknownVerb)),
        Request.Bid bid when isNamed && !MayBeLot(bid.Lot) => Malformed(Reasons.NotALotId),
        Request.Bid { BidId: { Length: > 0 } id } when isNamed && !MayBeBidId(id) => Malformed(Reasons.NotABidId),
        Request.Hello hello when hello.Name.Length > FloorLimits.NameLengthMax || !FloorLimits.IsName(Encoding.UTF8.GetBytes(hello.Name)) =>
            new FloorFault(RejectionCode.NotAName, Reasons.For(RejectionCode.NotAName)),
        Request.Hello { Token: { } token } when !IsWord(token, FloorLimits.LineBytesMax) => Malformed(Reasons.NotAToken),
        Request.Withdraw withdraw when !MayBeLot(withdraw.Lot) => Malformed(Reasons.NotALotId),
        Request.Withdraw withdraw when !MayBeBidId(withdraw.BidId) => Malformed(Reasons.NotABidId),
        Request.Pass { Lot: { } lot } when !MayBeLot(lot) => Malformed(Reasons.NotALotId),
        Request.Join join when !IsWord(join.Sale, FloorLimits.SaleBytesMax) => Malformed(Reasons.NotASaleId),
        Request.Ping { Text.Length: > FloorLimits.LineBytesMax } =>
            new FloorFault(RejectionCode.LineTooLong, Reasons.For(RejectionCode.LineTooLong)),
        Request.Ping { Text: { } text } when text.Any(char.IsControl) => Malformed(Reasons.ControlCharacter),
        _ => default,
    };

    // A name no lot can have is still answered with "no such lot"; only what could not be told back on a line is malformed.
    private static bool MayBeLot(string lot) => IsWord(lot, FloorLimits.LotNameBytesMax) && FloorLimits.LotNameFits(lot.AsSpan());

    private static bool MayBeBidId(string id)
    {
        Span<byte> bytes = stackalloc byte[FloorLimits.BidIdLengthMax];
        return Encoding.UTF8.TryGetBytes(id, bytes, out var length) && FloorLimits.IsBidId(bytes[..length]);
    }

    private static bool IsWord(string text, int lengthMax) =>
        text.Length > 0 && text.Length <= lengthMax && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static FloorFault Malformed(string reason) => new(RejectionCode.MalformedLine, reason);
}
