using System.Net;
using System.Threading.Channels;
using Akka.Actor;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages.Originals;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// The reading half of one connection of the original houses, and its session's link. It cuts the input into messages
/// (<see cref="LooseFraming"/>) and hands the session one at a time, as the session asks. It arms the timer of silence only while part of a
/// message is there and the peer is not held to lines. The end of the peer's stream does not end the connection: the peer may still read.
/// </summary>
internal sealed class TextConnection : ITextLink, IDisposable
{
    private readonly ConnectionContext _connection;
    private readonly TextDoorSettings _settings;
    private readonly RoomTexts _texts;
    private readonly TimeProvider _time;
    private readonly Action<string> _cut;
    private readonly TcpOutbox _output;
    private readonly LooseFraming _framing;
    private readonly ITimer _silence;
    private readonly TaskCompletionSource<IActorRef> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _turns = Channel.CreateUnbounded<bool>();
    private LineBudget _budget;
    private IActorRef _session = ActorRefs.Nobody;

    /// <param name="connection">The connection.</param>
    /// <param name="settings">The door's settings.</param>
    /// <param name="texts">What all connections of the door share.</param>
    /// <param name="time">The clock of silence and limits.</param>
    /// <param name="cut">Gets the reason when the connection is cut.</param>
    public TextConnection(ConnectionContext connection, TextDoorSettings settings, RoomTexts texts, TimeProvider time, Action<string> cut)
    {
        _connection = connection;
        _texts = texts;
        _settings = settings;
        _time = time;
        _cut = cut;
        _budget = new LineBudget(settings.MessagesPerSecond, time);
        _framing = new LooseFraming(settings.MessageBytesMax);
        _silence = time.CreateTimer(
            _ => connection.Transport.Input.CancelPendingRead(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _output = new TcpOutbox(connection.Transport.Output, settings.Output, time, why =>
        {
            cut(why);
            End();
            connection.Abort();
        });
    }

    public string Peer => _connection.RemoteEndPoint is IPEndPoint peer ? $"{Plain(peer.Address)}:{peer.Port}" : "somewhere";

    /// <summary>Serves the connection until it is closed.</summary>
    public async Task RunAsync()
    {
        try
        {
            // Reads nothing before the desk has made the session, and waits for it even when the peer has closed its side.
            _session = await SessionAsync().ConfigureAwait(false);
            await ReadAsync().ConfigureAwait(false);
            await _output.Drained.ConfigureAwait(false);
            await UnreadInput.DropAsync(_connection.Transport.Input, DropFor, _time).ConfigureAwait(false);
            await _connection.Transport.Output.CompleteAsync().ConfigureAwait(false);
            // The server waits until the last byte is taken.
            StuckGuard.Watch(_connection, _settings.Output.StuckAfter, _time);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or TimeoutException)
        {
            // The peer is gone; the session is notified below.
        }
        finally
        {
            _over.TrySetResult();
            _output.Die();
            // One that came just as this gave up must not wait for a connection that is over.
            if (!_attached.TrySetCanceled()) _session = await _attached.Task.ConfigureAwait(false);
            _session.Tell(TextMessage.Gone.Instance, ActorRefs.NoSender);
        }
    }

    private async Task<IActorRef> SessionAsync()
    {
        try
        {
            return await _attached.Task.WaitAsync(AttachWithin, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _cut($"its desk had no session for it within {AttachWithin.TotalSeconds:0} s");
            throw;
        }
    }

    public void Attach(IActorRef session)
    {
        // The connection is over: a session that does not learn it would keep its seat.
        if (!_attached.TrySetResult(session)) session.Tell(TextMessage.Gone.Instance, ActorRefs.NoSender);
    }

    public void Write(string line) => _output.Write(line, RoomTexts.Encode);

    public void WriteAsIs(string text) => _output.Write(text, RoomTexts.EncodeAsIs);

    public void Write(RoomMessage.Broadcast broadcast, Range lines, string bidder) =>
        _output.Write(_texts.Of(broadcast), lines, bidder, broadcast.IsAddressedTo(bidder));

    public void Flush() => _output.Flush();

    public void Next() => _output.WhenBelowSoftLimit(() => _turns.Writer.TryWrite(true));

    public void Close()
    {
        _output.Close();
        End();
    }

    public void Dispose()
    {
        _silence.Dispose();
        _output.Die();
    }

    private bool IsOver => _over.Task.IsCompleted;

    private async Task ReadAsync()
    {
        var input = _connection.Transport.Input;
        var unfinished = 0L;
        while (!IsOver)
        {
            var read = await input.ReadAsync().ConfigureAwait(false);
            _silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var buffer = read.Buffer;
            var end = read.IsCompleted ? BufferEnd.Stream
                // What came in the same moment breaks the silence.
                : read.IsCanceled && buffer.Length == unfinished ? BufferEnd.Silence
                : BufferEnd.Open;
            while (!IsOver)
            {
                var result = _framing.TryTake(ref buffer, end, out var text);
                if (result == LooseResult.Incomplete) break;
                TextMessage message = result == LooseResult.Message ? new TextMessage.Said(text) : TextMessage.SaidTooMuch.Instance;
                await Hand(message).ConfigureAwait(false);
            }
            unfinished = buffer.Length;
            var listens = _framing.ListensForSilence(buffer);
            input.AdvanceTo(buffer.Start, buffer.End);
            if (IsOver) return;
            if (read.IsCompleted)
            {
                _session.Tell(TextMessage.InputEnded.Instance, ActorRefs.NoSender);
                return;
            }
            if (listens) _silence.Change(_settings.Silence, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task Hand(TextMessage message)
    {
        // The originals have no word for "too fast": the connection reads such a peer more slowly.
        while (!_budget.TryTake()) await Task.Delay(Pause, _time).ConfigureAwait(false);
        _session.Tell(message, ActorRefs.NoSender);
        await _turns.Reader.ReadAsync().ConfigureAwait(false);
    }

    private void End()
    {
        _over.TrySetResult();
        _turns.Writer.TryWrite(true);
        _connection.Transport.Input.CancelPendingRead();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static readonly TimeSpan AttachWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan DropFor = TimeSpan.FromMilliseconds(50);
}
