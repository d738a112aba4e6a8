using System.Text;
using AkkaAuction.Lab.Commands;

namespace AkkaAuction.Lab.Tests;

/// <summary>A run of the real command line on strings.</summary>
public sealed record LabRun(int ExitCode, string Out, string Error)
{
    public static Task<LabRun> OfAsync(params string[] args) => WithInputAsync("", args);

    public static Task<LabRun> WithInputAsync(string input, params string[] args) => RunAsync(input, args, isTerminal: false);

    /// <summary>As if a person were looking.</summary>
    public static Task<LabRun> OnTerminalAsync(string input, params string[] args) => RunAsync(input, args, isTerminal: true);

    private static async Task<LabRun> RunAsync(string input, string[] args, bool isTerminal)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var io = new LabIo(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, isTerminal);
        var exit = await LabCommandLine.RunAsync(args, io, CancellationToken.None);
        return new(exit, output.ToString(), error.ToString());
    }

    /// <summary>The run failed as it should: its exit code, nothing on standard output, and each of the words in one message.</summary>
    public void SaysWhatIsWrong(int exitCode, params string[] words)
    {
        Assert.Equal(exitCode, ExitCode);
        Assert.Equal("", Out);
        foreach (var word in words) Assert.Contains(word, Error, StringComparison.Ordinal);
    }
}
