using System.CommandLine;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Bidder.Commands;

/// <summary>The command line of <c>bidder</c>: takes it apart, runs the one command meant, and turns faults into exit codes.</summary>
public static class BidderCommandLine
{
    /// <param name="args">As typed.</param>
    /// <param name="io">Where to read and write.</param>
    /// <param name="stopped">Ctrl-C or SIGTERM: the bidders stop, and their account is shown all the same.</param>
    /// <returns>0 done; 1 it could not be done; 2 the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, BidderIo io, CancellationToken stopped)
    {
        ArgumentNullException.ThrowIfNull(io);
        var parsed = Root(io, stopped).Parse(args);
        if (CommandLineFaults.Of(parsed, "bidder") is { Count: > 0 } faults)
        {
            foreach (var line in faults) await io.Error.WriteLineAsync(line).ConfigureAwait(false);
            return ExitCodes.BadCommandLine;
        }
        try
        {
            var settings = new InvocationConfiguration
            {
                Output = io.Out,
                Error = io.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            var code = await parsed.InvokeAsync(settings, CancellationToken.None).ConfigureAwait(false);
            return code == ExitCodes.Fine && io.HasFaultyInput ? ExitCodes.Failed : code;
        }
        catch (FleetFailedException fault)
        {
            await io.Error.WriteLineAsync($"bidder: {ShownText.Of(fault.Message)}").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }

    private static RootCommand Root(BidderIo io, CancellationToken stopped) => new("Bid at an auction house: yourself, or with bots.")
    {
        BotsCommand.Build(io, stopped),
        PlayCommand.Build(io, stopped),
        RoomCommand.Build(io, stopped),
        SealedCommand.Build(io, stopped),
    };
}
