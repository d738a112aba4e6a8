using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaAuction.Bench.Peers;

/// <summary>One connection and its bidder. Answers that came with one read send their next bids with one write.</summary>
internal sealed class Client
{
    private const long TooLowMinor = 100;

    private readonly Socket _socket;
    private readonly Wire _wire;
    private readonly int _number;
    private readonly Slot[] _slots;
    private readonly byte[] _input = new byte[256 * 1024];
    private readonly byte[] _output;
    private int _outputLength;
    private int _start;
    private int _end;
    private int _inFlight;
    private long _amountMinor;

    private Client(Socket socket, Wire wire, int number, int each, int lots)
    {
        (_socket, _wire, _number) = (socket, wire, number);
        _slots = [.. Enumerable.Range(0, each).Select(i => new Slot { Lot = ((number * each) + i) % lots })];
        _output = new byte[each * Wire.BidBytesMax];
        _amountMinor = 10_000 + number;
    }

    /// <summary>Microseconds of each answer to a bid that was sent while measuring.</summary>
    public List<int> Latencies { get; } = [];

    /// <summary>Bids accepted while measuring.</summary>
    public long Accepted { get; private set; }

    public static async Task<Client> OpenAsync(EndPoint endPoint, Wire wire, int number, int each, int lots, bool sayHello)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint);
        var client = new Client(socket, wire, number, each, lots);
        if (!sayHello) return client;
        await socket.SendAsync(Encoding.ASCII.GetBytes($"HELLO bidder-{number}\n"));
        await client.UntilAsync("READY");
        return client;
    }

    public IEnumerable<(int Lot, LotRecord Record)> Records() => _slots.Select(slot => (slot.Lot, slot.Record));

    public async Task UntilAsync(string beginning)
    {
        while (true)
        {
            while (TryLine(out var line))
            {
                if (Encoding.UTF8.GetString(line).StartsWith(beginning, StringComparison.Ordinal)) return;
            }
            await FillAsync();
        }
    }

    /// <summary>Bids until a time, then waits for the last answers.</summary>
    public async Task BidAsync(long from, long to)
    {
        for (var i = 0; i < _slots.Length; i++) Bid(ref _slots[i], i, Stopwatch.GetTimestamp());
        while (_inFlight > 0)
        {
            for (var sent = 0; sent < _outputLength;) sent += await _socket.SendAsync(_output.AsMemory(sent, _outputLength - sent));
            _outputLength = 0;
            await FillAsync();
            TakeAnswers(from, to);
        }
    }

    private void TakeAnswers(long from, long to)
    {
        var now = Stopwatch.GetTimestamp();
        while (TryLine(out var line))
        {
            if (!_wire.TryRead(line, out var number, out var isAccepted)) continue;
            ref var slot = ref _slots[number % _slots.Length];
            if (!slot.IsWaiting || slot.Number != number)
                throw new InvalidDataException($"An answer to bid {number}, which waits for none.");
            if (isAccepted == slot.AmountMinor <= TooLowMinor)
            {
                var said = Encoding.UTF8.GetString(line);
                throw new InvalidDataException($"A wrong answer to {slot.AmountMinor} on lot {slot.Lot + 1}: {said}");
            }
            slot.IsWaiting = false;
            _inFlight--;
            if (isAccepted) slot.Record = slot.Record.With(slot.AmountMinor);
            if (now >= from && now < to)
            {
                Latencies.Add((int)Stopwatch.GetElapsedTime(slot.SentAt, now).TotalMicroseconds);
                if (isAccepted) Accepted++;
            }
            if (now < to) Bid(ref slot, number + _slots.Length, now);
        }
    }

    /// <summary>The numbers of a slot's bids are as far apart as there are slots, so an answer's number names its slot.</summary>
    private void Bid(ref Slot slot, long number, long now)
    {
        var isTooLow = (((number / _slots.Length) + number) & 3) == 3;
        (slot.Number, slot.AmountMinor, slot.SentAt, slot.IsWaiting) = (number, isTooLow ? TooLowMinor : _amountMinor += 100, now, true);
        _outputLength += _wire.Write(_output.AsSpan(_outputLength), slot.Lot, _number, slot.AmountMinor, number);
        _inFlight++;
    }

    private bool TryLine(out ReadOnlySpan<byte> line)
    {
        var rest = _input.AsSpan(_start, _end - _start);
        var length = rest.IndexOf((byte)'\n');
        line = length < 0 ? default : rest[..length];
        _start += length + 1;
        return length >= 0;
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

    /// <summary>A bid in flight, and what came of those before it in this place.</summary>
    private struct Slot
    {
        public int Lot;
        public long Number;
        public long AmountMinor;
        public long SentAt;
        public bool IsWaiting;
        public LotRecord Record;
    }
}
