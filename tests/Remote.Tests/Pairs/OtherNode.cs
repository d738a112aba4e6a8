using System.Diagnostics;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>
/// The node at the other end, as a process of its own: this very program, or the same one built with another supplier of Akka, if
/// <c>AKKA_TESTS_OTHER_NODE</c> names its assembly. It is told what to do by lines, and says by lines what happens to it.
/// </summary>
internal sealed class OtherNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Part, TaskCompletionSource<string> Found)> _waiting = [];
    private bool _ended;

    private OtherNode(string name, string config)
    {
        var assembly = Environment.GetEnvironmentVariable("AKKA_TESTS_OTHER_NODE") is { Length: > 0 } other ? other : typeof(OtherNode).Assembly.Location;
        _process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", assembly, "node", name, config])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _ = ReadAsync();
    }

    /// <summary>As others reach it, with protocol, host and port.</summary>
    public string At { get; private set; } = "";

    public int Port => int.Parse(At[(At.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The number of its incarnation.</summary>
    public int Uid { get; private set; }

    public static async Task<OtherNode> StartAsync(string name, string config)
    {
        var node = new OtherNode(name, config);
        var words = (await node.HearAsync("listening ")).Split(' ');
        (node.At, node.Uid) = (words[1], int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture));
        return node;
    }

    /// <summary>Tells it to do something.</summary>
    public void Do(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    /// <summary>Tells it to do something, and waits for what it says to that.</summary>
    public Task<string> DoAsync(string command, string answer)
    {
        Do(command);
        return HearAsync(answer);
    }

    /// <summary>The first line with this in it that nobody has waited for yet.</summary>
    public async Task<string> HearAsync(string part)
    {
        var waiting = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var at = _lines.FindIndex(line => line.Contains(part, StringComparison.Ordinal));
            if (at >= 0) waiting.SetResult(Take(at));
            else if (_ended) throw Silence(part);
            else _waiting.Add((part, waiting));
        }
        try
        {
            return await waiting.Task.WaitAsync(Patience);
        }
        catch (Exception ex) when (ex is TimeoutException or EndOfStreamException)
        {
            throw Silence(part);
        }
    }

    /// <summary>Whether it has said this, so far.</summary>
    public bool HasSaid(string part)
    {
        lock (_gate) return _lines.Any(line => line.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Has it end in good order, and waits for that.</summary>
    public async Task EndAsync()
    {
        Do("end");
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>As <c>kill -9</c> does: nobody is told anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private string Take(int at)
    {
        var line = _lines[at];
        _lines.RemoveAt(at);
        return line;
    }

    private TimeoutException Silence(string part)
    {
        lock (_gate) return new TimeoutException($"The other node did not say \"{part}\". It said:\n{string.Join('\n', _lines.TakeLast(60))}");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _lines.Add(line);
                var due = _waiting.FindIndex(waiting => line.Contains(waiting.Part, StringComparison.Ordinal));
                if (due < 0) continue;
                _waiting[due].Found.TrySetResult(Take(_lines.Count - 1));
                _waiting.RemoveAt(due);
            }
        }

        lock (_gate)
        {
            _ended = true;
            foreach (var (_, found) in _waiting) found.TrySetException(new EndOfStreamException());
            _waiting.Clear();
        }
    }
}
