using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// The way out to one remote bidder. Lines go out at once as long as the bidder says that it has heard what was told before; up to a
/// window of bytes may be unheard. Beyond it lines wait here, bounded: above the soft limit price ticks are conflated per lot (the newest
/// wins, and goes out before any later line that is no tick); at the hard limit, or when nothing was heard for long, the session is cut.
/// Answers and results are never left out. So what remoting itself holds for a node is bounded by the windows of its bidders. Any thread
/// may call: the session writes, what was heard continues.
/// </summary>
internal sealed class RemoteOutput
{
    // Told and not heard, at most; and what goes into one message, well below a frame.
    private const int WindowBytes = 128 * 1024;
    private const int PieceBytes = 24 * 1024;

    // What a message costs beyond its lines, so that many small ones do not slip through the window.
    private const int MessageBytes = 64;

    private readonly Lock _gate = new();
    private readonly IActorRef _bidder;
    private readonly IActorRef _self;
    private readonly ulong _key;
    private readonly OutputLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<string> _cut;
    private readonly Action _drained;
    private readonly WaitingLines<Line> _waiting = new(listed => new Line(FloorLine.Of(new Answer.Listed(((Notice.LotListed)listed.Notice).View)), listed.FloorText.Length));
    private readonly Queue<(long Number, int Bytes)> _unheard = new();
    private readonly List<FloorLine> _piece = [];
    private Action? _whenBelowSoftLimit;
    private ITimer? _stuck;
    private long _unheardBytes;
    private int _pieceBytes;
    private long _told;
    private long _taken;
    private bool _closing;
    private bool _isDead;

    /// <param name="bidder">Who is told.</param>
    /// <param name="self">In whose name.</param>
    /// <param name="key">The session's key.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="time">The clock of the stuck bidder's timer.</param>
    /// <param name="cut">Cuts the session; told why.</param>
    /// <param name="drained">Called when all is told after <see cref="Close"/>.</param>
    public RemoteOutput(
        IActorRef bidder, IActorRef self, ulong key, OutputLimits limits, TimeProvider time, Action<string> cut, Action drained)
    {
        (_bidder, _self, _key, _limits, _time, _cut, _drained) = (bidder, self, key, limits, time, cut, drained);
    }

    /// <summary>Number of the last request that was taken; told with the next lines.</summary>
    public void Taken(long number) => Volatile.Write(ref _taken, number);

    public void Write(Answer answer)
    {
        lock (_gate) Add(new Line(FloorLine.Of(answer), Weight(answer)));
    }

