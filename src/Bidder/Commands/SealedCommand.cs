using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using AkkaAuction.Bidder.Originals;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// <c>bidder sealed HOST PORT</c>: Seller or Buyer in a sealed-bid house; the house assigns the role. The screen is the original client's,
/// word for word (R3.10). The command sends typed text unchanged; the house validates it.
/// </summary>
internal static class SealedCommand
{
    public static Command Build(BidderIo io, CancellationToken stopped)
    {
        var host = new Argument<string>("HOST") { Description = "The house's name or address." };
        var port = Ports.Argument(ArgumentArity.ExactlyOne, "The house's port.");
        var command = new Command("sealed", "Sell or bid in a sealed-bid house.") { host, port };
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(host), parsed.GetValue(port)!.Value, io, stopped));
        return command;
    }

    private static async Task<int> RunAsync(string host, int port, BidderIo io, CancellationToken stopped)
    {
        var house = await TextHouse.ConnectAsync(host, port, io, stopped).ConfigureAwait(false);
        if (house is null) return ExitCodes.Failed;
        await using (house.ConfigureAwait(false))
        {
            await io.Out.WriteLineAsync(SealedScreens.Client.Connected).ConfigureAwait(false);
            house.SendTyped(io.In);
            var wasRefused = false;
            while (await house.LineAsync(stopped).ConfigureAwait(false) is { } line)
            {
                wasRefused |= line is SealedWords.ServerBusy or SealedWords.BiddingOnGoing;
                foreach (var text in SealedScreens.Client.For(line)) await io.Out.WriteLineAsync(text).ConfigureAwait(false);
            }
            if (stopped.IsCancellationRequested) return ExitCodes.Fine;
            if (wasRefused) return ExitCodes.Failed;
            await io.Out.WriteLineAsync(SealedScreens.Client.Disconnecting).ConfigureAwait(false);
            return ExitCodes.Fine;
        }
    }
}

/// <summary>A connection to one of the original houses for a person: lines in, what is typed out.</summary>
internal sealed class TextHouse : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly LooseReader _reader;

    private TextHouse(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
        _reader = new LooseReader(_stream, TimeProvider.System);
    }

    /// <summary>Connects; null, and said why, when it cannot.</summary>
    public static async Task<TextHouse?> ConnectAsync(string host, int port, BidderIo io, CancellationToken stopped)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, stopped).ConfigureAwait(false);
            return new TextHouse(client);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            client.Dispose();
            await io.Error.WriteLineAsync($"bidder: cannot connect to {host}:{port}: {fault.Message}").ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>The next line; null when the house has closed the connection, or the person has had enough.</summary>
    public async Task<string?> LineAsync(CancellationToken stopped)
    {
        try
        {
            return await _reader.NextAsync(stopped).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Sends typed lines, one at a time, until the input or the connection ends.</summary>
    /// <param name="input">Reading it blocks, so it gets a thread of its own, which ends with the process.</param>
    /// <param name="typed">Called with each line before it is sent; may be null.</param>
    /// <param name="ended">Called at the end of the input; may be null.</param>
    public void SendTyped(TextReader input, Action<string>? typed = null, Action? ended = null) => new Thread(() =>
    {
        try
        {
            while (input.ReadLine() is { } line)
            {
                typed?.Invoke(line);
                _stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The connection is closed; the reader of the lines reports it.
        }
        ended?.Invoke();
    })
    { IsBackground = true, Name = "input" }.Start();

    public ValueTask DisposeAsync()
    {
        _stream.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
