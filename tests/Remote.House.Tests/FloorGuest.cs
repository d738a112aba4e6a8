using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>Somebody on the floor, whose lines are read as a bidder's program reads them.</summary>
internal sealed class FloorGuest : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly StreamReader _reader;

    public FloorGuest(IPEndPoint floor)
    {
        _client.Connect(floor);
        _reader = new StreamReader(_client.GetStream(), new UTF8Encoding(false));
    }

    public async Task SayAsync(string line) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task SayAsync(Request request)
    {
        var line = new ArrayBufferWriter<byte>();
        FloorRequestWriter.Write(line, request);
        await _client.GetStream().WriteAsync(line.WrittenMemory);
    }

    public async Task UntilAsync(string beginning)
    {
        while (!(await ReadAsync()).StartsWith(beginning, StringComparison.Ordinal))
        {
        }
    }

    public async Task<FloorLine> LineAsync() => FloorReplyParser.Parse(Encoding.UTF8.GetBytes(await ReadAsync()));

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadAsync() =>
        await _reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new EndOfStreamException();
}
