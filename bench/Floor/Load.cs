using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AkkaAuction.Bench.Floor;

/// <summary>What a load generator measured.</summary>
/// <param name="PerSecond">Answered lines per second.</param>
/// <param name="Answered">Answered lines while measuring.</param>
/// <param name="P50">Microseconds from sending a block of <c>depth</c> lines to its last answer.</param>
public sealed record LoadResult(double PerSecond, long Answered, double P50, double P99, double P999);

/// <summary>
/// The load generator's process: so many connections, each sending a block of bids and waiting for all its answers before the next. The
/// same lines go to the house and to the echo. Every fourth bid is too low. With several sales the lots are spread over them evenly, each
/// connection joins one, and all bid in all of them. At a house it checks what it was told: each bid answered once
/// and rightly, in order, and each lot sold at the highest amount it had accepted.
/// </summary>
public sealed class Load
{
    private readonly int _depth;
    private readonly int _lots;
    private readonly int _sales;
    private readonly byte[][] _names;
    private readonly bool _isHouse;
    private readonly bool _mixed;
    private readonly long[] _highest;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _from;
    private long _to;
    private long _answered;

    private Load(Options options)
    {
        _depth = options.Number("depth", 16);
        _lots = options.Number("lots", 100);
        _sales = options.Number("sales", 1);
        var perSale = _lots / _sales;
        var digits = perSale.ToString(CultureInfo.InvariantCulture).Length;
        _names = [.. Enumerable.Range(0, _lots).Select(lot =>
            Encoding.ASCII.GetBytes(
                (_sales > 1 ? Servers.NameOf(lot / perSale) + "/" : "")
                    + "lot-" + ((lot % perSale) + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')))];
        _isHouse = options.Text("mode", "house") != "echo";
        _mixed = options.Number("mixed", 0) == 1;
        _highest = new long[_lots];
    }

    public static Task<int> RunAsync(Options options) => new Load(options).MeasureAsync(options);

    private async Task<int> MeasureAsync(Options options)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, options.Number("port", 0));
        var connections = new Connection[options.Number("connections", 100)];
        for (var i = 0; i < connections.Length; i++) connections[i] = await Connection.OpenAsync(endPoint, i, _isHouse);
        if (_isHouse && _sales == 1) await Task.WhenAll(connections.Select(c => c.UntilAsync("ROUND 1 OPEN")));
        // A sale opens when somebody joins it.
        else if (_isHouse) await Task.WhenAll(connections.Select(c => c.JoinAsync(Servers.NameOf(c.Number % _sales))));

        var warm = options.Number("warm-seconds", 2);
        _from = _clock.ElapsedMilliseconds + (warm * 1000);
        _to = _from + (options.Number("seconds", 3) * 1000);
        // The measurement asks the server what it has used when this begins and when it ends.
        var begun = Task.Delay(warm * 1000).ContinueWith(_ => Console.WriteLine("begun"), TaskScheduler.Default);
        var latencies = await Task.WhenAll(connections.Select(BidAsync));
        await begun;
        Console.WriteLine("ended");
        if (_isHouse) await Task.WhenAll(connections.Take(_sales).Select(CheckPricesAsync));

        var all = latencies.SelectMany(l => l).Order().ToArray();
        double At(double part) => all.Length == 0 ? 0 : all[(int)(part * (all.Length - 1))];
        var result = new LoadResult(_answered * 1000.0 / (_to - _from), _answered, At(0.5), At(0.99), At(0.999));
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private async Task<List<double>> BidAsync(Connection connection)
    {
        var latencies = new List<double>();
        var amount = 10_000L + connection.Number;
        var block = 0;
        var number = 0;
        var lots = new int[_depth];
        var amounts = new long[_depth];
        while (_clock.ElapsedMilliseconds is var now && now < _to)
        {
            connection.Begin();
            for (var i = 0; i < _depth; i++, number++)
            {
                lots[i] = (connection.Number + (_mixed ? number : block)) % _lots;
                var tooLow = (number & 3) == 3;
                amounts[i] = tooLow ? 100 : amount += 100;
                connection.Add(_names[lots[i]], amounts[i], number);
            }
            block++;
            var sent = Stopwatch.GetTimestamp();
            await connection.SendAsync();
            await connection.ReadLinesAsync(_depth, (i, line) => Check(line, lots[i], amounts[i]));
            if (now < _from) continue;
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
            Interlocked.Add(ref _answered, _depth);
        }
        return latencies;
    }

    /// <returns>Whether the line is an answer.</returns>
    private bool Check(ReadOnlySpan<byte> line, int lot, long amount)
    {
        if (!_isHouse)
        {
            if (line[0] != 'B') throw new InvalidDataException($"Not an echo: {Encoding.UTF8.GetString(line)}");
            return true;
        }
        // A sale that this connection's coming has opened says so after it has answered.
        if (line.StartsWith("ROUND 1 OPEN"u8)) return false;
        if (line[0] != (amount == 100 ? 'R' : 'A'))
            throw new InvalidDataException($"A wrong answer to {amount} on lot {lot}: {Encoding.UTF8.GetString(line)}");
        if (line[0] == 'R') return true;
        long seen;
        while (amount > (seen = Volatile.Read(ref _highest[lot])) && Interlocked.CompareExchange(ref _highest[lot], amount, seen) != seen)
        {
        }
        return true;
    }

    /// <summary>Each unit of the sale that a connection is in must go to the highest amount that was accepted for it.</summary>
    private async Task CheckPricesAsync(Connection connection)
    {
        var (sold, perSale) = (0, _lots / _sales);
        var highest = new ArraySegment<long>(_highest, connection.Number * perSale, perSale);
        while (await connection.LineAsync() is { } line && !line.StartsWith("END", StringComparison.Ordinal))
        {
            var words = line.Split(' ');
            if (words[0] != "SOLD") continue;
            sold++;
            var lot = int.Parse(words[2].AsSpan(4), CultureInfo.InvariantCulture) - 1;
            var price = (long)(decimal.Parse(words[3], CultureInfo.InvariantCulture) * 100);
            if (price != highest[lot]) throw new InvalidDataException($"Lot {lot + 1} was sold at {price}, not at {highest[lot]}.");
        }
        if (sold != highest.Count(h => h > 0))
            throw new InvalidDataException($"{sold} lots were sold, {highest.Count(h => h > 0)} had bids.");
    }

    private sealed class Connection
    {
        private readonly Socket _socket;
        private readonly byte[] _input = new byte[256 * 1024];
        private byte[] _output = new byte[64 * 1024];
        private int _outputLength;
        private int _start;
        private int _end;

        private Connection(Socket socket, int number)
        {
            _socket = socket;
            Number = number;
        }

        public int Number { get; }

        public static async Task<Connection> OpenAsync(EndPoint endPoint, int number, bool isHouse)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(endPoint);
            var connection = new Connection(socket, number);
            if (!isHouse) return connection;
            await socket.SendAsync(Encoding.ASCII.GetBytes($"HELLO bidder{number}\n"));
            await connection.UntilAsync("READY");
            return connection;
        }

        public async Task JoinAsync(string sale)
        {
            await _socket.SendAsync(Encoding.ASCII.GetBytes($"JOIN {sale}\n"));
            await UntilAsync("READY");
        }

        public void Begin() => _outputLength = 0;

        public void Add(byte[] lot, long amount, int id)
        {
            if (_output.Length - _outputLength < 128) Array.Resize(ref _output, _output.Length * 2);
            var to = _output.AsSpan(_outputLength);
            var at = 0;
            "BID "u8.CopyTo(to);
            at += 4;
            lot.CopyTo(to[at..]);
            at += lot.Length;
            to[at++] = (byte)' ';
            System.Buffers.Text.Utf8Formatter.TryFormat(amount / 100, to[at..], out var n);
            at += n;
            to[at++] = (byte)'.';
            System.Buffers.Text.Utf8Formatter.TryFormat(amount % 100, to[at..], out n, new System.Buffers.StandardFormat('D', 2));
            at += n;
            to[at++] = (byte)' ';
            to[at++] = (byte)'b';
            System.Buffers.Text.Utf8Formatter.TryFormat(id, to[at..], out n);
            at += n;
            to[at++] = (byte)'\n';
            _outputLength += at;
        }

        public async ValueTask SendAsync()
        {
            for (var sent = 0; sent < _outputLength;) sent += await _socket.SendAsync(_output.AsMemory(sent, _outputLength - sent));
        }

        /// <summary>The first bytes of each of the next lines.</summary>
        public async ValueTask ReadLinesAsync(int count, Line check)
        {
            for (var i = 0; i < count;)
            {
                var rest = _input.AsSpan(_start, _end - _start);
                var length = rest.IndexOf((byte)'\n');
                if (length >= 0)
                {
                    if (check(i, rest[..length])) i++;
                    _start += length + 1;
                    continue;
                }
                await FillAsync();
            }
        }

        public delegate bool Line(int index, ReadOnlySpan<byte> line);

        public async ValueTask<string?> LineAsync()
        {
            while (true)
            {
                var length = _input.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
                if (length >= 0)
                {
                    var line = Encoding.UTF8.GetString(_input, _start, length);
                    _start += length + 1;
                    return line;
                }
                await FillAsync();
            }
        }

        public async Task UntilAsync(string beginning)
        {
            while (!(await LineAsync())!.StartsWith(beginning, StringComparison.Ordinal))
            {
            }
        }

        private async ValueTask FillAsync()
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            _end -= _start;
            _start = 0;
            var read = await _socket.ReceiveAsync(_input.AsMemory(_end));
            if (read == 0) throw new EndOfStreamException("The server closed the connection.");
            _end += read;
        }
    }
}
