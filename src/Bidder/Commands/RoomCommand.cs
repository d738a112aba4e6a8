using System.CommandLine;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Bidder.Originals;
using AkkaAuction.Bidder.Play;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// <c>bidder room [HOST] [PORT]</c>: a person in the bidding room. At a terminal it asks for the address that was not given (R2.1) and
/// shows the room live. Without a terminal it prints the room's lines. At the end of its input it stays until every bid is answered and it
/// leads no item; after <c>quit</c> only until every bid is answered.
/// </summary>
internal static class RoomCommand
{
    public static Command Build(BidderIo io, CancellationToken stopped)
    {
        var host = new Argument<string?>("HOST")
        {
            Description = "The room's name or address; localhost when not given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var port = Ports.Argument(ArgumentArity.ZeroOrOne, $"The room's port; {Ports.OfTheRoom} when not given.");
        var command = new Command("room", "Bid in a bidding room: type ITEM,AMOUNT.") { host, port };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(host), parsed.GetValue(port), io, stopped));
        return command;
    }

    private static async Task<int> RunAsync(string? host, int? port, BidderIo io, CancellationToken stopped)
    {
        if (!io.PersonIsThere) return await ReadOutAsync(host ?? "localhost", port ?? Ports.OfTheRoom, io, stopped).ConfigureAwait(false);
        try
        {
            host ??= await AskAsync("Room's address (localhost): ", io, stopped).ConfigureAwait(false) is { Length: > 0 } typed
                ? typed
                : "localhost";
            while (port is null)
            {
                var said = await AskAsync($"Port ({Ports.OfTheRoom}): ", io, stopped).ConfigureAwait(false);
                if (said.Length == 0) port = Ports.OfTheRoom;
                else if (Ports.TryParse(said, out var number)) port = number;
                else await io.Out.WriteLineAsync($"\"{said}\" is no port; a port is a number from 1 to 65535.").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Fine;
        }
        return await PlayAsync(host, port.Value, io, stopped).ConfigureAwait(false);
    }

    private static async Task<string> AskAsync(string question, BidderIo io, CancellationToken stopped)
    {
        await io.Out.WriteAsync(question).ConfigureAwait(false);
        return (await Task.Run(io.In.ReadLine, CancellationToken.None).WaitAsync(stopped).ConfigureAwait(false))?.Trim() ?? "";
    }

    private static async Task<int> PlayAsync(string host, int port, BidderIo io, CancellationToken stopped)
    {
        const string Self = "you";
        var settings = new PlaySettings(
            Self, null, $"the room {host}:{port}", new RoomConnector(host, port, Self, TimeProvider.System), LinkSettings.Default,
            TimeProvider.System)
        {
            Help = PlayLine.HelpTextOfRoom,
            Explained = PlayLine.ExplainedOfRoom,
        };
        var result = await PlayCommand.AtTerminalAsync(settings, io, stopped).ConfigureAwait(false);
        return await PlayCommand.TellAsync(result, "The room is sold out.", io).ConfigureAwait(false);
    }

    private static async Task<int> ReadOutAsync(string host, int port, BidderIo io, CancellationToken stopped)
    {
        var house = await TextHouse.ConnectAsync(host, port, io, stopped).ConfigureAwait(false);
        if (house is null) return ExitCodes.Failed;
        await using (house.ConfigureAwait(false))
        {
            using var done = CancellationTokenSource.CreateLinkedTokenSource(stopped);
            var bids = new OwnBids();
            house.SendTyped(io.In, bids.Own, () => done.CancelIf(bids.AreDone));
            while (await house.LineAsync(done.Token).ConfigureAwait(false) is { } line)
            {
                await io.Out.WriteLineAsync(line).ConfigureAwait(false);
                bids.Apply(RoomEvent.Parse(line, Currency.DigitsUnsaid));
                done.CancelIf(bids.AreDone);
            }
            if (!done.IsCancellationRequested) await io.Error.WriteLineAsync("The room has closed the connection.").ConfigureAwait(false);
            return await bids.Own.TellUnansweredAsync(io.Error).ConfigureAwait(false) ? ExitCodes.Fine : ExitCodes.Failed;
        }
    }

    /// <summary>Tracks the script's bids that wait for an answer or a result.</summary>
    private sealed class OwnBids
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _leading = new(StringComparer.Ordinal);

        public OwnLines Own { get; } = new();

        /// <summary>All is answered, and either the script has quit or it leads nothing whose result is to come.</summary>
        public bool AreDone
        {
            get
            {
                lock (_lock) return Own.IsDone && (Own.HasQuit || _leading.Count == 0);
            }
        }

        public void Apply(RoomEvent happened)
        {
            lock (_lock)
            {
                switch (happened)
                {
                    case RoomEvent.YouLead mine:
                        Own.Answered();
                        _leading.Add(mine.Item);
                        break;
                    case RoomEvent.Rejected or RoomEvent.NotFound: Own.Answered(); break;
                    case RoomEvent.NewHighest other: _leading.Remove(other.Item); break;
                    case RoomEvent.Won won: _leading.Remove(won.Item); break;
                }
            }
        }
    }
}
