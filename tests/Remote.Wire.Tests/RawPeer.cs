using System.Net;
using System.Net.Sockets;
using Akka.Remote.Wire;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>The other end of a connection with a node, in the hands of a test: sends and receives whole frames, or any bytes at all.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<RawPeer> DialAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawPeer(socket);
    }

    public Task SendAsync(byte[] frame)
    {
        byte[] framed = [.. BitConverter.GetBytes(frame.Length), .. frame];
        return SendBytesAsync(framed);
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>The next frame that is no heartbeat; null at the end of the stream.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        while (true)
        {
            var frame = await ReceiveAnyAsync();
            if (frame is null || ControlPdu.Decode(frame).Command != ControlCommand.Heartbeat) return frame;
        }
    }

    /// <summary>The next frame; null at the end of the stream.</summary>
    public async Task<byte[]?> ReceiveAnyAsync() =>
        await ExactlyAsync(Frame.HeaderBytes) is { } header ? await ExactlyAsync(BitConverter.ToInt32(header)) : null;

    /// <summary>Says who is there and hears who answers; null when nobody does.</summary>
    public async Task<ulong?> AssociateAsync(string system, int port, int uid)
    {
        var writer = new WireWriter();
        ControlPdu.WriteAssociate(writer, new WireAddress(system, "127.0.0.1", (uint)port, "tcp"), (ulong)uid);
        await SendBytesAsync(writer.Memory);
        return await ReceiveAsync() is { } answer ? ControlPdu.Decode(answer).Uid : null;
    }

    /// <summary>Sends a message, numbered if it is a system message.</summary>
    public async Task TellAsync(string recipient, byte[] message, int serializerId, string manifest, string sender = "",
        ulong sequence = MessageEnvelope.NoSequence)
    {
        var writer = new WireWriter();
        MessageEnvelope.Write(writer, null, Encode(recipient), Encode(sender), sequence, message, serializerId, manifest);
        await SendBytesAsync(writer.Memory);
    }

    public Task TellAsync(string recipient, string text, string sender = "") =>
        TellAsync(recipient, Encode(text), 17, "S", sender);

    public void Dispose() => socket.Dispose();

    private static byte[] Encode(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private async Task<byte[]?> ExactlyAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var got = await socket.ReceiveAsync(bytes.AsMemory(read), patience.Token);
            if (got == 0) return null;
            read += got;
        }

        return bytes;
    }
}
