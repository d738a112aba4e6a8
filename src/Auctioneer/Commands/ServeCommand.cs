using System.Collections.Immutable;
using System.CommandLine;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.CommandLine;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>
/// The two ways to run a house from a command line. Both end with exit code 0 when they are stopped (Ctrl-C, SIGTERM, a closed terminal),
/// 1 when the house cannot start or cannot go on, 2 when the command line is wrong.
/// </summary>
internal static class ServeCommand
{
    /// <summary><c>serve</c>: a house as the settings say.</summary>
    public static Command Serve()
    {
        var config = new Option<string?>("--config")
        {
            Description = "A HOCON file with settings under auction { … }.",
            HelpName = "FILE",
        };
        var catalogue = new Option<string[]>("--catalogue")
        {
            Description = "A HOCON file with a sale's lots, or a folder of them (*.conf); may be repeated. Without it the journal's sales "
                + "go on, or a small example opens.",
            HelpName = "FILE|FOLDER",
        };
        var journal = new Option<string?>("--journal")
        {
            Description = "Where facts are kept (auction.db here, unless the settings say otherwise); "
                + "none: in memory, so a house that stops forgets.",
            HelpName = "FILE|none",
        };
        var set = SetOption("auction.doors.floor.port=0");
        var repeat = new Option<bool>("--repeat") { Description = "Open a fresh sale when one is over." };
        var command = new Command("serve", "Open a house with all its doors, and its sales.") { config, catalogue, journal, set, repeat };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(config),
            settings => CatalogueFiles.Read(parsed.GetValue(catalogue) ?? [], settings),
            isWhole: true,
            [
                .. parsed.GetValue(set) ?? [],
                .. parsed.GetValue(repeat) ? (string[])["auction.sale.repeat=on"] : [],
                .. parsed.GetValue(journal) is { } file ? (string[])[$"auction.journal.file={LayeredSettings.Quote(file)}"] : [],
            ],
            StopSignals.Listen()));
        return command;
    }

    /// <summary><c>rounds</c>: the round auction alone.</summary>
    public static Command Rounds()
    {
        var port = new Argument<int?>("PORT")
        {
            Description = "The floor door's port; 0 takes a free one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 0 or > 65535))
                result.AddError($"PORT is \"{result.Tokens[0].Value}\"; it must be a port from 0 to 65535.");
        });
        var set = SetOption("auction.rounds.length=10s");
        var command = new Command("rounds", "Open the round auction alone: a few lots of several units, sold in rounds.") { port, set };
        command.SetAction((parsed, _) => RunAsync(
            null,
            settings => [CatalogueReader.Read(HouseSettings.Embedded("rounds.conf"), "the round auction", settings, "rounds")],
            isWhole: false,
            [.. parsed.GetValue(port) is { } p ? (string[])[$"auction.doors.floor.port={p}"] : [], .. parsed.GetValue(set) ?? []],
            StopSignals.Listen()));
        return command;
    }

    /// <summary><c>--set path=value</c>, as every command takes it; anything without a path and a value is a wrong command line.</summary>
    /// <param name="example">One that means something to the command.</param>
    internal static Option<string[]> SetOption(string example)
    {
        var set = new Option<string[]>("--set") { Description = $"One setting, like {example}; may be repeated.", HelpName = "path=value" };
        set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) <= 0 || t.Value.EndsWith('=')))
                result.AddError($"--set {token.Value}: write path=value, like --set {example}.");
        });
        return set;
    }

    /// <param name="config">The config file; null: none.</param>
    /// <param name="read">Reads the catalogues with the settings.</param>
    /// <param name="isWhole">Whether it is a house with all its doors and a journal; else the floor alone, in memory.</param>
    /// <param name="assignments">Single settings.</param>
    /// <param name="cancellation">Stops the house.</param>
    private static async Task<int> RunAsync(
        string? config,
        Func<HouseSettings, ImmutableArray<Catalogue>> read,
        bool isWhole,
        string[] assignments,
        CancellationToken cancellation)
    {
        House house;
        Screen screen;
        OpeningOrder opening;
        ImmutableArray<SaleSummary> sales;
        RoomPart room;
        SealedHousePart hidden;
        ControlPart control;
        string welcome;
        try
        {
            var settings = HouseSettings.Load(config, assignments);
            var catalogues = read(settings);
            screen = new Screen(Console.Out) { NamesSales = catalogues.Length > 1, Columns = () => TextTable.TerminalColumns };
            opening = new OpeningOrder(screen);
            var lines = new OriginalsLines(screen);
            (room, hidden) = (new RoomPart(lines), new SealedHousePart(lines));
            var floor = new FloorPart();
            control = new ControlPart(floor);
            // The round auction alone opens neither; their settings must be right all the same.
            _ = OriginalsSettings.Of(settings);
            var journal = isWhole ? settings.Journal.File : null;
            // What the settings forbid an example is no matter where there are sales; where there are none, nothing has begun yet.
            var example = new Lazy<Catalogue>(
                () => CatalogueReader.Read(HouseSettings.Embedded("example.conf"), "the example sale", settings, "example"));
            if (catalogues.IsEmpty && !Path.Exists(journal)) _ = example.Value;
            var options = new HouseOptions
            {
                Observer = opening,
                JournalFile = journal,
                JournalWatcher = screen,
                WhenNone = () => example.Value,
                Parts = isWhole ? [floor, room, hidden, new RemoteDoorPart(floor), control] : [floor],
            };
            house = await HouseServices.RunAsync(settings, catalogues, options, cancellation).ConfigureAwait(false);
            sales = await house.SalesAsync().ConfigureAwait(false);
            welcome = Welcome.Of(house, sales, room, hidden, control, settings, options.JournalFile);
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was open: nobody has got an answer.
            return 0;
        }
        catch (Exception fault) when (fault is SettingsException or JournalException or HouseException)
        {
            await Console.Error.WriteLineAsync($"auctioneer: {ShownText.Of(fault.Message)}").ConfigureAwait(false);
            return 1;
        }
        await using (house.ConfigureAwait(false))
        {
            screen.NamesSales |= sales.Length > 1;
            opening.Open(sales.Select(sale => sale.Id));
            screen.Say(WrappedText.Of(welcome, TextTable.TerminalColumns));
            if (!await UntilStopped(house, cancellation).ConfigureAwait(false)) return 1;
            screen.Say("Stopping: no new bids, every answer is sent.");
            await house.StopAsync().ConfigureAwait(false);
            // A sale that is over has shown its account already.
            foreach (var account in await house.LastAccounts.ConfigureAwait(false))
            {
                if (!account.IsFinal) screen.OnAccount(account);
            }
            if (room.EndPoint is not null)
                screen.ShowAccount("the bidding room", await room.AccountAsync().ConfigureAwait(false));
            if (hidden.EndPoint is not null)
                screen.ShowAccount("the sealed-bid house", await hidden.AccountAsync().ConfigureAwait(false));
        }
        return 0;
    }

    /// <summary>Waits until the house is asked to stop. False: it cannot go on; why is on the error stream.</summary>
    internal static async Task<bool> UntilStopped(House house, CancellationToken cancellation)
    {
        await house.StopAskedAsync(cancellation).ConfigureAwait(false);
        if (!house.Failed.IsCompleted) return true;
        await Console.Error.WriteLineAsync($"auctioneer: {await house.Failed.ConfigureAwait(false)}").ConfigureAwait(false);
        return false;
    }
}
