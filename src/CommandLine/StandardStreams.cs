using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AkkaAuction.CommandLine;

/// <summary>
/// The streams of a program. Lines for people are escaped (<see cref="ShownText"/>). A stream that cannot be written to is reported once,
/// on the other one; the program then ends with 1, and a house that runs goes on until it is stopped.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "It lives as long as the process; whoever still writes may do so to the end.")]
public sealed class StandardStreams
{
    // Kept open for the life of the process, so that no file gets the number of a stream.
    private static readonly List<SafeFileHandle> Held = [];

    private readonly string _program;
    private readonly OutputStream _out;
    private readonly OutputStream _error;
    private readonly CancellationTokenSource _outLost = new();

    private StandardStreams(string program)
    {
        _program = program;
        _out = new OutputStream(1, OutIsLost);
        _error = new OutputStream(2, why => Report(_out!, "error", why));
        HoldFreeNumbers();
        Error = TextWriter.Synchronized(new ShownWriter(_error, flushes: true));
        Out = TextWriter.Synchronized(new ShownWriter(_out, flushes: true));
        Results = TextWriter.Synchronized(new ShownWriter(_out, flushes: false));
        Terminal = TextWriter.Synchronized(new StreamWriter(_out, new UTF8Encoding(false)) { AutoFlush = true });
        ErrorTerminal = TextWriter.Synchronized(new StreamWriter(_error, new UTF8Encoding(false)) { AutoFlush = true });
        Data = Console.IsOutputRedirected ? TextWriter.Synchronized(new StreamWriter(_out, new UTF8Encoding(false), 1 << 16)) : Results;
    }

    /// <summary>Lines, each on its way at once.</summary>
    public TextWriter Out { get; }

    /// <summary>Long results: tens of thousands of lines with one flush.</summary>
    public TextWriter Results { get; }

    /// <summary>Pictures that move the terminal's cursor; whoever draws escapes what is not its own.</summary>
    public TextWriter Terminal { get; }

    /// <summary>What another program reads: as it is, except where a person looks.</summary>
    public TextWriter Data { get; }

    /// <summary>Faults and remarks.</summary>
    public TextWriter Error { get; }

    /// <summary><see cref="Terminal"/> on standard error: a bar that grows.</summary>
    public TextWriter ErrorTerminal { get; }

    /// <summary>Cancelled when standard output cannot be written to: nobody sees what a program goes on to show.</summary>
    public CancellationToken OutLost => _outLost.Token;

    /// <summary>Runs a program on its streams; <see cref="Console"/> writes to the same.</summary>
    /// <param name="program">Its name in messages.</param>
    /// <param name="run">Runs it, and gives its exit code.</param>
    /// <returns>The exit code: 1 where a stream could not be written to.</returns>
    public static async Task<int> RunAsync(string program, Func<StandardStreams, Task<int>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var streams = new StandardStreams(program);
        Console.SetOut(streams.Out);
        Console.SetError(streams.Error);
        var code = await run(streams).ConfigureAwait(false);
        await streams.Results.FlushAsync().ConfigureAwait(false);
        await streams.Data.FlushAsync().ConfigureAwait(false);
        return streams._out.IsLost || streams._error.IsLost ? ExitCodes.Failed : code;
    }

    private void OutIsLost(string why)
    {
        Report(_error, "output", why);
        // Whoever wrote holds the writer, and whoever is stopped may want it.
        _ = _outLost.CancelAsync();
    }

    private void Report(OutputStream to, string what, string why) =>
        to.Write(Encoding.UTF8.GetBytes($"{_program}: standard {what} cannot be written to: {why.TrimEnd('.')}.{Environment.NewLine}"));

    private static void HoldFreeNumbers()
    {
        if (OperatingSystem.IsWindows()) return;
        const int Streams = 3;
        for (var i = 0; i < Streams; i++)
        {
            var held = File.OpenHandle("/dev/null");
            if (held.DangerousGetHandle() < Streams)
            {
                Held.Add(held);
                continue;
            }
            held.Dispose();
            return;
        }
    }
}
