using System.Globalization;
using System.Text.Json;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// Bids per second over TCP. S4: against a Kestrel handler that echoes the same lines. S5: of many connections, against as many as in S4.
/// S6: against a server of one thread per client, in Python. Server and load generator are processes of their own; the two sides take
/// turns, and each pair gives one ratio.
/// </summary>
public static class OverTcp
{
    public static async Task<int> AgainstEchoAsync(Options options)
    {
        foreach (var depth in Depths(options, "1,16,256"))
            await CompareAsync(
                "S4", new Side("echo", "echo", Connections(options), depth), new Side("house", "house", Connections(options), depth),
                "the echo", options);
        return 0;
    }

    public static async Task<int> ManyConnectionsAsync(Options options)
    {
        var (few, many) = (Connections(options), options.Number("many", 1000));
        foreach (var depth in Depths(options, "1,16"))
            await CompareAsync(
                "S5", new Side($"{few}", "house", few, depth), new Side($"{many}", "house", many, depth), $"{few} connections", options);
        return 0;
    }

    public static async Task<int> AgainstPythonAsync(Options options)
    {
        foreach (var depth in Depths(options, "1,16"))
            await CompareAsync(
                "S6", new Side("python", "python", Connections(options), depth), new Side("house", "house", Connections(options), depth),
                "the Python server", options);
        return 0;
    }

    private static int Connections(Options options) => options.Number("connections", 100);

    private static IEnumerable<int> Depths(Options options, string otherwise) =>
        options.Text("depths", otherwise).Split(',').Select(d => int.Parse(d, CultureInfo.InvariantCulture));

    private static async Task CompareAsync(string mark, Side baseline, Side house, string ofWhat, Options options)
    {
        var ratios = new List<double>();
        for (var round = 1; round <= options.Number("rounds", 5); round++)
        {
            var (other, _, otherCpu) = await OneAsync(baseline, options);
            var (ours, bytes, ourCpu) = await OneAsync(house, options);
            ratios.Add(ours.PerSecond / other.PerSecond);
            Console.WriteLine(
                $"depth {house.Depth,3} round {round}: {baseline.Name} {other.PerSecond,12:N0}/s  {house.Name} {ours.PerSecond,12:N0}/s  "
                    + $"ratio {ratios[^1]:0.00}  p50 {ours.P50:N0} µs p99 {ours.P99:N0} µs p99.9 {ours.P999:N0} µs  {bytes:0} B/bid  "
                    + $"server's cpu {otherCpu:0} and {ourCpu:0} ns/line");
        }
        Console.WriteLine($"{mark} depth {house.Depth}: {Spread.Show(ratios)} of {ofWhat}");
    }

    private static async Task<(LoadResult Result, double BytesPerBid, double CpuNanoseconds)> OneAsync(Side side, Options options)
    {
        var (warm, seconds) = (options.Number("warm-seconds", 4), options.Number("seconds", 3));
        string[] shared = ["--mode", side.Mode, "--connections", $"{side.Connections}", "--lots", $"{options.Number("lots", 100)}"];
        string[] server = [.. shared, "--round-seconds", $"{warm + seconds + 2}"];
        using var running = side.Mode == "python"
            ? Processes.Start("python3", [Path.Combine(AppContext.BaseDirectory, "thread_per_client.py"), .. server])
            : Processes.Start(["server", .. server, "--set", options.Text("set", "")]);
        var port = await running.StandardOutput.ReadLineAsync();
        using var load = Processes.Start(
        [
            "load", .. shared, "--port", port!, "--depth", $"{side.Depth}", "--seconds", $"{seconds}", "--warm-seconds", $"{warm}",
            "--mixed", $"{options.Number("mixed", 0)}",
        ]);
        await load.StandardOutput.ReadLineAsync();
        var before = await Processes.Used(running);
        await load.StandardOutput.ReadLineAsync();
        var after = await Processes.Used(running);
        var text = await load.StandardOutput.ReadLineAsync();
        await load.WaitForExitAsync();
        if (load.ExitCode != 0 || text is null) throw new InvalidOperationException("The load generator failed; what it said is above.");
        var result = JsonSerializer.Deserialize<LoadResult>(text)!;
        running.StandardInput.Close();
        await running.WaitForExitAsync();
        var lines = (double)result.Answered;
        return (result, (after.Bytes - before.Bytes) / lines, (after.Cpu - before.Cpu) * 1e6 / lines);
    }

    /// <param name="Name">What the output calls it.</param>
    /// <param name="Mode">The server: <c>house</c>, <c>echo</c> or <c>python</c>.</param>
    private readonly record struct Side(string Name, string Mode, int Connections, int Depth);
}
