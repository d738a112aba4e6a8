using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AkkaAuction.Bench.Floor;

namespace AkkaAuction.Bench.Peers;

/// <summary>What a server has used so far.</summary>
/// <param name="Bytes">Bytes it has allocated, or, of a server that does not say, written.</param>
/// <param name="Cpu">Milliseconds of processor time.</param>
/// <param name="StoreCpu">Milliseconds of a database's processes beside it.</param>
/// <param name="Commits">Times it waited for the disk; 0: unknown.</param>
internal readonly record struct Used(double Bytes, double Cpu, double StoreCpu, double Commits)
{
    /// <summary>Asks a server of this program.</summary>
    public static async Task<Used> OfAsync(Process server, int? store = null)
    {
        await server.StandardInput.WriteLineAsync();
        var said = await server.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The server failed; what it said is above.");
        var words = said.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new Used(words[0], words[1], store is { } pid ? ProcessTimes.Milliseconds(pid) : 0, words[2]);
    }
}

/// <summary>One side's turn: what the load saw, and what the server used for each answered bid meanwhile.</summary>
internal readonly record struct Measured(LoadResult Load, Used Before, Used After, double Seconds)
{
    /// <summary>Runs the load against a server that stands ready.</summary>
    public static async Task<Measured> RunAsync(Options options, string[] arguments, Func<Task<Used>> used)
    {
        var seconds = options.Number("seconds", 3);
        string[] time = ["--seconds", $"{seconds}", "--warm-seconds", $"{options.Number("warm-seconds", 3)}"];
        using var load = Processes.Start(["load", .. arguments, .. time]);
        await load.StandardOutput.ReadLineAsync();
        var before = await used();
        await load.StandardOutput.ReadLineAsync();
        var after = await used();
        var text = await load.StandardOutput.ReadLineAsync();
        await load.WaitForExitAsync();
        if (load.ExitCode != 0 || text is null) throw new InvalidOperationException("The load generator failed; what it said is above.");
        return new Measured(JsonSerializer.Deserialize<LoadResult>(text)!, before, after, seconds);
    }

    public override string ToString()
    {
        var bids = (double)Load.Answered;
        var (bytes, cpu, store) = (After.Bytes - Before.Bytes, After.Cpu - Before.Cpu, After.StoreCpu - Before.StoreCpu);
        var ofStore = store > 0 ? $" ({store * 1000 / bids:0.0} of it the database)" : "";
        var commits = After.Commits > 0 ? $" {(After.Commits - Before.Commits) / Seconds:0} commits/s" : "";
        return $"{Load} {bytes / bids:0} B/bid {(cpu + store) * 1000 / bids:0.0} µs cpu/bid{ofStore}{commits}";
    }
}
