using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Tasks.Sources;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// The reading half of one connection on the floor, and its session's link. It cuts what arrives into lines and takes them in order: bids, and lines that
/// cannot be taken, are collected over the whole read into one <see cref="BidBatch"/>; any other request goes to the session alone, once the batch
/// before it is answered. It waits for the answer before it goes on, so a client cannot ask faster than it is answered, and what one request did is seen by
/// the next. Bids are parsed from the pipe's bytes; a bid costs its id and its fact, and no message of its own.
/// </summary>
public sealed class FloorConnection : ISessionLink, IValueTaskSource, IDisposable
{
    private readonly ConnectionContext _connection;
    private readonly FloorSettings _settings;
    private readonly HouseFloor _floor;
    private readonly TimeProvider _time;
    private readonly Action<string> _cut;
    private readonly FloorOutput _output;
    private readonly BidBatch _batch = new();
    private readonly TaskCompletionSource<IActorRef> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _resume;
    private ManualResetValueTaskSourceCore<bool> _turn;
    private LineBudget _budget;
    private LotHandle? _lastLot;
    private IActorRef _session = ActorRefs.Nobody;
    private BidderRecord? _record;
    private int _faultsInARow;
    private int _isWaiting;
    private volatile bool _isOver;
    private bool _isFaulty;

    /// <param name="connection">The connection.</param>
    /// <param name="settings">The door's settings.</param>
    /// <param name="floor">The lots there are now.</param>
    /// <param name="texts">What all connections of the door share.</param>
    /// <param name="time">The clock of limits.</param>
    /// <param name="cut">Gets the reason when the connection is cut.</param>
    internal FloorConnection(ConnectionContext connection, FloorSettings settings, HouseFloor floor, FloorTexts texts, TimeProvider time, Action<string> cut)
    {
        _connection = connection;
        _settings = settings;
        _floor = floor;
        _time = time;
        _cut = cut;
        _budget = new LineBudget(settings.LinesPerSecond, time);
        _resume = Resume;
        _output = new FloorOutput(connection.Transport.Output, texts, settings.Output, time, why =>
        {
            cut(why);
            Abort();
        });
    }

    /// <summary>Serves the connection until it is closed.</summary>
    public async Task RunAsync()
    {
        try
        {
            // The session is made by the desk; nothing is read before it is there.
            _session = await SessionAsync().ConfigureAwait(false);
            await ReadAsync().ConfigureAwait(false);
            _session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
            // Not until the connection is closed: a peer that has closed its own side still gets its answers.
            await _output.Drained.ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or TimeoutException or IOException or ConnectionAbortedException)
        {
            // The peer is gone; the session hears of it below.
        }
        finally
        {
            _isOver = true;
            _output.Die();
            // One that came just as this gave up must not wait for a connection that is over.
            if (!_attached.TrySetCanceled()) _session = await _attached.Task.ConfigureAwait(false);
            _session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
        }
    }

