using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// The process of S12's bidders and watchers. A block is one bid on each lot by one of two bidders in turn; the next is sent when every
/// watcher (but the stuck one) has all but the last few blocks, so that nothing is conflated and each must have got every line. At the send
/// loop a block is a number on its first connection.
/// </summary>
public sealed class Watchers
{
    private readonly int _lots;
    private readonly int _ahead;
    private readonly bool _isHouse;
    private readonly long[] _sentAt;
    private readonly int[] _have;
    private readonly List<double> _toAll = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _count;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _from;
    private long _to;
    private long _delivered;

    private Watchers(Options options)
    {
        _lots = options.Number("lots", 50);
        _ahead = options.Number("ahead", 4);
        _count = options.Number("watchers", 1000);
        _isHouse = options.Text("mode", "room") == "room";
        _sentAt = new long[_ahead];
        _have = new int[_ahead];
    }

    public static Task<int> RunAsync(Options options) => new Watchers(options).MeasureAsync(options);

    private async Task<int> MeasureAsync(Options options)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, options.Number("port", 0));
        var bidders = new List<Socket> { await OpenAsync(endPoint, "one") };
        if (_isHouse)
        {
            bidders.Add(await OpenAsync(endPoint, "two"));
            // Small, so that it is soon full: this one never reads.
            _ = await OpenAsync(endPoint, "stuck", 4096);
        }
        foreach (var bidder in bidders) _ = SkipAsync(bidder);
        var watchers = new Socket[_count];
        for (var i = 0; i < watchers.Length; i++) watchers[i] = await OpenAsync(endPoint, $"watcher-{i}");
        var reading = watchers.Select(ReadAsync).ToArray();

        var warm = options.Number("warm-seconds", 3);
        _from = _clock.ElapsedMilliseconds + (warm * 1000);
        _to = _from + (options.Number("seconds", 3) * 1000);
        var begun = Task.Delay(warm * 1000).ContinueWith(_ => Console.WriteLine("begun"), TaskScheduler.Default);
        var block = 0;
        for (; _clock.ElapsedMilliseconds < _to; block++)
        {
            await AllHaveAsync(block - _ahead);
            // Two bidders' blocks on their way together might overtake each other, and the lower bid be refused.
            if (block > 0) await HaveAsync(block - 1, 1);
            Volatile.Write(ref _sentAt[block % _ahead], Stopwatch.GetTimestamp());
            var text = new StringBuilder();
            if (_isHouse)
            {
                for (var lot = 1; lot <= _lots; lot++) text.Append(CultureInfo.InvariantCulture, $"BID lot-{lot:00} {1000 + block}.50\n");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{block}\n");
            }
            await bidders[block % bidders.Count].SendAsync(Encoding.ASCII.GetBytes(text.ToString()));
        }
        for (var last = Math.Max(0, block - _ahead); last < block; last++) await AllHaveAsync(last);
        await begun;
        Console.WriteLine("ended");
        var faulted = reading.FirstOrDefault(r => r.IsFaulted);
        if (faulted is not null) await faulted;
        _toAll.Sort();
        double At(double part) => _toAll.Count == 0 ? 0 : _toAll[(int)(part * (_toAll.Count - 1))];
        var delivered = Interlocked.Read(ref _delivered);
        Console.WriteLine(JsonSerializer.Serialize(
            new LoadResult(delivered * 1000.0 / (_to - _from), delivered, At(0.5), At(0.99), At(0.999))));
        return 0;
    }

    /// <summary>Waits until every watcher has this block, and counts it.</summary>
    private async Task AllHaveAsync(int block)
    {
        if (block < 0) return;
        await HaveAsync(block, _count);
        Volatile.Write(ref _have[block % _ahead], 0);
        if (_clock.ElapsedMilliseconds is var now && (now < _from || now > _to)) return;
        _toAll.Add(Stopwatch.GetElapsedTime(_sentAt[block % _ahead]).TotalMicroseconds);
        _delivered += (long)_count * _lots;
    }

    private async Task HaveAsync(int block, int count)
    {
        while (Volatile.Read(ref _have[block % _ahead]) < count)
        {
            var moved = Volatile.Read(ref _moved);
            if (Volatile.Read(ref _have[block % _ahead]) < count) await moved.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private async Task ReadAsync(Socket socket)
    {
        var buffer = new byte[32 * 1024];
        var lines = 0;
        var block = 0;
        while (await socket.ReceiveAsync(buffer) is var read && read > 0)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            for (; lines >= _lots; lines -= _lots, block++)
            {
                var have = Interlocked.Increment(ref _have[block % _ahead]);
                if (have == 1 || have == _count)
                    Interlocked
                        .Exchange(ref _moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
                        .SetResult();
            }
        }
    }

    private async Task<Socket> OpenAsync(EndPoint endPoint, string name, int? buffer = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (buffer is { } size) socket.ReceiveBufferSize = size;
        await socket.ConnectAsync(endPoint);
        if (_isHouse) await socket.SendAsync(Encoding.ASCII.GetBytes($"HELLO {name}\n"));
        // Byte by byte: what comes after READY is counted.
        var line = new List<byte>();
        var one = new byte[1];
        while (await socket.ReceiveAsync(one) == 1)
        {
            if (one[0] != '\n')
            {
                line.Add(one[0]);
                continue;
            }
            if (Encoding.ASCII.GetString([.. line]).StartsWith("READY", StringComparison.Ordinal)) return socket;
            line.Clear();
        }
        throw new EndOfStreamException($"{name} was not let in.");
    }

    private static async Task SkipAsync(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer) > 0)
        {
        }
    }
}
