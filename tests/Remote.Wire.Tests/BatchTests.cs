using System.Net.Sockets;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>What is ready together crosses together: outbound frames in one write, inbound ones handed over as one batch.</summary>
public sealed class BatchTests
{
    [Fact]
    public async Task Frames_that_gather_while_the_socket_is_busy_go_out_in_one_write_in_order()
    {
        await using var stream = new HeldStream();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var connection = new TcpConnection(socket, stream, 128_000, 1_000_000);
        Send(connection, 0);
        await stream.WriteBegunAsync();
        for (var i = 1; i <= 1_000; i++) Send(connection, i);
        stream.LetWritesThrough();
        await stream.WriteBegunAsync();
        connection.Close();
        Assert.Equal(2, stream.Writes.Count);
        Assert.Equal(Enumerable.Range(1, 1_000), Numbers(stream.Writes[1]));
    }

    [Fact]
    public async Task The_frames_of_one_read_are_handed_over_one_after_the_other_with_one_end()
    {
        var sent = Enumerable.Range(0, 1_000).SelectMany(i => Framed(i)).ToArray();
        await using var stream = new MemoryStream(sent);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var handler = new Handler();
        await new TcpConnection(socket, stream, 128_000, 1_000_000).ReadAsync(handler);
        Assert.Equal(Enumerable.Range(0, 1_000), handler.Numbers);
        // All of it fits into one read; the second finds the end.
        Assert.InRange(handler.BatchEnds, 1, 2);
    }

    [Fact]
    public async Task System_messages_of_one_read_are_acknowledged_together()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        var writer = new WireWriter();
        const int Count = 500;
        for (var i = 0; i < Count; i++)
        {
            MessageEnvelope.Write(writer, null, System.Text.Encoding.UTF8.GetBytes(node.EarPath), [], (ulong)i, Watch(node, i), 22, "Akka.Dispatch.SysMsg.Watch, Akka");
        }

        await peer.SendBytesAsync(writer.Memory);
        var acknowledgements = 0;
        ulong upTo;
        do
        {
            upTo = MessageEnvelope.Decode(ControlPdu.Decode((await peer.ReceiveAsync())!).Payload).Ack!.Cumulative;
            acknowledgements++;
        }
        while (upTo < Count - 1);
        Assert.InRange(acknowledgements, 1, Count / 10);
    }

    private static byte[] Watch(HostileNode node, int number) => Google.Protobuf.MessageExtensions.ToByteArray(new Schema.WatchRecord
    {
        Watchee = new Schema.ActorReference { Path = node.EarPath },
        Watcher = new Schema.ActorReference { Path = $"akka.tcp://stranger@127.0.0.1:7001/user/w{number}#9" },
    });

    private static void Send(TcpConnection connection, int number) =>
        Assert.True(connection.TryWrite(number, static (writer, n) => MessageEnvelope.Write(writer, null, "x"u8, [], MessageEnvelope.NoSequence, BitConverter.GetBytes(n), 4, "")));

    private static byte[] Framed(int number)
    {
        var writer = new WireWriter();
        MessageEnvelope.Write(writer, null, "x"u8, [], MessageEnvelope.NoSequence, BitConverter.GetBytes(number), 4, "");
        return writer.ToArray();
    }

    private static List<int> Numbers(byte[] written)
    {
        var buffer = new System.Buffers.ReadOnlySequence<byte>(written);
        var numbers = new List<int>();
        while (Frame.TryRead(ref buffer, 128_000, out var payload)) numbers.Add(NumberOf(payload.FirstSpan));
        Assert.True(buffer.IsEmpty);
        return numbers;
    }

    private static int NumberOf(ReadOnlySpan<byte> frame) => BitConverter.ToInt32(MessageEnvelope.Decode(ControlPdu.Decode(frame).Payload).Payload.Message);

    private sealed class Handler : IFrameHandler
    {
        public List<int> Numbers { get; } = [];

        public int BatchEnds { get; private set; }

        public void OnFrame(ReadOnlySpan<byte> frame) => Numbers.Add(NumberOf(frame));

        public void OnBatchEnd() => BatchEnds++;

        public void OnClosed(Exception? cause) => Assert.Null(cause);
    }

    /// <summary>A socket that is busy with the first write until the test lets it go on.</summary>
    private sealed class HeldStream : Stream
    {
        private readonly SemaphoreSlim _begun = new(0);
        private readonly TaskCompletionSource _through = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<byte[]> Writes { get; } = [];

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async Task WriteBegunAsync() => Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30)));

        public void LetWritesThrough() => _through.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(buffer.ToArray());
            _begun.Release();
            await _through.Task;
        }

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _begun.Dispose();
            base.Dispose(disposing);
        }
    }
}
