using System.Text;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// Takes a remote bidder's requests by the floor's rules: the same limits, checks and codes, so that neither kind of bidder can do what
/// the other cannot. Bids, and what cannot be taken, go into a batch; every other request is for the session. What the floor's parser
/// finds wrong with a line is found wrong with a message here, in the same words. One session's actor owns it.
/// </summary>
internal sealed class RequestIntake(RemoteDoorSettings settings, HouseFloor floor, TimeProvider time)
{
    private readonly byte[] _bidId = new byte[FloorLimits.BidIdLengthMax];
    private LineBudget _budget = new(settings.RequestsPerSecond, time);
    private int _faultsInARow;

    public bool HasTooManyFaults => _faultsInARow >= settings.FaultsInARowMax;

    /// <summary>Takes one request.</summary>
    /// <param name="request">The request; null: of a kind that is not known here.</param>
    /// <param name="record">The bidder; null: it has no name yet.</param>
    /// <param name="batch">What goes to the lots, or is answered with it.</param>
    /// <param name="alone">The request, when it is one for the session itself.</param>
    /// <returns>False when it must wait for the batch before it.</returns>
    public bool Take(Request? request, BidderRecord? record, BidBatch batch, out Request? alone)
    {
        alone = null;
        if (request is Request.Bid bid && record is not null) return TakeBid(bid, record, batch);
        if (request is not null and not Request.Bid && batch.Count > 0) return false;
        if (Fault(request) is { IsNone: false } fault)
        {
            _faultsInARow++;
            Refuse(batch, fault.Code, fault.Reason);
            return true;
        }
        if (!_budget.TryTake())
        {
            Refuse(batch, RejectionCode.TooFast, null);
            return true;
        }
        _faultsInARow = 0;
        if (request is Request.Bid) Refuse(batch, RejectionCode.HelloFirst, null);
        else alone = request;
        return true;
    }

    private bool TakeBid(Request.Bid bid, BidderRecord record, BidBatch batch)
    {
        if (!TryReadId(bid, out var bidId, out var reason))
        {
            _faultsInARow++;
            Refuse(batch, RejectionCode.MalformedLine, reason);
            return true;
        }
        var lot = floor.Lots.TryGet(bid.Lot, out var found) ? found : null;
        var code = bid.AmountMinor < 0 ? RejectionCode.NotAnAmount : bid.AmountMinor > Amount.MaxMinor ? RejectionCode.AboveCeiling : RejectionCode.None;
        var amount = code == RejectionCode.None ? bid.AmountMinor : 0;
        var lotName = lot?.Id ?? bid.Lot;
        var known = record.Note(bidId, lotName, amount, out var place);
        // An id used twice in one batch: the first one's answer decides about the second.
        if (known.State == BidIdState.UnderWay) return false;
        var isNew = known.State == BidIdState.New;
        if (!_budget.TryTake())
        {
            if (isNew) record.Settle(place, known.BidId, 0);
            Refuse(batch, RejectionCode.TooFast, null);
            return true;
        }
        _faultsInARow = 0;
        if (lot is null) code = RejectionCode.NoSuchLot;
        else if (floor.IsStopping) code = RejectionCode.HouseStopping;
        var isAgain = !isNew && code == RejectionCode.None && known.Lot == lotName && known.AmountMinor == amount;
        if (!isNew && code == RejectionCode.None && !isAgain) code = RejectionCode.BidIdReused;

        ref var slot = ref (lot is null || isAgain ? ref batch.Add() : ref batch.Add(lot));
        (slot.Lot, slot.BidId, slot.AmountMinor, slot.Code) = (lotName, known.BidId, amount, code);
        if (isAgain) (slot.Seq, slot.Receipt) = (known.Seq, known.Receipt);
        if (isNew) slot.Noted = place + 1;
        return true;
    }

    private bool TryReadId(Request.Bid bid, out ReadOnlySpan<byte> bidId, out string? reason)
    {
        bidId = default;
        reason = MayBeLot(bid.Lot) ? null : Reasons.NotALotId;
        if (reason is not null || string.IsNullOrEmpty(bid.BidId)) return reason is null;
        reason = Reasons.NotABidId;
        if (!Encoding.UTF8.TryGetBytes(bid.BidId, _bidId, out var length) || !FloorLimits.IsBidId(_bidId.AsSpan(0, length))) return false;
        bidId = _bidId.AsSpan(0, length);
        reason = null;
        return true;
    }

    private static FloorFault Fault(Request? request) => request switch
    {
        null => new FloorFault(RejectionCode.UnknownVerb, Reasons.For(RejectionCode.UnknownVerb)),
        Request.Hello hello when hello.Name.Length > FloorLimits.NameLengthMax || !FloorLimits.IsName(Encoding.UTF8.GetBytes(hello.Name)) =>
            new FloorFault(RejectionCode.NotAName, Reasons.For(RejectionCode.NotAName)),
        Request.Hello { Token: { } token } when !IsWord(token, FloorLimits.LineBytesMax) => Malformed(Reasons.NotAToken),
        Request.Pass { Lot: { } lot } when !MayBeLot(lot) => Malformed(Reasons.NotALotId),
        Request.Ping { Text.Length: > FloorLimits.LineBytesMax } => new FloorFault(RejectionCode.LineTooLong, Reasons.For(RejectionCode.LineTooLong)),
        Request.Ping { Text: { } text } when text.Any(char.IsControl) => Malformed(Reasons.ControlCharacter),
        _ => default,
    };

    // A name no lot can have is still answered with "no such lot"; only what could not be told back on a line is malformed.
    private static bool MayBeLot(string lot) => IsWord(lot, FloorLimits.LotBytesMax);

    private static bool IsWord(string text, int lengthMax) => text.Length > 0 && text.Length <= lengthMax && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static FloorFault Malformed(string reason) => new(RejectionCode.MalformedLine, reason);

    private static void Refuse(BidBatch batch, RejectionCode code, string? reason)
    {
        ref var slot = ref batch.Add();
        (slot.Code, slot.Reason) = (code, reason);
    }
}
