using System.CommandLine;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Lab.Commands;

/// <summary>The command line of <c>lab</c>: takes it apart, runs the one command meant, and turns faults into exit codes.</summary>
public static class LabCommandLine
{
    /// <returns>0 done; 1 what was handed in cannot be taken; 2 the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, LabIo io, CancellationToken interrupted)
    {
        ArgumentNullException.ThrowIfNull(io);
        var parsed = Root(io).Parse(args);
        if (CommandLineFaults.Of(parsed, "lab") is { Count: > 0 } faults)
        {
            foreach (var line in faults) await io.Error.WriteLineAsync(line);
            return ExitCodes.BadCommandLine;
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interrupted, io.OutLost);
        try
        {
            var settings = new InvocationConfiguration
            {
                Output = io.Out,
                Error = io.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(settings, ended.Token);
        }
        catch (InputException fault)
        {
            await io.Error.WriteLineAsync($"lab: {ShownText.Of(fault.Message)}");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            if (!io.OutLost.IsCancellationRequested) await io.Error.WriteLineAsync("lab: stopped.");
            return ExitCodes.Failed;
        }
        finally
        {
            await io.Out.FlushAsync(CancellationToken.None);
        }
    }

    private static RootCommand Root(LabIo io) =>
        new("Where the house and its bidders meet: try it, replay real bids through it, decide any auction with it.")
    {
        DemoCommand.Build(io),
        DecideCommand.Build(io),
        ReplayCommand.Build(io),
    };
}
