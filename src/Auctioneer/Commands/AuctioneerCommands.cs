using System.CommandLine;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>
/// The auctioneer's command line. A program registers forms of its own and runs it: then it serves them, and reads their journals.
/// </summary>
public static class AuctioneerCommands
{
    /// <summary>Runs what the arguments say.</summary>
    /// <returns>The exit code: 2 for a wrong command line, 1 for a command that failed.</returns>
    public static Task<int> RunAsync(string[] args) => StandardStreams.RunAsync("auctioneer", streams => RunAsync(args, streams));

    private static async Task<int> RunAsync(string[] args, StandardStreams streams)
    {
        var root = new RootCommand("The auction house.")
        {
            ServeCommand.Serve(), SaleCommands.Create(), ServeCommand.Rounds(),
            OriginalsCommands.Room(streams.Terminal), OriginalsCommands.Sealed(),
            AuditCommand.Create(streams.ErrorTerminal), ExportCommand.Create(streams.Data), RerunCommand.Create(streams.ErrorTerminal),
            BackupCommand.Create(), EraseCommand.Create(), MigrateCommand.Create(streams.ErrorTerminal),
        };
        var parsed = root.Parse(args);
        if (CommandLineFaults.Of(parsed, "auctioneer") is { Count: > 0 } faults)
        {
            foreach (var line in faults) await Console.Error.WriteLineAsync(line).ConfigureAwait(false);
            return ExitCodes.BadCommandLine;
        }
        var settings = new InvocationConfiguration { ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(settings).ConfigureAwait(false);
    }
}
