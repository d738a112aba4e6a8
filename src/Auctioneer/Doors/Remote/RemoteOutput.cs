using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// The way out to one remote bidder: lines are gathered into messages, and the bidder takes them as long as it confirms what it was sent
/// before; up to a window of bytes may be unconfirmed. So what remoting itself holds for a node is bounded by the windows of its bidders.
/// </summary>
/// <param name="bidder">Who gets the lines.</param>
/// <param name="self">In whose name.</param>
/// <param name="key">The session's key.</param>
/// <param name="limits">The limits.</param>
/// <param name="time">The clock of the stuck bidder's timer.</param>
/// <param name="cut">Cuts the session; gets the reason.</param>
/// <param name="drained">Called when everything has been sent after the close.</param>
internal sealed class RemoteOutput(
    IActorRef bidder, IActorRef self, ulong key, OutputLimits limits, TimeProvider time, Action<string> cut, Action drained)
    : Outbox<RemoteOutput.Line>(limits, time, cut)
{
    // Sent and not confirmed, at most; and what goes into one message, well below a frame.
    private const int WindowBytes = 128 * 1024;
    private const int PieceBytes = 24 * 1024;

    // What a message costs beyond its lines, so that many small ones do not slip through the window.
    private const int MessageBytes = 64;

    private readonly Queue<(long Number, int Bytes)> _unconfirmed = new();
    private readonly List<FloorLine> _piece = [];
    private long _unconfirmedBytes;
    private int _pieceBytes;
    private long _sent;
    private long _taken;

    /// <summary>A line, and about what it takes on the wire; only the limits need that.</summary>
    internal readonly record struct Line(FloorLine Text, int Bytes);

    /// <summary>Number of the last request that was taken; goes out with the next lines.</summary>
    public void Taken(long number)
    {
        lock (Gate) _taken = number;
    }

    public void Write(Answer answer)
    {
        lock (Gate) Add(answer);
    }

    public void Write(ReadOnlySpan<BidAnswer> answers)
    {
        lock (Gate)
        {
            foreach (ref readonly var answer in answers) Add(answer.ToAnswer());
        }
    }

    public void Write(Notice notice)
    {
        lock (Gate)
        {
            if (IsOver) return;
            var line = new Line(FloorLine.Of(notice), Weight(notice));
            if (TickKey.Of(notice) is { } tick) AddTick(tick, notice.Seq, line, line.Bytes);
            else Add(line, line.Bytes);
        }
    }

    public void WriteList(ImmutableArray<LotPage> pages)
    {
        lock (Gate)
        {
            if (!IsOver) AddList(pages.SelectMany(page => page.Lots).Select(ListLine), pages.Sum(page => page.Lots.Length), IntPtr.Size);
        }
    }

    /// <summary>The bidder has dealt with everything up to this message.</summary>
    public void Confirm(long number)
    {
        Action? resume;
        lock (Gate)
        {
            if (IsDead) return;
            var before = _unconfirmed.Count;
            while (_unconfirmed.TryPeek(out var oldest) && oldest.Number <= number)
            {
                _unconfirmedBytes -= oldest.Bytes;
                _unconfirmed.Dequeue();
            }
            if (_unconfirmed.Count < before) AwaitReader(_unconfirmed.Count > 0);
            resume = OnTaken();
        }
        resume?.Invoke();
    }

    protected override bool CanPut => _unconfirmedBytes + _pieceBytes < WindowBytes;

    protected override void Put(Line line)
    {
        _piece.Add(line.Text);
        _pieceBytes += line.Bytes;
        if (_pieceBytes >= PieceBytes) Send();
    }

    protected override bool Send()
    {
        if (_piece.Count == 0) return true;
        bidder.Tell(new RemoteMessage.LineBatch(key, ++_sent, _taken, [.. _piece]), self);
        var bytes = _pieceBytes + MessageBytes;
        _piece.Clear();
        _pieceBytes = 0;
        _unconfirmed.Enqueue((_sent, bytes));
        _unconfirmedBytes += bytes;
        if (_unconfirmed.Count == 1) AwaitReader(true);
        return true;
    }

    protected override void OnDrained() => drained();

    protected override void OnDead() => _piece.Clear();

    private void Add(Answer answer)
    {
        if (!IsOver) Add(new Line(FloorLine.Of(answer), Weight(answer)), Weight(answer));
    }

    private static Line ListLine(LotView lot) => new(FloorLine.Of(new Answer.Listed(lot)), Weight(lot));

    private static int Weight(Answer answer) => answer switch
    {
        Answer.Refused refused => 48 + refused.BidId.Length + refused.Lot.Length + refused.Reason.Length,
        Answer.Accepted accepted => 40 + accepted.BidId.Length + accepted.Lot.Length,
        Answer.Withdrawn withdrawn => 32 + withdrawn.BidId.Length + withdrawn.Lot.Length,
        Answer.Error error => 16 + error.Reason.Length,
        Answer.Pong pong => 24 + (pong.Text?.Length ?? 0),
        Answer.Bought bought => 24 + bought.Lot.Length,
        _ => 96,
    };

    private static int Weight(Notice notice) => notice switch
    {
        Notice.LotListed listed => Weight(listed.View),
        Notice.PriceChanged changed => 80 + changed.Lot.Length + (changed.Leader?.Length ?? 0),
        Notice.BidPaid paid => 48 + paid.Lot.Length + paid.Bidder.Length,
        Notice.UnitSold sold => 48 + sold.Lot.Length + sold.Winner.Length,
        _ => 64,
    };

    private static int Weight(LotView lot) =>
        128 + lot.Lot.Length + lot.Title.Length + (lot.Leader?.Length ?? 0) + ((lot.Fields?.Count ?? 0) * 24);
}
