using System.Diagnostics;

namespace AkkaAuction.Testing;

/// <summary>A program as a process of its own: what it says is kept line by line, and waited for. It is killed with the test.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    /// <summary>How long a test waits for something that must come; reached only when it does not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(Predicate<string> Wanted, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly Task _reading;
    private int _from;

    private ProgramRun(string file, IEnumerable<string> arguments, (string Name, string Value)? variable, string? folder = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        if (variable is { } set) start.Environment[set.Name] = set.Value;
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput, ""), ReadAsync(_process.StandardError, "error: "));
    }

    /// <summary>Starts a program that this build has made.</summary>
    /// <param name="folder">Where it is started; null: where the test is.</param>
    public static ProgramRun Of(
        string assembly, IEnumerable<string> arguments, (string Name, string Value)? variable = null, string? folder = null) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", assembly, .. arguments], variable, folder);

    /// <summary>Starts a program of this machine.</summary>
    public static ProgramRun Command(string file, params string[] arguments) => new(file, arguments, null);

    /// <summary>Standard output, and lines of standard error behind <c>error: </c>, as far as they have come.</summary>
    public string[] Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    /// <summary>The processor time it has used so far, and the most memory it has had at a time.</summary>
    public (TimeSpan Processor, long PeakBytes) Used
    {
        get
        {
            _process.Refresh();
            return (_process.TotalProcessorTime, _process.PeakWorkingSet64);
        }
    }

    public void Type(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Types bytes, whatever they are.</summary>
    public async Task TypeAsync(byte[] bytes)
    {
        await _process.StandardInput.BaseStream.WriteAsync(bytes);
        await _process.StandardInput.BaseStream.FlushAsync();
    }

    /// <summary>Nothing more is typed.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>The next line, from the last one found on, that has this in it.</summary>
    public async Task<string> UntilAsync(string part, TimeSpan? within = null)
    {
        Task<string> found;
        lock (_gate)
        {
            var at = _lines.FindIndex(_from, line => line.Contains(part, StringComparison.Ordinal));
            if (at >= 0)
            {
                _from = at + 1;
                return _lines[at];
            }
            var waiting = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((line => line.Contains(part, StringComparison.Ordinal), waiting));
            found = waiting.Task;
        }
        try
        {
            return await found.WaitAsync(within ?? Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No line with \"{part}\" came. There were:\n{string.Join('\n', Lines.TakeLast(60))}");
        }
    }

    /// <summary>Waits for its end and gives its exit code; everything it said is in <see cref="Lines"/> then.</summary>
    public async Task<int> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It did not end. It said:\n{string.Join('\n', Lines.TakeLast(60))}");
        }
        await _reading.WaitAsync(Patience);
        return _process.ExitCode;
    }

    public Task SignalAsync(string signal) => SignalAsync(signal, _process.Id);

    /// <summary>As <c>timeout</c> does: to the child and to its group, within a moment.</summary>
    public Task SignalTwiceAsync(string signal) => SignalAsync(signal, _process.Id, _process.Id);

    /// <summary>As <c>kill -9</c> does: nobody is told anything.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("KILL");
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task SignalAsync(string signal, params int[] processes)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. processes.Select(process => $"{process}")]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    private async Task ReadAsync(StreamReader reader, string prefix)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _lines.Add(prefix + line);
                var due = _waiting.FindIndex(waiting => waiting.Wanted(prefix + line));
                if (due < 0) continue;
                _from = _lines.Count;
                _waiting[due].Found.TrySetResult(prefix + line);
                _waiting.RemoveAt(due);
            }
        }
        lock (_gate)
        {
            if (prefix.Length > 0) return;
            foreach (var (_, found) in _waiting)
                found.TrySetException(new EndOfStreamException(
                    $"The program ended before it said that. It said:\n{string.Join('\n', _lines.TakeLast(60))}"));
            _waiting.Clear();
        }
    }
}
