using System.CommandLine;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.CommandLine;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>
/// <c>sale</c>: puts up, lists, shows and closes sales of the house that runs on a journal. Without a house, <c>list</c> and <c>show</c>
/// read the journal itself. Exit code 0: done; 1: it could not be done; 2: the command line is wrong.
/// </summary>
internal static class SaleCommands
{
    private static readonly string[] OfThisProcess = ["/dev/", "/proc/"];

    public static Command Create() =>
        new("sale", "Put up, list, show and close sales of a house that runs.") { Put(), List(), Show(), Close() };

    private static Command Put()
    {
        var file = new Argument<string>("FILE") { Description = "A HOCON file with the sale's lots; the house reads it." };
        var journal = JournalOption();
        var command = new Command("put", "Put up a sale in the running house.") { file, journal };
        command.SetAction((parsed, cancellation) => RunAsync(async () =>
        {
            var (db, catalogue) = (parsed.GetValue(journal), parsed.GetValue(file)!);
            // Such a name means something else to the house.
            if (Path.GetFullPath(catalogue) is { } full && OfThisProcess.Any(full.StartsWith))
            {
                throw new ControlException(
                    $"{catalogue} is open in this process alone, and the house reads the file: name a file on the disk.");
            }
            var lines = await AskAsync(db, new ControlRequest.Put(Path.GetFullPath(catalogue)), cancellation).ConfigureAwait(false)
                ?? throw NoHouse(db, $"Start one with this sale: auctioneer serve{Said(db)} --catalogue {catalogue}");
            new SaleScreen(Console.Out).PutUp(lines.OfType<ControlLine.Sale>().Single());
        }));
        return command;
    }

    private static Command List()
    {
        var (journal, json) = (JournalOption(), JsonOption());
        var command = new Command("list", "List the sales of a house, or of a journal.") { journal, json };
        command.SetAction((parsed, cancellation) => ReadAsync(
            parsed.GetValue(journal),
            new ControlRequest.List(),
            JournalSales.List,
            parsed.GetValue(json) ? screen => screen.Json : screen => screen.List,
            cancellation));
        return command;
    }

    private static Command Show()
    {
        var (id, journal, json) = (SaleArgument(), JournalOption(), JsonOption());
        var command = new Command("show", "Show a sale's lots as they stand, and its account.") { id, journal, json };
        command.SetAction((parsed, cancellation) =>
        {
            var sale = parsed.GetValue(id)!;
            return ReadAsync(
                parsed.GetValue(journal),
                new ControlRequest.Show(sale),
                path => JournalSales.Show(path, sale),
                parsed.GetValue(json) ? screen => screen.Json : screen => screen.Show,
                cancellation);
        });
        return command;
    }

    private static Command Close()
    {
        var (id, journal) = (SaleArgument(), JournalOption());
        var yes = new Option<bool>("--yes") { Description = "Do not ask whether it is meant." };
        var command = new Command("close", "Close a sale now: no bid more, and each lot ends as it stands.") { id, journal, yes };
        command.SetAction((parsed, cancellation) => RunAsync(async () =>
        {
            var (db, sale) = (parsed.GetValue(journal), parsed.GetValue(id)!);
            if (!parsed.GetValue(yes) && !Console.IsInputRedirected && !IsMeant(sale, Console.In, Console.Out))
                throw new ControlException("Nothing was closed.");
            var lines = await AskAsync(db, new ControlRequest.Close(sale), cancellation).ConfigureAwait(false)
                ?? throw NoHouse(db, $"A sale is closed by the house that runs it; start it: auctioneer serve{Said(db)}");
            new SaleScreen(Console.Out).Closed(lines.OfType<ControlLine.Sale>().Single(), Said(db));
        }));
        return command;
    }

    /// <summary>Asks whether a sale is to be closed; anything but a yes is a no.</summary>
    internal static bool IsMeant(string sale, TextReader input, TextWriter output)
    {
        output.Write($"Close the sale {sale} now? No bid is taken after that, and each lot ends as it stands. (y/N) ");
        return input.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static Task<int> ReadAsync(
        string? db,
        ControlRequest request,
        Func<string, IReadOnlyList<ControlLine>> read,
        Func<SaleScreen, Action<IReadOnlyList<ControlLine>>> show,
        CancellationToken cancellation) => RunAsync(async () =>
    {
        var screen = show(new SaleScreen(Console.Out, TextTable.TerminalColumns));
        if (await AskOrReadAsync(db, request, cancellation).ConfigureAwait(false) is { } lines)
        {
            screen(lines);
            return ExitCodes.Fine;
        }
        var file = FileOf(db);
        if (!Path.Exists(file))
        {
            throw new ControlException(
                $"No house runs on {Path.GetFullPath(file)}, and there is no journal. Name another: --journal FILE.");
        }
        return JournalFile.Run(file, Console.Error, () =>
        {
            screen(read(file));
            return ExitCodes.Fine;
        });
    });

    /// <returns>Null: no house can be asked, so the journal itself is read.</returns>
    private static async Task<IReadOnlyList<ControlLine>?> AskOrReadAsync(
        string? db, ControlRequest request, CancellationToken cancellation) =>
        ControlPath.Fault(ControlPath.Of(FileOf(db))) is null
            ? await AskToReadAsync(db, request, cancellation).ConfigureAwait(false)
            : null;

    private static async Task<IReadOnlyList<ControlLine>?> AskToReadAsync(
        string? db, ControlRequest request, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(db, request, cancellation).ConfigureAwait(false);
        }
        catch (ControlException stuck) when (stuck.IsStuck)
        {
            await Console.Error.WriteLineAsync($"auctioneer: {ShownText.Of(stuck.Message)}").ConfigureAwait(false);
            return null;
        }
    }

    private static Task<IReadOnlyList<ControlLine>?> AskAsync(string? db, ControlRequest request, CancellationToken cancellation) =>
        ControlClient.AskAsync(FileOf(db), request, cancellation);

    private static Task<int> RunAsync(Func<Task> run) => RunAsync(async () =>
    {
        await run().ConfigureAwait(false);
        return ExitCodes.Fine;
    });

    private static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (ControlException fault)
        {
            await Console.Error.WriteLineAsync($"auctioneer: {ShownText.Of(fault.Message)}").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }

    private static ControlException NoHouse(string? db, string remedy)
    {
        var file = Path.GetFullPath(FileOf(db));
        return new(JournalLock.IsHeld(file)
            ? $"A house runs on {file}, but nothing answers at its control socket {ControlPath.Of(file)}: it opens or stops just now, "
                + "or the socket was taken away. Ask again in a moment; a house that is started anew makes it anew."
            : $"No house runs on {file}. {remedy}");
    }

    private static string FileOf(string? db) => db switch
    {
        null => HouseSettings.Default().Journal.File ?? "auction.db",
        "none" => throw new ControlException("A house without a journal has no control socket, and cannot be told anything."),
        _ => db,
    };

    /// <summary>The journal as it was given, for a command to type.</summary>
    private static string Said(string? db) => db is null ? "" : $" --journal {db}";

    private static Argument<string> SaleArgument() => new("ID") { Description = "The sale's id, as sale list shows it." };

    private static Option<string?> JournalOption() => new("--journal")
    {
        Description = "The journal of the house (auction.db here when it is left out).",
        HelpName = "FILE",
    };

    private static Option<bool> JsonOption() => new("--json") { Description = "JSON, as docs/reference/control.md says." };
}
