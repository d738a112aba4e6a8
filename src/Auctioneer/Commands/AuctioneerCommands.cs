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
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("The auction house.")
        {
            ServeCommand.Serve(), SaleCommands.Create(), ServeCommand.Rounds(), OriginalsCommands.Room(), OriginalsCommands.Sealed(),
            AuditCommand.Create(), ExportCommand.Create(), RerunCommand.Create(), BackupCommand.Create(), EraseCommand.Create(),
            MigrateCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (CommandLineFaults.Of(parsed, "auctioneer") is { Count: > 0 } faults)
        {
            foreach (var line in faults) Console.Error.WriteLine(line);
            return Task.FromResult(ExitCodes.BadCommandLine);
        }
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }
}
