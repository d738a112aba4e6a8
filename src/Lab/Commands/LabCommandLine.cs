using System.CommandLine;

namespace AkkaAuction.Lab.Commands;

/// <summary>The command line of <c>lab</c>: takes it apart, runs the one command meant, and turns faults into exit codes.</summary>
public static class LabCommandLine
{
    /// <returns>0 done; 1 what was handed in cannot be taken; 2 the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, LabIo io, CancellationToken interrupted)
    {
        var parsed = Root(io).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            if (args.Length is 0) await io.Error.WriteLineAsync("lab: name a command: demo, replay or decide.");
            else foreach (var error in parsed.Errors) await io.Error.WriteLineAsync($"lab: {error.Message}");
            await io.Error.WriteLineAsync($"Try: lab {CommandNameOf(parsed)}--help");
            return ExitCodes.BadCommandLine;
        }
        try
        {
            var settings = new InvocationConfiguration { Output = io.Out, Error = io.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(settings, interrupted);
        }
        catch (InputException fault)
        {
            await io.Error.WriteLineAsync($"lab: {fault.Message}");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await io.Error.WriteLineAsync("lab: stopped.");
            return ExitCodes.Failed;
        }
        finally
        {
            await io.Out.FlushAsync(CancellationToken.None);
        }
    }

    private static RootCommand Root(LabIo io) => new("Where the house and its bidders meet: try it, replay real bids through it, decide any auction with it.")
    {
        DemoCommand.Build(io),
        DecideCommand.Build(io),
        ReplayCommand.Build(io),
    };

    private static string CommandNameOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
