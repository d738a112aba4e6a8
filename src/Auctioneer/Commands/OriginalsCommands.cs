using System.CommandLine;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>
/// The two original houses, each alone: <c>room</c> and <c>sealed</c>. Exit codes are <c>serve</c>'s: 0 when stopped, 1 when the house
/// cannot start or cannot go on, 2 when the command line is wrong.
/// </summary>
internal static class OriginalsCommands
{
    /// <summary><c>room [HOST] [PORT]</c>: the bidding room; asks for what is not given when a person is at the terminal (R2.1).</summary>
    public static Command Room(TextWriter terminal)
    {
        var host = new Argument<string?>("HOST")
        {
            Description = "The address to listen on: localhost, 0.0.0.0, …",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var port = PortArgument(ArgumentArity.ZeroOrOne, "The room's port; 0 takes a free one.");
        var catalogue = new Option<string?>("--catalogue")
        {
            Description = "A HOCON file with what the room sells; without it, what the original sold.",
            HelpName = "FILE",
        };
        var set = ServeCommand.SetOption("auction.room.deadline=10s");
        var command = new Command("room", "Open the bidding room alone: open bids, each of which starts the lot's deadline again.")
        {
            host, port, catalogue, set,
        };
        command.SetAction((parsed, _) =>
        {
            var (from, at) = (parsed.GetValue(host), parsed.GetValue(port));
            if (!Console.IsInputRedirected && !Console.IsOutputRedirected)
                (from, at) = AddressQuestion.Ask(Console.In, Console.Out, from, at);
            return RunRoomAsync(
                terminal,
                [
                    .. from is null ? (string[])[] : [$"auction.doors.room.host={LayeredSettings.Quote(from)}"],
                    .. at is null ? (string[])[] : [$"auction.doors.room.port={at}"],
                    .. parsed.GetValue(catalogue) is { } file ? (string[])[$"auction.room.catalogue={LayeredSettings.Quote(file)}"] : [],
                    .. parsed.GetValue(set) ?? [],
                ],
                StopSignals.Listen());
        });
        return command;
    }

    /// <summary><c>sealed PORT</c>: the sealed-bid house.</summary>
    public static Command Sealed()
    {
        var port = PortArgument(ArgumentArity.ExactlyOne, "The port to listen on; 0 takes a free one and names it on the error stream.");
        var config = new Option<string?>("--config")
        {
            Description = "A HOCON file with settings, like hocon/sealed/together.conf: the words that a kind of client waits for.",
            HelpName = "FILE",
        };
        var set = ServeCommand.SetOption("auction.sealed.patience.bid=1m");
        var command = new Command("sealed", "Open the sealed-bid house alone: one seller, up to nine buyers, one sealed bid each.")
        {
            port, config, set,
        };
        command.SetAction((parsed, _) => RunSealedAsync(
            parsed.GetValue(config),
            [$"auction.doors.sealed.port={parsed.GetValue(port)}", .. parsed.GetValue(set) ?? []],
            StopSignals.Listen()));
        return command;
    }

    private static async Task<int> RunRoomAsync(TextWriter terminal, string[] assignments, CancellationToken cancellation)
    {
        try
        {
            var settings = HouseSettings.Load(null, assignments);
            var isTerminal = !Console.IsOutputRedirected;
            var screen = new RoomScreen(isTerminal ? terminal : Console.Out, isTerminal);
            var room = new RoomPart(screen);
            var house = await StartAsync(settings, room, cancellation).ConfigureAwait(false);
            await using (house.ConfigureAwait(false))
            {
                var account = new Screen(Console.Out) { Columns = () => TextTable.TerminalColumns };
                var atFirst = await room.AccountAsync().ConfigureAwait(false);
                if (room.EndPoint is { } door)
                {
                    account.Say(
                        $"room door open on {door}\n"
                        + (house.FittedCeilings is { } fitted ? $"{fitted}\n" : "")
                        + $"Take part: nc {door.Address} {door.Port}, then type {atFirst.Lots[0].Title},AMOUNT. Ctrl-C stops the room.\n");
                }
                var showing = screen.ShowAsync(room.AccountAsync);
                var isStopped = await ServeCommand.UntilStopped(house, cancellation).ConfigureAwait(false);
                await house.StopAsync().ConfigureAwait(false);
                screen.End();
                await showing.ConfigureAwait(false);
                if (!isStopped) return 1;
                account.ShowAccount("the bidding room", await room.AccountAsync().ConfigureAwait(false));
            }
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception fault) when (fault is SettingsException or HouseException or IOException)
        {
            return await Fail(fault).ConfigureAwait(false);
        }
    }

    private static async Task<int> RunSealedAsync(string? config, string[] assignments, CancellationToken cancellation)
    {
        try
        {
            var settings = HouseSettings.Load(config, assignments);
            var screen = new SealedScreen(Console.Out);
            var part = new SealedHousePart(screen);
            var house = await StartAsync(settings, part, cancellation).ConfigureAwait(false);
            await using (house.ConfigureAwait(false))
            {
                // The screen is the original's, word for word: what it has no words for goes elsewhere.
                if (OriginalsSettings.Of(settings).SealedDoor.Port == 0)
                    await Console.Error.WriteLineAsync($"sealed door open on {part.EndPoint}").ConfigureAwait(false);
                screen.OnSealed(SealedScreens.Server.Ready);
                if (!await ServeCommand.UntilStopped(house, cancellation).ConfigureAwait(false)) return 1;
                await house.StopAsync().ConfigureAwait(false);
            }
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception fault) when (fault is SettingsException or HouseException)
        {
            return await Fail(fault).ConfigureAwait(false);
        }
    }

    private static Task<House> StartAsync(HouseSettings settings, HousePart part, CancellationToken cancellation) =>
        HouseServices.RunAsync(settings, [], new HouseOptions { Parts = [part] }, cancellation);

    private static async Task<int> Fail(Exception fault)
    {
        await Console.Error.WriteLineAsync($"auctioneer: {ShownText.Of(fault.Message)}").ConfigureAwait(false);
        return 1;
    }

    private static Argument<int?> PortArgument(ArgumentArity arity, string description)
    {
        var port = new Argument<int?>("PORT") { Description = description, Arity = arity };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !AddressQuestion.IsPort(result.Tokens[0].Value, out _))
                result.AddError($"PORT is \"{result.Tokens[0].Value}\"; it must be a port from 0 to 65535.");
        });
        return port;
    }
}
