using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Testing;

/// <summary>
/// A person at <c>nc</c>: sends bytes, reads lines, and waits for the line it wants. Waiting has an end, so that a test that would hang
/// fails.
/// </summary>
public sealed class FloorClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private FloorClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
        _reader = new StreamReader(_stream, new UTF8Encoding(false));
    }

    /// <summary>Every line read so far.</summary>
    public List<string> Heard { get; } = [];

    public string Token { get; private set; } = "";

    public static async Task<FloorClient> ConnectAsync(IPEndPoint? floor)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(floor!);
        return new FloorClient(socket);
    }

    /// <summary>Connects, says HELLO and reads up to READY.</summary>
    public static async Task<FloorClient> EnterAsync(IPEndPoint? floor, string name)
    {
        var client = await ConnectAsync(floor);
        await client.SayAsync($"HELLO {name}");
        client.Token = (await client.UntilAsync("WELCOME")).Split(' ')[2];
        await client.UntilAsync("READY");
        return client;
    }

    public async Task SayAsync(params string[] lines) =>
        await SendAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));

    public async Task SayAsync(Request request)
    {
        var line = new ArrayBufferWriter<byte>();
        FloorRequestWriter.Write(line, request);
        await SendAsync(line.WrittenMemory);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience.Most);

    /// <summary>The next line; null when the house has closed the connection.</summary>
    public async Task<string?> LineAsync()
    {
        string? line;
        try
        {
            line = await _reader.ReadLineAsync().WaitAsync(Patience.Most);
        }
        catch (IOException)
        {
            return null;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No further line. Heard:\n{string.Join('\n', Heard.TakeLast(40))}");
        }
        if (line is not null) Heard.Add(line);
        return line;
    }

    /// <summary>The next line, read as a bidder's program reads it.</summary>
    public async Task<FloorLine> ParsedLineAsync() =>
        FloorReplyParser.Parse(Encoding.UTF8.GetBytes(
            await LineAsync() ?? throw new EndOfStreamException("The house has closed the connection.")));

    /// <summary>The next line that begins so; the ones before it are heard too.</summary>
    public async Task<string> UntilAsync(string beginning)
    {
        while (true)
        {
            var line = await LineAsync()
                ?? throw new InvalidOperationException($"Closed before {beginning}. Heard:\n{string.Join('\n', Heard.TakeLast(40))}");
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        }
    }

    /// <summary>Says a line and takes the next one that is an answer to it.</summary>
    public async Task<string> AskAsync(string line, string beginning)
    {
        await SayAsync(line);
        return await UntilAsync(beginning);
    }

    /// <summary>Everything up to the close.</summary>
    public async Task<List<string>> ToEndAsync()
    {
        var lines = new List<string>();
        while (await LineAsync() is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>Sends no more, and goes on listening.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _stream.Dispose();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
