using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Threading.Channels;
using Akka.Actor;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Tcp;

/// <summary>
/// A TCP connection to the floor. It belongs to the link that opened it; two loops on the thread pool read and write, so that a thousand
/// bots need no thread each. What one read brings is told in one message. Reading waits while the owner is behind, and a house that does
/// not read is left.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification =
    "Its owner may close it or hand batches back at any time, also after it ended; neither field holds anything but memory.")]
internal sealed class FloorConnection : IFloorConnection
{
    private const int BufferBytes = FloorLimits.LineBytesMax + 2;
    private const int UnhandledBatchesMax = 4;
    private const int UnsentRequestsMax = 256;

    private readonly string _host;
    private readonly int _port;
    private readonly string _self;
    private readonly IActorRef _owner;
    private readonly long _life;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _mayRead = new(UnhandledBatchesMax);
    private readonly Channel<Request> _unsent =
        Channel.CreateBounded<Request>(new BoundedChannelOptions(UnsentRequestsMax) { SingleReader = true });

    public FloorConnection(string host, int port, string self, IActorRef owner, long life)
    {
        _host = host;
        _port = port;
        _self = self;
        _owner = owner;
        _life = life;
    }

    public void Start() => _ = Task.Run(RunAsync);

    public void Send(Request request)
    {
        // Full: the house has not read for hundreds of requests. A new connection takes the state up again.
        if (!_unsent.Writer.TryWrite(request)) Close();
    }

    public void Handled() => _mayRead.Release();

    public void Close() => _closing.Cancel();

    private async Task RunAsync()
    {
        string reason;
        try
        {
            reason = await ConnectAndTalkAsync(_closing.Token).ConfigureAwait(false);
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
        _owner.Tell(new ConnectionEvent.Lost(_life, reason), ActorRefs.NoSender);
    }

    private async Task<string> ConnectAndTalkAsync(CancellationToken closing)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_host, _port, closing).ConfigureAwait(false);
        _owner.Tell(new ConnectionEvent.Opened(_life), ActorRefs.NoSender);
        var writing = WriteAsync(socket, closing);
        try
        {
            return await ReadAsync(socket, closing).ConfigureAwait(false);
        }
        finally
        {
            _unsent.Writer.TryComplete();
            await _closing.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> ReadAsync(Socket socket, CancellationToken closing)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var held = 0;
            while (true)
            {
                await _mayRead.WaitAsync(closing).ConfigureAwait(false);
                var lines = ImmutableArray<FloorLine>.Empty;
                while (lines.IsEmpty)
                {
                    var read = await socket.ReceiveAsync(buffer.AsMemory(held), closing).ConfigureAwait(false);
                    if (read == 0) return "the house closed the connection";
                    held += read;
                    if (!TryCut(buffer, ref held, out lines)) return "the house sent a line over the limit";
                }
                _owner.Tell(new ConnectionEvent.LinesRead(_life, lines), ActorRefs.NoSender);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Cuts the whole lines off the buffer's front and moves the rest there.
    private bool TryCut(byte[] buffer, ref int held, out ImmutableArray<FloorLine> lines)
    {
        ReadOnlySpan<byte> rest = buffer.AsSpan(0, held);
        var cut = ImmutableArray.CreateBuilder<FloorLine>();
        FramingResult result;
        while ((result = FloorFraming.TryReadLine(ref rest, out var line)) == FramingResult.Line)
            cut.Add(FloorReplyParser.Parse(line, _self));
        rest.CopyTo(buffer);
        held = rest.Length;
        lines = cut.DrainToImmutable();
        return result != FramingResult.TooLong;
    }

    private async Task WriteAsync(Socket socket, CancellationToken closing)
    {
        var output = new ArrayBufferWriter<byte>(256);
        try
        {
            while (await _unsent.Reader.WaitToReadAsync(closing).ConfigureAwait(false))
            {
                output.ResetWrittenCount();
                while (_unsent.Reader.TryRead(out var request)) FloorRequestWriter.Write(output, request);
                var unsent = output.WrittenMemory;
                while (!unsent.IsEmpty)
                    unsent = unsent[await socket.SendAsync(unsent, closing).ConfigureAwait(false)..];
            }
        }
        catch (SocketException)
        {
            // The reading loop meets the same fault and tells it.
            await _closing.CancelAsync().ConfigureAwait(false);
        }
    }
}
