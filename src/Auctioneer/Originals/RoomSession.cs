using System.Collections.Frozen;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// One client of the bidding room, for as long as its connection lasts. The room's desk makes it and stops it alone when it fails. A client
/// has no name of its own: the house gives it one, by which lots know it. The session reads a bid at a time, asks the lot, and answers in
/// the original's words; it passes on what the desk sends everybody. A lot's answer arrives ahead of the desk's lines, which are gathered.
/// Lines carry no number, so the answer to a bid that was taken waits here for its place among them: once a client reads that it leads, it
/// reads of nothing older.
/// </summary>
internal sealed class RoomSession : UntypedActor
{
    private const int TriesMax = 3;

    private readonly ITextLink _link;
    private readonly string _bidder;
    private readonly FrozenDictionary<string, LotHandle> _lots;
    private readonly int _faultsMax;
    private int _place;
    private string _item = "";
    private (IActorRef Lot, LotCommand.Bid Bid) _asked;
    private Answer.Accepted? _taken;
    private int _tries;
    private int _digits;
    private long _bids;
    private int _faultsInARow;
    private bool _flushIsDue;

    private RoomSession(ITextLink link, string bidder, int place, FrozenDictionary<string, LotHandle> lots, int faultsMax)
    {
        _link = link;
        _bidder = bidder;
        _place = place;
        _lots = lots;
        _faultsMax = faultsMax;
    }

    /// <param name="link">The connection it speaks for.</param>
    /// <param name="bidder">The name by which lots know it.</param>
    /// <param name="place">Its place among those connected, from 1.</param>
    /// <param name="lots">The room's lots by what its clients call them.</param>
    /// <param name="faultsMax">Messages in a row that could not be taken, before the connection is closed.</param>
    public static Props Props(ITextLink link, string bidder, int place, FrozenDictionary<string, LotHandle> lots, int faultsMax) =>
        MadeBy<RoomSession>.Props(() => new RoomSession(link, bidder, place, lots, faultsMax));

    protected override void PreStart() => _link.Attach(Self);

    // A bid that was taken is answered also when the room closes before its place has come.
    protected override void PostStop()
    {
        if (_taken is not null) _link.Write(YouLead(_taken));
        _link.Close();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TextMessage.Said said: Take(said.Text); break;
            case TextMessage.SaidTooMuch: Fault(RoomWords.Rejected); break;
            case Answer.Refused { Code: RejectionCode.Recovering } when _tries < TriesMax: Ask(); break;
            case Answer.Accepted accepted: _taken = accepted; break;
            case Answer.Refused refused:
                Reply(refused.Code is RejectionCode.Closed or RejectionCode.NoSuchLot ? RoomWords.NotFound(_item) : RoomWords.Rejected);
                break;
            case RoomMessage.Broadcast broadcast: PassOn(broadcast); break;
            case RoomMessage.Place place: _place = place.Number; break;
            case ConfirmBroadcast confirm: Sender.Tell(new BroadcastTaken(confirm.Number)); break;
            case SessionMessage.FlushNow:
                _flushIsDue = false;
                _link.Flush();
                break;
            // What it asked is answered: messages come one at a time.
            case TextMessage.InputEnded:
                Context.Parent.Tell(RoomMessage.Leaves.Instance);
                Context.Stop(Self);
                break;
            case TextMessage.Gone or StopTextSessions: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void Take(string text)
    {
        // The amount can be read only when it is known how many digits the item's amounts have.
        RoomWords.ParseBid(text, 0, out _item, out _);
        if (!_lots.TryGetValue(_item, out var lot))
        {
            Fault(RoomWords.NotFound(_item));
            return;
        }
        _digits = lot.Digits;
        if (RoomWords.ParseBid(text, _digits, out _, out var amount) != RejectionCode.None)
        {
            Fault(RoomWords.Rejected);
            return;
        }
        _faultsInARow = 0;
        _asked = (lot.Ref, new LotCommand.Bid(_bidder, RoomBidIds.Of(++_bids, _place), amount));
        _tries = 0;
        Ask();
    }

    /// <summary>A lot that failed on a bid is back and may be asked again; the room's clients have no word for that.</summary>
    private void Ask()
    {
        _tries++;
        _asked.Lot.Tell(_asked.Bid);
    }

    private void Fault(string answer)
    {
        Reply(answer);
        if (++_faultsInARow >= _faultsMax) Context.Stop(Self);
    }

    private void Reply(string line)
    {
        _link.Write(line);
        Send();
        _link.Next();
    }

    private void PassOn(RoomMessage.Broadcast broadcast)
    {
        Send();
        if (_taken is not { } taken || broadcast.Lines[^1].Seq < taken.Seq)
        {
            _link.Write(broadcast, .., _bidder);
            return;
        }
        var place = 0;
        while (broadcast.Lines[place].Seq < taken.Seq) place++;
        _link.Write(broadcast, ..place, _bidder);
        _taken = null;
        Reply(YouLead(taken));
        _link.Write(broadcast, place.., _bidder);
    }

    private string YouLead(Answer.Accepted taken) => RoomWords.YouLead(_item, RoomWords.Amount(taken.AmountMinor, _digits));

    /// <summary>Sends behind whatever is in the mailbox already: a burst becomes one write.</summary>
    private void Send()
    {
        if (_flushIsDue) return;
        _flushIsDue = true;
        Self.Tell(SessionMessage.FlushNow.Instance, ActorRefs.NoSender);
    }
}