    public void Write(BidBatch batch)
    {
        lock (_gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var answer = AnswerOf(batch[i]);
                Add(new Line(FloorLine.Of(answer), Weight(answer)));
            }
        }
    }

    public void Write(Announcement announcement)
    {
        lock (_gate)
        {
            if (_isDead || _closing) return;
            var line = new Line(FloorLine.Of(announcement.Notice), announcement.FloorText.Length);
            if (MustWait && IsSlow && TickKey.Of(announcement.Notice) is { } key)
            {
                _waiting.Conflate(key, announcement.Notice.Seq, line, line.Bytes);
                HoldToLimit();
            }
            else
            {
                Add(line);
            }
        }
    }

    public void WriteList(IReadOnlyList<Announcement> lots)
    {
        lock (_gate)
        {
            if (_isDead || _closing || lots.Count == 0) return;
            _waiting.Add(lots);
            HoldToLimit();
            Continue();
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            if (!_isDead) Send();
        }
    }

    /// <summary>The bidder has dealt with everything up to this message.</summary>
    public void Heard(long number)
    {
        Action? resume = null;
        lock (_gate)
        {
            if (_isDead) return;
            var before = _unheard.Count;
            while (_unheard.TryPeek(out var oldest) && oldest.Number <= number)
            {
                _unheardBytes -= oldest.Bytes;
                _unheard.Dequeue();
            }
            if (_unheard.Count < before) _stuck?.Change(_unheard.Count > 0 ? _limits.StuckAfter : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Continue();
            if (!IsSlow) resume = TakeResume();
        }
        resume?.Invoke();
    }

    /// <summary>Calls back at once, or when the bidder has heard enough for more to be made.</summary>
    public void WhenBelowSoftLimit(Action callback)
    {
        lock (_gate)
        {
            if (!_isDead && !_closing && IsSlow)
            {
                _whenBelowSoftLimit = callback;
                return;
            }
        }
        callback();
    }

    /// <summary>Takes nothing more; it is drained when what there is has been told.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closing || _isDead) return;
            _waiting.ReleaseTicks();
            _closing = true;
            Continue();
        }
    }

    /// <summary>The bidder is gone: what waits is let go.</summary>
    public void Die()
    {
        lock (_gate)
        {
            _isDead = true;
            _waiting.Clear();
            _piece.Clear();
            _stuck?.Dispose();
        }
    }

    /// <summary>The answer to one slot of a batch.</summary>
    internal static Answer AnswerOf(in BidSlot slot)
    {
        var reason = slot.Reason ?? Reasons.For(slot.Code);
        return slot.BidId is null ? new Answer.Error(slot.Code, reason)
            : slot.Code == RejectionCode.None ? new Answer.Accepted(slot.BidId, slot.Lot!, slot.AmountMinor, slot.Seq, slot.Receipt)
            : new Answer.Refused(slot.BidId, slot.Lot!, slot.Code, slot.PriceMinor, slot.NextMinor, reason);
    }

    private bool IsSlow => _waiting.Bytes > _limits.SoftLimitBytes;

    private bool MustWait => !_waiting.IsEmpty || _unheardBytes + _pieceBytes >= WindowBytes;

    private void Add(Line line)
    {
        if (_isDead || _closing) return;
        if (!MustWait)
        {
            Put(line);
            return;
        }
        _waiting.Add(line, line.Bytes);
        HoldToLimit();
    }

    private void Put(Line line)
    {
        _piece.Add(line.Text);
        _pieceBytes += line.Bytes;
        if (_pieceBytes >= PieceBytes) Send();
    }

    private void Send()
    {
        if (_piece.Count == 0) return;
        _bidder.Tell(new RemoteMessage.Told(_key, ++_told, Volatile.Read(ref _taken), [.. _piece]), _self);
        var bytes = _pieceBytes + MessageBytes;
        _piece.Clear();
        _pieceBytes = 0;
        _unheard.Enqueue((_told, bytes));
        _unheardBytes += bytes;
        if (_unheard.Count > 1) return;
        _stuck ??= _time.CreateTimer(_ => StuckNow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stuck.Change(_limits.StuckAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tells what waits, as far as the window goes.</summary>
    private void Continue()
    {
        while (_unheardBytes + _pieceBytes < WindowBytes && _waiting.TryTake(out var line)) Put(line);
        if (!_waiting.IsEmpty) return;
        Send();
        if (_closing) _drained();
    }

    private void HoldToLimit()
    {
        if (_waiting.Bytes > _limits.HardLimitBytes) Cut("more waits for it than output-hard-limit");
    }

    private void StuckNow()
    {
        lock (_gate)
        {
            if (_unheard.Count > 0) Cut("it has heard nothing for stuck-after");
        }
    }

    private void Cut(string why)
    {
        if (_isDead) return;
        Die();
        _cut(why);
    }

    private Action? TakeResume()
    {
        var resume = _whenBelowSoftLimit;
        _whenBelowSoftLimit = null;
        return resume;
    }

    // About what it takes on the wire; only the limits need it.
    private static int Weight(Answer answer) => answer switch
    {
        Answer.Refused refused => 48 + refused.BidId.Length + refused.Lot.Length + refused.Reason.Length,
        Answer.Accepted accepted => 40 + accepted.BidId.Length + accepted.Lot.Length,
        Answer.Error error => 16 + error.Reason.Length,
        Answer.Pong pong => 24 + (pong.Text?.Length ?? 0),
        Answer.Bought bought => 24 + bought.Lot.Length,
        _ => 96,
    };

    private readonly record struct Line(FloorLine Text, int Bytes);
}
