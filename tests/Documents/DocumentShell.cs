using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AkkaAuction.Documents.Tests;

/// <summary>
/// Runs the commands of documents one after the other, in one folder and beside one house: a page goes on where the one before it ended.
/// The house's doors get free ports, and what a document says of its own ports leads to these.
/// </summary>
internal sealed partial class DocumentShell : IAsyncDisposable
{
    private static readonly string[] Doors = ["floor", "remote", "room", "sealed"];

    // Somebody's house may be open beside the tests.
    private static readonly string[] FreePorts = [.. Doors.SelectMany(door => (string[])["--set", $"auction.doors.{door}.port=0"])];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _ports = [];
    private readonly List<ProgramRun> _others = [];
    private ProgramRun? _house;
    private int _bidders;

    /// <summary>Beside the house's own journal stands one that a house of version 1 left.</summary>
    public DocumentShell() =>
        File.Copy(Path.Combine(Repository.Root, "tests/Auctioneer.Tests/Journal/house-1.journal"), _folder["old.db"]);

    public async Task RunAsync(ShownCommand command)
    {
        var words = ShownCommands.Words(command.Line);
        if (words is ["dotnet", "run", "--project", var project, "-c", "Release", "--", ..])
            words = [project.Split('/')[^1].ToLowerInvariant(), .. words[7..]];
        switch (words)
        {
            case ["auctioneer", "serve"]: await ServeAsync(command); break;
            case ["pkill", "-9", "auctioneer"]: await KillAsync(); break;
            case ["nc", var host, var port]: await TalkAsync(command, host, port); break;
            case ["auctioneer" or "bidder" or "lab", ..]: await RunAsync(command, words); break;
            default:
                Assert.Fail($"{command.Place}: nothing here runs {command.Line}; teach the test, or name its kind with a reason.");
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _others) await run.DisposeAsync();
        if (_house is not null) await _house.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The house of all documents: started by the first that serves, and again by one that has killed it.</summary>
    private async Task ServeAsync(ShownCommand command)
    {
        if (_house is null)
        {
            _house = ProgramRun.Of(Programs.Auctioneer, ["serve", .. FreePorts], null, _folder.Path);
            await _house.UntilAsync("Ctrl-C stops the house.");
            string[] documented = ["12340", "8110", "12345", "12346"];
            foreach (var (door, port) in Doors.Zip(documented))
            {
                var opened = _house.Lines.Single(line => line.StartsWith($"{door} door open on ", StringComparison.Ordinal));
                _ports[port] = opened.Split(':')[^1];
            }
        }
        // Whether the ceilings fit is this machine's matter, and no document's.
        Compare(command, [.. _house.Lines.Where(line => !line.Contains("this process may open", StringComparison.Ordinal))], ended: false);
    }

    private async Task KillAsync()
    {
        await _house!.KillAsync();
        await _house.DisposeAsync();
        _house = null;
    }

    /// <summary>Lines that begin with a verb of the floor are typed; what the house answers is compared.</summary>
    private async Task TalkAsync(ShownCommand command, string host, string port)
    {
        using var client = new TcpClient(host, int.Parse(_ports[port]));
        using var lines = new StreamReader(client.GetStream());
        await using var typed = new StreamWriter(client.GetStream()) { AutoFlush = true };
        // Each document's bidder is somebody new to the house.
        var name = $"anna{(_bidders++ == 0 ? "" : $"-{_bidders}")}";
        var gap = false;
        // For all it shows: a house that says something else goes on talking.
        using var patience = new CancellationTokenSource(Patience.Most);
        foreach (var shown in command.Shown)
        {
            if (Verb().IsMatch(shown)) await typed.WriteAsync(Named(shown, name) + "\n");
            else if (shown == ShownCommand.Gap) gap = true;
            else
            {
                var wanted = ShownCommands.Masked(Named(shown, name));
                string? line;
                do
                {
                    line = await NextAsync(lines, patience.Token);
                    Assert.True(line is not null, $"{command.Place}: \"{shown}\" did not come.");
                }
                while (gap && ShownCommands.Masked(line) != wanted);
                Assert.True(ShownCommands.Masked(line) == wanted, $"{command.Place}: not \"{shown}\" came, but \"{line}\".");
                gap = false;
            }
        }
    }

    private static async Task<string?> NextAsync(StreamReader lines, CancellationToken cancellation)
    {
        try
        {
            return await lines.ReadLineAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static string Named(string line, string name) => Anna().Replace(line, name);

    private async Task RunAsync(ShownCommand command, string[] words)
    {
        // A document names the repository's own files as from its root.
        var arguments = words[1..].Select(word => word.StartsWith("hocon/", StringComparison.Ordinal) ? Repository.PathOf(word) : word)
            .Select(word => Port().Replace(word, port => _ports.GetValueOrDefault(port.Value, port.Value)));
        var program = words[0] switch { "auctioneer" => Programs.Auctioneer, "bidder" => Programs.Bidder, _ => Programs.Lab };
        var run = ProgramRun.Of(program, [.. arguments, .. words is ["auctioneer", "serve", ..] ? FreePorts : []], null, _folder.Path);
        _others.Add(run);
        // A bidder stays as long as the sale does; what it says first is shown.
        if (words is ["bidder", ..])
        {
            await run.UntilAsync(command.Shown.FirstOrDefault(line => line != ShownCommand.Gap) ?? "");
            Compare(command, run.Lines, ended: false);
            await run.KillAsync();
            return;
        }
        await run.EndAsync();
        Compare(command, run.Lines, ended: true);
    }

    private static void Compare(ShownCommand command, IReadOnlyList<string> lines, bool ended)
    {
        var said = lines.Select(line => line.StartsWith("error: ", StringComparison.Ordinal) ? line["error: ".Length..] : line).ToArray();
        var (at, gap) = (0, false);
        foreach (var shown in command.Shown)
        {
            if (shown == ShownCommand.Gap)
            {
                gap = true;
                continue;
            }
            var wanted = ShownCommands.Masked(shown);
            while (gap && at < said.Length && ShownCommands.Masked(said[at]) != wanted) at++;
            Assert.True(
                at < said.Length && ShownCommands.Masked(said[at]) == wanted,
                $"{command.Place}: {command.Line} does not say \"{shown}\" there. It says:\n{string.Join('\n', said)}");
            (at, gap) = (at + 1, false);
        }
        Assert.True(
            gap || !ended || at == said.Length,
            $"{command.Place}: {command.Line} says more than is shown:\n{string.Join('\n', said)}");
    }

    [GeneratedRegex("^(HELLO|LIST|BID|PASS|ME|PING|QUIT)( |$)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\banna\b")]
    private static partial Regex Anna();

    [GeneratedRegex(@"(?<=127\.0\.0\.1:)\d+")]
    private static partial Regex Port();
}
