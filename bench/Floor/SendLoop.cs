using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// S12's baseline: for each line that its first connection sends, one block of so many lines, as long as a house's, in one call to each of
/// the other sockets, one after the other. Nothing is decided, encoded or kept for a slow reader.
/// </summary>
public static class SendLoop
{
    /// <param name="lines">Lines of a block.</param>
    /// <param name="serve">Told where it listens; the loop ends with it.</param>
    public static async Task RunAsync(int lines, Func<IPEndPoint, Task> serve)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, lines).Select(
            lot => $"PRICE 1234567 lot-{lot:00} 12345.50 leader=one next=12345.51 closes=2026-11-20T12:03:00.000Z\n")));
        var sending = Task.Run(() => SendAsync(listener, block));
        var served = serve((IPEndPoint)listener.LocalEndPoint!);
        await await Task.WhenAny(served, sending);
        await served;
    }

    private static async Task SendAsync(Socket listener, byte[] block)
    {
        var ready = "READY\n"u8.ToArray();
        var first = await listener.AcceptAsync();
        first.Send(ready);
        var others = new List<Socket>();
        var accepting = Task.Run(async () =>
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                socket.NoDelay = true;
                lock (others) others.Add(socket);
                socket.Send(ready);
            }
        });
        var asked = new byte[4096];
        while (await first.ReceiveAsync(asked) is var read && read > 0)
        {
            for (var blocks = asked.AsSpan(0, read).Count((byte)'\n'); blocks > 0; blocks--)
            {
                Socket[] all;
                lock (others) all = [.. others];
                foreach (var socket in all) socket.Send(block);
            }
        }
        if (accepting.IsFaulted) await accepting;
    }
}
