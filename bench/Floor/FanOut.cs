using System.Text.Json;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// S12: deliveries per second to a thousand watchers of whom one reads nothing, against a loop that sends the same number of lines of the
/// same length to as many sockets, without the stuck one. A house's two bidders outbid each other on all lots of the room; each bid is one
/// line to everybody. Server and watchers are processes of their own, take turns, and each pair gives one ratio.
/// </summary>
public static class FanOut
{
    public static async Task<int> RunAsync(Options options)
    {
        var ratios = new List<double>();
        for (var round = 1; round <= options.Number("rounds", 5); round++)
        {
            var (raw, rawCpu) = await OneAsync("raw", options);
            var (house, houseCpu) = await OneAsync("room", options);
            ratios.Add(house.PerSecond / raw.PerSecond);
            Console.WriteLine(
                $"round {round}: send loop {raw.PerSecond,12:N0}/s  house {house.PerSecond,12:N0}/s  ratio {ratios[^1]:0.00}  " +
                $"a block to all in p50 {house.P50:N0} µs p99 {house.P99:N0} µs  server's cpu {rawCpu:0} and {houseCpu:0} ns/line");
        }
        Console.WriteLine($"S12: {Spread.Show(ratios)} of a loop that sends the same bytes");
        return 0;
    }

    private static async Task<(LoadResult Result, double CpuNanoseconds)> OneAsync(string mode, Options options)
    {
        var lots = options.Number("lots", 50);
        string[] shared = ["--mode", mode, "--lots", $"{lots}"];
        using var server = Processes.Start(["server", .. shared, "--connections", "1", "--set", options.Text("set", "")]);
        var port = await server.StandardOutput.ReadLineAsync();
        using var watchers = Processes.Start(
        [
            "watchers", .. shared, "--port", port!, "--watchers", $"{options.Number("watchers", 1000)}",
            "--seconds", $"{options.Number("seconds", 3)}", "--warm-seconds", $"{options.Number("warm-seconds", 3)}",
            "--ahead", $"{options.Number("ahead", 4)}",
        ]);
        await watchers.StandardOutput.ReadLineAsync();
        var before = await Processes.Used(server);
        await watchers.StandardOutput.ReadLineAsync();
        var after = await Processes.Used(server);
        var text = await watchers.StandardOutput.ReadLineAsync();
        await watchers.WaitForExitAsync();
        if (watchers.ExitCode != 0 || text is null) throw new InvalidOperationException("The watchers failed; what they said is above.");
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        var result = JsonSerializer.Deserialize<LoadResult>(text)!;
        return (result, (after.Cpu - before.Cpu) * 1e6 / result.Answered);
    }
}
