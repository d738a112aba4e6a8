using System.Buffers;
using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Actor;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Tcp;

/// <summary>A connection to the floor. It reports the lines of one read in one message.</summary>
internal sealed class FloorClient(string host, int port, string self, IActorRef owner, long life)
    : HouseConnection<Request>(host, port, owner, life, UnhandledBatchesMax, UnsentRequestsMax)
{
    private const int BufferBytes = FloorLimits.LineBytesMax + 2;
    private const int UnhandledBatchesMax = 4;
    private const int UnsentRequestsMax = 256;

    public override void Send(Request request) => Put(request);

    protected override async Task<string> ReadAsync(Socket socket, CancellationToken closing)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var held = 0;
            while (true)
            {
                await MayReadAsync(closing).ConfigureAwait(false);
                var lines = ImmutableArray<FloorLine>.Empty;
                while (lines.IsEmpty)
                {
                    var read = await socket.ReceiveAsync(buffer.AsMemory(held), closing).ConfigureAwait(false);
                    if (read == 0) return "the house closed the connection";
                    held += read;
                    if (!TryCut(buffer, ref held, out lines)) return "the house sent a line over the limit";
                }
                Tell(lines);
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
            cut.Add(FloorReplyParser.Parse(line, self));
        rest.CopyTo(buffer);
        held = rest.Length;
        lines = cut.DrainToImmutable();
        return result != FramingResult.TooLong;
    }

    protected override async Task WriteAsync(Socket socket, CancellationToken closing)
    {
        var output = new ArrayBufferWriter<byte>(256);
        try
        {
            while (await Unsent.WaitToReadAsync(closing).ConfigureAwait(false))
            {
                output.ResetWrittenCount();
                while (Unsent.TryRead(out var request)) FloorRequestWriter.Write(output, request);
                var unsent = output.WrittenMemory;
                while (!unsent.IsEmpty)
                    unsent = unsent[await socket.SendAsync(unsent, closing).ConfigureAwait(false)..];
            }
        }
        catch (SocketException)
        {
            // The reading loop meets the same fault and reports it.
            Close();
        }
    }
}
