using System.CommandLine;
using System.Text;
using Akka.Actor;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Bidder.Logging;
using AkkaAuction.Bidder.Play;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// <c>bidder play</c>: a person at the terminal. Without a terminal it reads commands from standard input and writes events as lines, so
/// that it can be scripted; the first line is then the name, unless it is given.
/// </summary>
internal static class PlayCommand
{
    public static Command Build(BidderIo io, CancellationToken stopped)
    {
        var connect = HouseAddress.Option($"The house's floor. Asked for at a terminal; {HouseAddress.Default} elsewhere.");
        var auctioneer = RemoteHouse.Option();
        var sale = SaleOption.Build();
        var name = new Option<string?>("--name") { Description = "Your name on the floor. Asked for when not given." };
        var token = new Option<string?>("--token")
        {
            Description = "What the house gave you at an earlier visit, to come back under the same name.",
        };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !IsName(only.Value))
                result.AddError($"--name: '{only.Value}' is {Reasons.For(RejectionCode.NotAName)}.");
        });
        var command = new Command("play", "Bid yourself: the lots live, your bids typed, the answers at once.")
        {
            connect, auctioneer, sale, name, token,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(connect) is not null && result.GetResult(auctioneer) is not null)
                result.AddError($"give one of --connect HOST:PORT and --auctioneer {RemoteHouse.Default}.");
        });
        command.SetAction((parsed, _) =>
            RunAsync(
                parsed.GetValue(connect), parsed.GetValue(auctioneer), parsed.GetValue(sale), parsed.GetValue(name), parsed.GetValue(token),
                io, stopped));
        return command;
    }

    private static async Task<int> RunAsync(
        HouseAddress? address, RemoteHouse? house, string? sale, string? name, string? token, BidderIo io, CancellationToken stopped)
    {
        try
        {
            if (house is null) address ??= await AskForAddressAsync(io, stopped).ConfigureAwait(false);
            name ??= await AskForNameAsync(io, stopped).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Fine;
        }
        if (name is null)
        {
            await io.Error.WriteLineAsync("bidder: no name; give one with --name, or as the first line.").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
        if (house is not null) return await AsNodeAsync(house, sale, name, token, io, stopped).ConfigureAwait(false);
        var settings = new PlaySettings(
            name, token, address!.ToString(), new FloorConnector(address.Host, address.Port, name),
            LinkSettings.Default with { LearnsSale = true }, TimeProvider.System)
        {
            Sale = sale,
        };
        return await PlayAsync(settings, $"--connect {address}", io, stopped).ConfigureAwait(false);
    }

    private static async Task<int> AsNodeAsync(
        RemoteHouse house, string? sale, string name, string? token, BidderIo io, CancellationToken stopped)
    {
        var node = new RemoteNode(house, RemoteNodeSettings.Default);
        await using (node.ConfigureAwait(false))
        {
            var settings = new PlaySettings(
                name, token, house.ToString(), node.ConnectorFor(name), LinkSettings.OfNodes with { LearnsSale = true },
                TimeProvider.System)
            {
                Node = node,
                Sale = sale,
            };
            return await PlayAsync(settings, $"--auctioneer {house}", io, stopped).ConfigureAwait(false);
        }
    }

    /// <summary>Plays, on a live screen where a person is there, until the person leaves or the sale ends.</summary>
    public static async Task<PlayResult> AtTerminalAsync(PlaySettings settings, BidderIo io, CancellationToken stopped)
    {
        var system = BidderSystem.Create();
        var completed = new TaskCompletionSource<PlayResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (IPlayScreen screen = io.PersonIsThere ? new LivePlayScreen(io.Terminal, TerminalSize) : new PlainPlayScreen(io.Out))
        {
            var visit = settings with { PersonIsThere = io.PersonIsThere };
            var player = system.ActorOf(PlayActor.Props(visit, screen, completed), "player");
            if (settings.Node is { } node) node.Troubled += why => player.Tell(new PlayActor.News(why), ActorRefs.NoSender);
            using var stop = stopped.Register(() => player.Tell(new PlayActor.Leave(AtOnce: true)));
            if (io.PersonIsThere) ReadKeys(player);
            else ReadLines(io.In, player);
            var result = await completed.Task.ConfigureAwait(false);
            await BidderSystem.EndAsync(system).ConfigureAwait(false);
            return result;
        }
    }

    private static async Task<int> PlayAsync(PlaySettings settings, string place, BidderIo io, CancellationToken stopped)
    {
        var result = await AtTerminalAsync(settings, io, stopped).ConfigureAwait(false);
        var code = await TellAsync(result, SaleEnded(result), io).ConfigureAwait(false);
        if (result is { MayComeBack: true, WasThere: true, Token: { } token })
        {
            var sale = result.Sale is { } joined ? $" --sale {joined}" : "";
            await io.Out.WriteLineAsync($"To come back: bidder play {place}{sale} --name {settings.Name} --token {token}")
                .ConfigureAwait(false);
        }
        return code;
    }

    private static string SaleEnded(PlayResult result) => result.NotOver.IsEmpty
        ? "The sale is over."
        : $"The sale is over. {(result.NotOver.Length == 1 ? "Another one is not" : "Others are not")}: "
            + $"{string.Join(", ", result.NotOver)}.";

    /// <summary>Shows how a visit ended: the account, and what went wrong. What was typed and not answered is a failure.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> TellAsync(PlayResult result, string saleEnded, BidderIo io)
    {
        if (result.SaleEnded) await io.Out.WriteLineAsync(saleEnded).ConfigureAwait(false);
        if (result.WasThere)
        {
            foreach (var line in result.Accounts.Lines()) await io.Out.WriteLineAsync(line).ConfigureAwait(false);
        }
        if (result.Failure is { } failure) await io.Error.WriteLineAsync($"bidder: {ShownText.Of(failure)}").ConfigureAwait(false);
        foreach (var typed in result.Unanswered)
            await io.Error.WriteLineAsync($"bidder: no answer came to: {ShownText.Of(typed)}").ConfigureAwait(false);
        return result.Failure is null && result.Unanswered.IsEmpty ? ExitCodes.Fine : ExitCodes.Failed;
    }

    private static async Task<HouseAddress> AskForAddressAsync(BidderIo io, CancellationToken stopped)
    {
        while (io.PersonIsThere)
        {
            await io.Out.WriteAsync($"House [{HouseAddress.Default}]: ").ConfigureAwait(false);
            var typed = (await ReadLineAsync(io, stopped).ConfigureAwait(false))?.Trim();
            if (string.IsNullOrEmpty(typed)) break;
            if (HouseAddress.TryParse(typed, out var address, out var fault)) return address;
            await io.Out.WriteLineAsync($"{fault}.").ConfigureAwait(false);
        }
        return HouseAddress.Default;
    }

    private static async Task<string?> AskForNameAsync(BidderIo io, CancellationToken stopped)
    {
        while (true)
        {
            if (io.PersonIsThere) await io.Out.WriteAsync("Your name: ").ConfigureAwait(false);
            if (await ReadLineAsync(io, stopped).ConfigureAwait(false) is not { } typed) return null;
            // What follows a name that cannot be read is no name.
            if (io.HasFaultyInput && !io.PersonIsThere) return null;
            if (IsName(typed.Trim())) return typed.Trim();
            await io.Out.WriteLineAsync($"That is {Reasons.For(RejectionCode.NotAName)}.").ConfigureAwait(false);
        }
    }

    // A person who presses Ctrl-C at a question wants to leave, whatever the console's reader makes of it.
    private static async Task<string?> ReadLineAsync(BidderIo io, CancellationToken stopped) =>
        await Task.Run(io.In.ReadLine, CancellationToken.None).WaitAsync(stopped).ConfigureAwait(false);

    private static bool IsName(string text) => FloorLimits.IsName(Encoding.UTF8.GetBytes(text));

    private static (int Width, int Height) TerminalSize() => (Console.WindowWidth, Console.WindowHeight);

    // Reading keys blocks: it gets a thread of its own, which ends with the process.
    private static void ReadKeys(IActorRef player) => new Thread(() =>
    {
        while (true) player.Tell(new PlayActor.Pressed(Console.ReadKey(intercept: true)), ActorRefs.NoSender);
    })
    { IsBackground = true, Name = "keys" }.Start();

    private static void ReadLines(TextReader input, IActorRef player) => new Thread(() =>
    {
        while (input.ReadLine() is { } line) player.Tell(new PlayActor.Typed(line), ActorRefs.NoSender);
        player.Tell(new PlayActor.Leave(AtOnce: false), ActorRefs.NoSender);
    })
    { IsBackground = true, Name = "input" }.Start();
}
