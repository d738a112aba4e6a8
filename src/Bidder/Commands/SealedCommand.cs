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
        const string Description = """
            Sell or bid in a sealed-bid house. The Seller types 1 or 2 (the winner pays the first or the second price), the lowest
            price, the number of Buyers and the item, like: 2 100 3 an old clock. A Buyer types an amount without a point.
            """;
        var command = new Command("sealed", Description.ReplaceLineEndings(" ")) { host, port };
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
            using var done = CancellationTokenSource.CreateLinkedTokenSource(stopped);
            var talk = new SealedTalk();
            house.SendTyped(io.In, talk.Own, () => done.CancelIf(talk.MayLeave));
            while (await house.LineAsync(done.Token).ConfigureAwait(false) is { } line)
            {
                talk.Heard(line);
                foreach (var text in SealedScreens.Client.For(line)) await io.Out.WriteLineAsync(text).ConfigureAwait(false);
                done.CancelIf(talk.MayLeave);
            }
            return await EndAsync(talk, io, wasLeft: done.IsCancellationRequested, stopped.IsCancellationRequested).ConfigureAwait(false);
        }
    }

    private static async Task<int> EndAsync(SealedTalk talk, BidderIo io, bool wasLeft, bool wasStopped)
    {
        var fault = talk switch
        {
            { WasRefused: true } => "",
            { IsOver: true } => null,
            _ when wasStopped || (wasLeft && talk.Own.HasQuit) => null,
            _ when wasLeft => "the house asks, and nothing more is typed",
            _ => "the house closed the connection before the auction was over",
        };
        if (talk.IsOver) await io.Out.WriteLineAsync(SealedScreens.Client.Disconnecting).ConfigureAwait(false);
        if (fault is { Length: > 0 }) await io.Error.WriteLineAsync($"bidder: {fault}").ConfigureAwait(false);
        var isAnswered = await talk.Own.TellUnansweredAsync(io.Error).ConfigureAwait(false);
        return fault is null && isAnswered ? ExitCodes.Fine : ExitCodes.Failed;
    }

    /// <summary>Follows the house's lines: what it asks for, and which typed lines it has answered.</summary>
    private sealed class SealedTalk
    {
        private volatile bool _asks;

        public OwnLines Own { get; } = new();

        public bool IsOver { get; private set; }

        public bool WasRefused { get; private set; }

        /// <summary>Somebody quit, or the house waits for a line that will not come.</summary>
        public bool MayLeave => Own.IsDone && (_asks || Own.HasQuit);

        public void Heard(string line)
        {
            if (line is SealedWords.InvalidRequest or SealedWords.InvalidBid or SealedWords.BidReceived || IsReceipt(line)) Own.Answered();
            _asks = line is SealedWords.SubmitRequest or SealedWords.BiddingStart or SealedWords.InvalidRequest or SealedWords.InvalidBid
                || (_asks && line != SealedWords.BidReceived && !IsReceipt(line));
            IsOver |= line == SealedWords.Finished;
            WasRefused |= line is SealedWords.ServerBusy or SealedWords.BiddingOnGoing;
        }

        private static bool IsReceipt(string line) => line.StartsWith(SealedWords.RequestReceivedStart, StringComparison.Ordinal);
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

    /// <summary>Sends typed lines, one at a time, until the input or the connection ends, or <c>quit</c> is typed.</summary>
    /// <param name="input">Reading it blocks, so it gets a thread of its own, which ends with the process.</param>
    /// <param name="own">Gets each line before it is sent.</param>
    /// <param name="ended">Called when nothing more will be sent.</param>
    public void SendTyped(TextReader input, OwnLines own, Action ended) => new Thread(() =>
    {
        var hasQuit = false;
        try
        {
            while (!hasQuit && input.ReadLine() is { } line)
            {
                hasQuit = OwnLines.IsQuit(line);
                if (hasQuit || string.IsNullOrWhiteSpace(line)) continue;
                own.Sent(line);
                _stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The connection is closed; the reader of the lines reports it.
        }
        own.Ended(hasQuit);
        ended();
    })
    { IsBackground = true, Name = "input" }.Start();

    public ValueTask DisposeAsync()
    {
        _stream.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal static class Cancelling
{
    /// <summary>Cancels when something is so; does nothing once the source is disposed, because its command has ended.</summary>
    public static void CancelIf(this CancellationTokenSource source, bool isSo)
    {
        try
        {
            if (isSo) source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The house ended it first.
        }
    }
}
