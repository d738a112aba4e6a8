using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// One client of the sealed-bid house, for as long as its connection lasts. The house's desk makes it, sends it lines and whose turn it is,
/// and stops it alone when it fails. One message that comes before the client's turn waits here; the rest waits in the connection. So a
/// Buyer that sends its bid at once has bid as soon as the bidding starts. Each text leaves in a segment of its own, with a pause before
/// the next: a client of the original takes what one read gives it for one line. The last texts leave before the connection is closed.
/// </summary>
internal sealed class SealedSession : UntypedActor
{
    private readonly ITextLink _link;
    private readonly long _connection;
    private readonly int _faultsMax;
    private readonly SealedLines _lines;
    private readonly Queue<string> _unsent = new();
    private ICancelable? _pause;
    private Turn _turn = Turn.Wait;
    private string? _unanswered;
    private bool _isAsked;
    private bool _isLeaving;
    private int _faultsInARow;
    private bool _isOver;

    private SealedSession(ITextLink link, long connection, int faultsMax, SealedLines lines)
    {
        _lines = lines;
        _link = link;
        _connection = connection;
        _faultsMax = faultsMax;
    }

    /// <param name="link">The connection it speaks for.</param>
    /// <param name="connection">Its number at the desk.</param>
    /// <param name="faultsMax">Messages in a row that could not be taken, before the connection is closed.</param>
    /// <param name="lines">What stands between its texts.</param>
    public static Props Props(ITextLink link, long connection, int faultsMax, SealedLines lines) =>
        MadeBy<SealedSession>.Props(() => new SealedSession(link, connection, faultsMax, lines));

    protected override void PreStart() => _link.Attach(Self);

    protected override void PostStop()
    {
        _pause?.Cancel();
        while (_unsent.TryDequeue(out var text)) Send(text);
        _link.Close();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TextMessage.Said said:
                _unanswered = said.Text;
                GoOn();
                break;
            // Whatever it was, it is neither a request nor a bid.
            case TextMessage.SaidTooMuch:
                _unanswered = "";
                GoOn();
                break;
            case SealedMessage.Speak speak: PassOn(speak); break;
            case SealedMessage.Farewell farewell:
                Write(farewell.Lines);
                End();
                break;
            case PauseIsOver: GoOnWriting(); break;
            // What it said last may have to wait at the desk: its leaving must not overtake it.
            case TextMessage.InputEnded when _isAsked: _isLeaving = true; break;
            case TextMessage.InputEnded: Leave(); break;
            case TextMessage.Gone or StopTextSessions: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void PassOn(SealedMessage.Speak speak)
    {
        Write(speak.Lines);
        _turn = speak.Turn;
        _faultsInARow = speak.WasFault ? _faultsInARow + 1 : 0;
        if (_faultsInARow >= _faultsMax)
        {
            End();
            return;
        }
        if (_isAsked)
        {
            _isAsked = false;
            Taken();
            if (_isLeaving) Leave();
        }
        GoOn();
    }

    private void Leave()
    {
        _isLeaving = false;
        Context.Parent.Tell(new SealedMessage.Left(_connection));
    }

    private void GoOn()
    {
        if (_unanswered is null || _isAsked || _isOver) return;
        switch (_turn)
        {
            case Turn.Talk:
                _isAsked = true;
                Context.Parent.Tell(new SealedMessage.Said(_connection, _unanswered));
                break;
            case Turn.Done: Taken(); break;
        }
    }

    private void Taken()
    {
        _unanswered = null;
        _link.Next();
    }

    private void Write(ImmutableArray<string> texts)
    {
        foreach (var text in texts) _unsent.Enqueue(text);
        if (_pause is null) GoOnWriting();
    }

    /// <summary>Ends when everything is written.</summary>
    private void End()
    {
        _isOver = true;
        if (_pause is null) Context.Stop(Self);
    }

    private void GoOnWriting()
    {
        _pause = null;
        while (_unsent.TryDequeue(out var text))
        {
            Send(text);
            if (_lines.Pause == TimeSpan.Zero) continue;
            _pause = Context.System.Scheduler.ScheduleTellOnceCancelable(_lines.Pause, Self, PauseIsOver.Instance, ActorRefs.NoSender);
            return;
        }
        if (_isOver) Context.Stop(Self);
    }

    private void Send(string text)
    {
        _link.WriteAsIs(text + _lines.LineEnd);
        _link.Flush();
    }

    /// <summary>The next text may leave.</summary>
    private sealed class PauseIsOver
    {
        public static PauseIsOver Instance { get; } = new();
    }
}
