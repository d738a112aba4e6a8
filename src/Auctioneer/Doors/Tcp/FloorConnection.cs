using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// The reading half of one connection on the floor, and its session's link. It cuts what arrives into lines and takes them in order: bids, and lines that
/// cannot be taken, are collected over the whole read (<see cref="BidIntake"/>) and go to the session in one message; any other request goes alone, once
/// the bids before it are answered. It waits for the answer before it goes on, so a client cannot ask faster than it is answered, and what one request did
/// is seen by the next. Bids are parsed from the pipe's bytes; a bid costs its id and its fact, and no message of its own.
/// </summary>
internal sealed class FloorConnection : ISessionLink, IValueTaskSource, IDisposable
{
    private readonly ConnectionContext _connection;
    private readonly FloorSettings _settings;
    private readonly TimeProvider _time;
    private readonly Action<string> _cut;
    private readonly FloorOutput _output;
    private readonly BidIntake _intake;
    private readonly TaskCompletionSource<IActorRef> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _resume;
    private ManualResetValueTaskSourceCore<bool> _turn;
    private IActorRef _session = ActorRefs.Nobody;
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
        _time = time;
        _cut = cut;
        _intake = new BidIntake(floor, settings.LinesPerSecond, settings.FaultsInARowMax, time);
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
                var step = Take(ref buffer, out var request);
                if (_intake.Count > 0)
                {
                    await Ask(null).ConfigureAwait(false);
                    if (!_isOver && _intake.HasTooManyFaults) End(RejectionCode.MalformedLine, TooManyFaults);
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

    /// <summary>
    /// Takes lines off the buffer until it is used up, the read is full, or a line is no bid. Such a line stays in the buffer as long as bids before it are
    /// unanswered.
    /// </summary>
    private Step Take(ref ReadOnlySequence<byte> buffer, out Request? request)
    {
        request = null;
        while (!_intake.IsFull)
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

    /// <returns>False when the line must wait for the bids before it.</returns>
    private bool Take(ReadOnlySpan<byte> line, ref Request? request)
    {
        if (_intake.Bidder is not null && TryPlainBid(line, out var lot, out var amount, out var bidId))
        {
            _intake.Bid(lot, amount, bidId);
            return true;
        }
        if (!FloorRequestParser.TryParse(line, out var parsed, out var fault))
        {
            _intake.Fault(fault);
            return true;
        }
        if (parsed.Verb != FloorVerb.Bid && _intake.Count > 0) return false;
        if (parsed.Verb == FloorVerb.Bid && _intake.Bidder is not null) _intake.Bid(parsed.Lot, parsed.AmountText, parsed.BidId);
        else if (!_intake.MayAsk()) return true;
        else if (parsed.Verb == FloorVerb.Bid) _intake.Refuse(RejectionCode.HelloFirst, null);
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

    /// <summary>Sends what was collected, or a request, to the session, and waits for the answer.</summary>
    private ValueTask Ask(Request? request)
    {
        _turn.Reset();
        Volatile.Write(ref _isWaiting, 1);
        var answered = new ValueTask(this, _turn.Version);
        _session.Tell(request is null ? _intake.Take() : new SessionMessage.Asked(request), ActorRefs.NoSender);
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

    public void Attach(IActorRef session, string idPrefix)
    {
        _intake.IdPrefix = idPrefix;
        // Nobody is here any more.
        if (!_attached.TrySetResult(session)) session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
    }

    public void Write(Answer answer) => _output.Write(answer);

    public void Write(ReadOnlySpan<BidAnswer> answers) => _output.Write(answers);

    public void Write(Notice notice) => _output.Write(notice);

    public void Write(BoardAnswer.Broadcast broadcast, string? bidder) => _output.Write(broadcast, bidder);

    public void WriteList(ImmutableArray<LotPage> pages) => _output.WriteList(pages);

    public void Flush() => _output.Flush();

    public void Next(string? bidder)
    {
        // Seen by the reading thread, which this wakes.
        _intake.Bidder = bidder;
        _output.WhenBelowSoftLimit(_resume);
    }

    public void Close()
    {
        _isOver = true;
        _output.Close();
        Resume();
        _connection.Transport.Input.CancelPendingRead();
    }

    private void Abort()
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
