using System.Collections.Immutable;
using System.IO.Pipelines;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>What all connections of the floor share.</summary>
/// <param name="Settings">The door's settings.</param>
/// <param name="Texts">What goes to all of them, as lines.</param>
/// <param name="Time">The clock of limits.</param>
/// <param name="Cut">Gets the reason when a connection is cut.</param>
internal sealed record FloorContext(FloorSettings Settings, FloorTexts Texts, TimeProvider Time, Action<string> Cut);

/// <summary>
/// The reading half of one connection on the floor, and its session's link. It takes lines in order (<see cref="LineIntake"/>): bids, and
/// lines that cannot be taken, are collected over the whole read (<see cref="BidIntake"/>) and go to the session in one message; any other
/// request goes alone, once the bids before it are answered. It waits for the answer before it goes on (<see cref="AnswerTurn"/>), so a
/// client cannot ask faster than it is answered, and what one request did is seen by the next.
/// </summary>
internal sealed class FloorConnection : ISessionLink, IDisposable
{
    private readonly ConnectionContext _connection;
    private readonly FloorContext _floor;
    private readonly FloorOutput _output;
    private readonly BidIntake _intake;
    private readonly TaskCompletionSource<IActorRef> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AnswerTurn _turn = new();
    private readonly Action _resume;
    private IActorRef _session = ActorRefs.Nobody;
    private volatile bool _isOver;
    private bool _isFaulty;

    /// <param name="connection">The connection.</param>
    /// <param name="floor">What it shares with all others of the door.</param>
    internal FloorConnection(ConnectionContext connection, FloorContext floor)
    {
        (_connection, _floor) = (connection, floor);
        var settings = floor.Settings;
        _intake = new BidIntake(settings.LinesPerSecond, settings.FaultsInARowMax, floor.Time);
        _resume = _turn.End;
        _output = new FloorOutput(connection.Transport.Output, floor.Texts, settings.Output, floor.Time, why =>
        {
            floor.Cut(why);
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
            return await _attached.Task.WaitAsync(AttachPatience, _floor.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _floor.Cut($"the desk had no session for it within {AttachPatience.TotalSeconds:0} s");
            throw;
        }
    }

    /// <summary>
    /// Closes so that the last words arrive, also at a faulty peer that goes on sending. A peer that takes nothing does not keep the
    /// connection open for ever.
    /// </summary>
    private async Task CloseAsync()
    {
        if (_isFaulty) await UnreadInput.DropAsync(_connection.Transport.Input, DiscardFor, _floor.Time).ConfigureAwait(false);
        await _connection.Transport.Output.CompleteAsync().ConfigureAwait(false);
        // The server waits until the last byte is taken; it is told when that takes too long. It must not be held in memory by this.
        StuckGuard.Watch(_connection, _floor.Settings.StuckAfter, _floor.Time);
    }

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
                var next = LineIntake.Take(_intake, ref buffer, out var request);
                if (_intake.Count > 0)
                {
                    await Ask(null).ConfigureAwait(false);
                    if (!_isOver && _intake.HasTooManyFaults) End(RejectionCode.MalformedLine, TooManyFaults);
                }
                else if (request is not null)
                {
                    await Ask(request).ConfigureAwait(false);
                }
                else if (next == NextLine.TooLong)
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

    /// <summary>Sends what was collected, or a request, to the session, and waits for the answer.</summary>
    private ValueTask Ask(Request? request)
    {
        var answered = _turn.Begin();
        _session.Tell(request is null ? _intake.Take() : new SessionMessage.Asked(request), ActorRefs.NoSender);
        // A session that ended meanwhile gives no answer, and has said so before we began to wait.
        if (_isOver) _turn.End();
        return answered;
    }

    private void End(RejectionCode code, string? reason)
    {
        _session.Tell(new SessionMessage.Faulted(new Answer.Error(code, reason ?? Reasons.For(code))), ActorRefs.NoSender);
        _isFaulty = true;
        _isOver = true;
    }

    public void Dispose() => _output.Die();

    public void Attach(IActorRef session, string idPrefix)
    {
        _intake.IdPrefix = idPrefix;
        // Nobody is here any more.
        if (!_attached.TrySetResult(session)) session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
    }

    public void Offer(SalesOnOffer sales, LotDirectory lots) => _intake.Offer(sales, lots);

    public void Stopping() => _intake.Stopping();

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
        _turn.End();
        _connection.Transport.Input.CancelPendingRead();
    }

    private void Abort()
    {
        _isOver = true;
        _turn.End();
        _connection.Abort();
    }

    private const string TooManyFaults = "too many lines in a row that could not be taken; connect again and send requests";
    private const string NoLineEnd = "the last line had no end; end each line with a line feed";
}
