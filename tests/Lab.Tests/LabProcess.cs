namespace AkkaAuction.Lab.Tests;

/// <summary>The built program as its own process, started from a folder that has nothing to do with the repository.</summary>
public static class LabProcess
{
    private const string ErrorPrefix = "error: ";

    public static async Task<LabRun> RunAsync(string folder, params string[] args)
    {
        await using var run = ProgramRun.Of(Programs.Lab, args, folder: folder);
        var exit = await run.EndAsync();
        var lines = run.Lines.ToLookup(line => line.StartsWith(ErrorPrefix, StringComparison.Ordinal));
        return new(
            exit,
            string.Concat(lines[false].Select(line => line + "\n")),
            string.Concat(lines[true].Select(line => line[ErrorPrefix.Length..] + "\n")));
    }
}