    private async Task<IActorRef> SessionAsync()
    {
        try
        {
            return await _attached.Task.WaitAsync(AttachPatience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _cut($"the desk had no session for it within {AttachPatience.TotalSeconds:0} s");
            throw;
        }
    }

    /// <summary>
    /// Closes so that the last words arrive, also at a faulty peer that goes on sending. A peer that takes nothing does not keep the connection open for ever.
    /// </summary>
    private async Task CloseAsync()
    {
        if (_isFaulty) await UnreadInput.DropAsync(_connection.Transport.Input, DiscardFor, _time).ConfigureAwait(false);
        await _connection.Transport.Output.CompleteAsync().ConfigureAwait(false);
        // The server waits until the last byte is taken; it is told when that takes too long. It must not be held in memory by this.
        StuckGuard.Watch(_connection, _settings.StuckAfter, _time);
    }

    private static readonly SearchValues<byte> OfAnAmount = SearchValues.Create("0123456789."u8);

    private static readonly TimeSpan AttachPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan DiscardFor = TimeSpan.FromMilliseconds(250);

    private async Task ReadAsync()
    {
        var input = _connection.Transport.Input;
        using var stop = _connection.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeNotificationFeature>()
            ?.ConnectionClosedRequested.Register(static reader => ((PipeReader)reader!).CancelPendingRead(), input);
        while (!_isOver)
        {
            var read = await input.ReadAsync().ConfigureAwait(false);
            var buffer = read.Buffer;
            while (!_isOver)
            {
                var step = TakeOwn(ref buffer, out var request);
                if (_batch.Count > 0)
                {
                    await Ask(null).ConfigureAwait(false);
                    if (!_isOver && _faultsInARow >= _settings.FaultsInARowMax) End(RejectionCode.MalformedLine, TooManyFaults);
                }
                else if (request is not null)
                {
                    await Ask(request).ConfigureAwait(false);
                }
                else if (step == Step.TooLong)
                {
                    End(RejectionCode.LineTooLong, null);
                }
                else
                {
                    break;
                }
            }
            input.AdvanceTo(buffer.Start, buffer.End);
            if (_isOver) return;
            if (read.IsCompleted)
            {
                if (!buffer.IsEmpty) End(RejectionCode.MalformedLine, NoLineEnd);
                return;
            }
            if (read.IsCanceled) return;
        }
    }

    private enum Step
    {
        NeedMore,
        More,
        TooLong,
    }

    /// <summary>Takes lines as long as the bidder's record is this connection's.</summary>
    private Step TakeOwn(ref ReadOnlySequence<byte> buffer, out Request? request)
    {
        if (_record is not { } record) return Take(ref buffer, out request);
        lock (record.Gate)
        {
            if (ReferenceEquals(record.Owner, this)) return Take(ref buffer, out request);
        }
        request = null;
        _batch.Clear();
        _isOver = true;
        return Step.NeedMore;
    }

    /// <summary>
    /// Takes lines off the buffer until it is used up, the batch is full, or a line is no bid. Such a line stays in the buffer as long as bids before it are
    /// unanswered.
    /// </summary>
    private Step Take(ref ReadOnlySequence<byte> buffer, out Request? request)
    {
        request = null;
        _batch.Clear();
        while (!_batch.IsFull)
        {
            var rest = buffer;
            if (!rest.IsEmpty && rest.FirstSpan.IndexOf((byte)'\n') >= 0)
            {
                // The fast way: the line lies in one piece.
                var span = rest.FirstSpan;
                var framed = FloorFraming.TryReadLine(ref span, out var text);
                if (framed == FramingResult.TooLong) return Step.TooLong;
                var taken = rest.FirstSpan.Length - span.Length;
                if (!Take(text, ref request)) return Step.More;
                buffer = rest.Slice(taken);
            }
            else
            {
                var framed = FloorFraming.TryReadLine(ref rest, out var line);
                if (framed == FramingResult.TooLong) return Step.TooLong;
                if (framed == FramingResult.Incomplete) return Step.NeedMore;
                var length = (int)line.Length;
                var copy = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
                line.CopyTo(copy);
                var isTaken = Take(copy.AsSpan(0, length), ref request);
                ArrayPool<byte>.Shared.Return(copy);
                if (!isTaken) return Step.More;
                buffer = rest;
            }
            if (request is not null) return Step.More;
        }
        return Step.More;
    }

    /// <returns>False when the line must wait for the batch before it.</returns>
    private bool Take(ReadOnlySpan<byte> line, ref Request? request)
    {
        if (_record is not null && TryPlainBid(line, out var lot, out var amount, out var bidId)) return TakeBid(lot, amount, bidId);
        if (!FloorRequestParser.TryParse(line, out var parsed, out var fault))
        {
            _faultsInARow++;
            Refuse(fault.Code, fault.Reason);
            return true;
        }
        if (parsed.Verb != FloorVerb.Bid && _batch.Count > 0) return false;
        if (parsed.Verb == FloorVerb.Bid && _record is not null) return TakeBid(parsed.Lot, parsed.AmountText, parsed.BidId);
        if (!_budget.TryTake())
        {
            Refuse(RejectionCode.TooFast, null);
            return true;
        }
        _faultsInARow = 0;
        if (parsed.Verb == FloorVerb.Bid) Refuse(RejectionCode.HelloFirst, null);
        else request = parsed.ToRequest(0);
        return true;
    }

    /// <summary>
    /// The common shape of a bid, read in one go: <c>BID lot amount</c> with or without an id, one space between. What looks otherwise goes the parser's way, so
    /// this decides nothing: it only knows the shape that the parser would take for the same fields.
    /// </summary>
    private static bool TryPlainBid(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> lot, out ReadOnlySpan<byte> amount, out ReadOnlySpan<byte> bidId)
    {
        lot = amount = bidId = default;
        if (!line.StartsWith("BID "u8)) return false;
        var rest = line[4..];
        var end = rest.IndexOf((byte)' ');
        if (end <= 0 || !FloorLimits.IsLotId(rest[..end])) return false;
        lot = rest[..end];
        rest = rest[(end + 1)..];
        end = rest.IndexOf((byte)' ');
        amount = end < 0 ? rest : rest[..end];
        if (amount.IsEmpty || amount.ContainsAnyExcept(OfAnAmount)) return false;
        if (end < 0) return true;
        bidId = rest[(end + 1)..];
        return FloorLimits.IsBidId(bidId);
    }

    /// <returns>False when the line must wait for the batch before it.</returns>
    private bool TakeBid(ReadOnlySpan<byte> lotId, ReadOnlySpan<byte> amountText, ReadOnlySpan<byte> bidId)
    {
        var lot = Find(lotId);
        var code = Amount.Parse(amountText, lot?.Digits ?? 2, out var amount);
        var lotName = lot?.Id ?? Encoding.UTF8.GetString(lotId);
        var known = _record!.Note(bidId, lotName, amount, out var place);
        // An id used twice in one batch: the first one's answer decides about the second.
        if (known.State == BidIdState.UnderWay && _batch.Count > 0) return false;
        var isNew = known.State != BidIdState.Accepted;
        if (!_budget.TryTake())
        {
            if (isNew) _record.Settle(place, known.BidId, 0);
            Refuse(RejectionCode.TooFast, null);
            return true;
        }
        _faultsInARow = 0;
        if (lot is null) code = RejectionCode.NoSuchLot;
        else if (_floor.IsStopping) code = RejectionCode.HouseStopping;
        var isAgain = !isNew && code == RejectionCode.None && known.Lot == lotName && known.AmountMinor == amount;
        if (!isNew && code == RejectionCode.None && !isAgain) code = RejectionCode.BidIdReused;

        ref var slot = ref (lot is null || isAgain ? ref _batch.Add() : ref _batch.Add(lot));
        (slot.Lot, slot.BidId, slot.AmountMinor, slot.Code) = (lotName, known.BidId, amount, code);
        if (isAgain) (slot.Seq, slot.Receipt) = (known.Seq, known.Receipt);
        if (isNew) slot.Noted = place + 1;
        return true;
    }

    private LotHandle? Find(ReadOnlySpan<byte> id)
    {
        var lots = _floor.Lots;
        if (_lastLot is { } last && ReferenceEquals(last.Directory, lots) && Ascii.Equals(id, last.Id)) return last;
        return lots.TryGet(id, out var lot) ? _lastLot = lot : null;
    }

    private void Refuse(RejectionCode code, string? reason)
    {
        ref var slot = ref _batch.Add();
        (slot.Code, slot.Reason) = (code, reason);
    }

    /// <summary>Sends the batch to its lots, or a request to the session, and waits for the answer.</summary>
    private ValueTask Ask(Request? request)
    {
        _turn.Reset();
        Volatile.Write(ref _isWaiting, 1);
        var answered = new ValueTask(this, _turn.Version);
        if (request is null) _batch.Dispatch(_record?.Name ?? "", _session, _record);
        else _session.Tell(new SessionMessage.Asked(request), ActorRefs.NoSender);
        // A session that ended meanwhile gives no answer, and has said so before we began to wait.
        if (_isOver) Resume();
        return answered;
    }

    private void End(RejectionCode code, string? reason)
    {
        _session.Tell(new SessionMessage.Faulted(new Answer.Error(code, reason ?? Reasons.For(code))), ActorRefs.NoSender);
        _isFaulty = true;
        _isOver = true;
    }

    private void Resume()
    {
        if (Interlocked.Exchange(ref _isWaiting, 0) == 1) _turn.SetResult(true);
    }

    public void Dispose() => _output.Die();

    public void Attach(IActorRef session)
    {
        // Nobody is here any more.
        if (!_attached.TrySetResult(session)) session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
    }

    public void Write(Answer answer) => _output.Write(answer);

    public void Write(BidBatch batch) => _output.Write(batch);

    public void Write(Notice notice) => _output.Write(notice);

    public void Write(BoardAnswer.Broadcast broadcast, string? bidder) => _output.Write(broadcast, bidder);

    public void WriteList(ImmutableArray<LotPage> pages) => _output.WriteList(pages);

    public void Flush() => _output.Flush();

    public void Next(BidderRecord? record)
    {
        _record = record;
        _output.WhenBelowSoftLimit(_resume);
    }

    public void Close()
    {
        _isOver = true;
        _output.Close();
        Resume();
        _connection.Transport.Input.CancelPendingRead();
    }

    public void Abort()
    {
        _isOver = true;
        Resume();
        _connection.Abort();
    }

    void IValueTaskSource.GetResult(short token) => _turn.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _turn.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _turn.OnCompleted(continuation, state, token, flags);

    private const string TooManyFaults = "too many lines in a row that could not be taken; connect again and send requests";
    private const string NoLineEnd = "the last line had no end; end each line with a line feed";
}
