using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Akka.Actor;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Originals;

/// <summary>Connects one bidder to a bidding room, as if it were a floor.</summary>
/// <param name="host">A name or an address.</param>
/// <param name="port">1 to 65535.</param>
/// <param name="self">The bidder's own name.</param>
/// <param name="time">The clock.</param>
public sealed class RoomConnector(string host, int port, string self, TimeProvider time) : IFloorConnector
{
    private readonly RoomTranslator _translator = new(self, RoomItem.OfTheOriginal, time);

    public IFloorConnection Connect(IActorRef owner, long life)
    {
        var connection = new RoomConnection(host, port, _translator, owner, life);
        connection.Start();
        return connection;
    }
}

/// <summary>A TCP connection to a bidding room; it belongs to the link that opened it. Two loops on the thread pool read and write.</summary>
[SuppressMessage("Reliability", "CA1001", Justification =
    "Its owner may close it or hand batches back at any time, also after it ended; neither field holds anything but memory.")]
internal sealed class RoomConnection(string host, int port, RoomTranslator translator, IActorRef owner, long life) : IFloorConnection
{
    private const int UnhandledBatchesMax = 64;
    private const int UnsentMax = 256;

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _mayRead = new(UnhandledBatchesMax);
    private readonly Channel<string> _unsent = Channel.CreateBounded<string>(new BoundedChannelOptions(UnsentMax) { SingleReader = true });

    public void Start() => _ = Task.Run(RunAsync);

    public void Send(Request request)
    {
        // The reading loop uses the translator too; what both tell must come in the order in which it was made.
        lock (translator) Do(translator.Take(request));
    }

    public void Handled() => _mayRead.Release();

    public void Close() => _closing.Cancel();

    private void Do(RoomTranslator.Step step)
    {
        if (!step.Lines.IsDefaultOrEmpty) owner.Tell(new ConnectionEvent.LinesRead(life, step.Lines), ActorRefs.NoSender);
        if (step.Ends || (step.Wire is { } text && !_unsent.Writer.TryWrite(text))) Close();
    }

    private async Task RunAsync()
    {
        string reason;
        try
        {
            reason = await TalkAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            reason = "closed here";
        }
        catch (Exception trouble) when (trouble is SocketException or IOException)
        {
            reason = trouble.Message;
        }
        _unsent.Writer.TryComplete();
        owner.Tell(new ConnectionEvent.Lost(life, reason), ActorRefs.NoSender);
    }

    private async Task<string> TalkAsync(CancellationToken closing)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host, port, closing).ConfigureAwait(false);
        lock (translator) translator.Connected();
        owner.Tell(new ConnectionEvent.Opened(life), ActorRefs.NoSender);
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            var writing = WriteAsync(stream, closing);
            try
            {
                using var reader = new StreamReader(stream, new UTF8Encoding(false), false, 1024, leaveOpen: true);
                while (true)
                {
                    await _mayRead.WaitAsync(closing).ConfigureAwait(false);
                    if (await reader.ReadLineAsync(closing).ConfigureAwait(false) is not { } line) return "the house closed the connection";
                    lock (translator)
                    {
                        var step = translator.Hear(line);
                        // A line that says nothing here is handed back by nobody.
                        if (step.Lines.IsEmpty) _mayRead.Release();
                        Do(step);
                    }
                }
            }
            finally
            {
                _unsent.Writer.TryComplete();
                await _closing.CancelAsync().ConfigureAwait(false);
                await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // With a newline: a room that knows lines needs no silence to see the end of a bid.
    private async Task WriteAsync(NetworkStream stream, CancellationToken closing)
    {
        await foreach (var text in _unsent.Reader.ReadAllAsync(closing).ConfigureAwait(false))
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), closing).ConfigureAwait(false);
    }
}
