using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// S4: bids per second over TCP, against a Kestrel handler that echoes the same lines. Server and load generator are processes of their own; the two servers
/// take turns, and each pair gives one ratio.
/// </summary>
public static class OverTcp
{
    public static async Task<int> RunAsync(Options options)
    {
        var rounds = options.Number("rounds", 5);
        foreach (var depth in options.Text("depths", "1,16,256").Split(',').Select(d => int.Parse(d, CultureInfo.InvariantCulture)))
        {
            var ratios = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var (echo, _, echoCpu) = await OneAsync("echo", depth, options);
                var (house, bytes, houseCpu) = await OneAsync("house", depth, options);
                ratios.Add(house.PerSecond / echo.PerSecond);
                Console.WriteLine(
                    $"depth {depth,3} round {round}: echo {echo.PerSecond,12:N0}/s  house {house.PerSecond,12:N0}/s  ratio {ratios[^1]:0.00}  " +
                    $"p50 {house.P50:N0} µs p99 {house.P99:N0} µs p99.9 {house.P999:N0} µs  {bytes:0} B/bid  server's cpu {echoCpu:0} and {houseCpu:0} ns/line");
            }
            Console.WriteLine($"S4 depth {depth}: {Spread.Show(ratios)} of the echo");
        }
        return 0;
    }

    private static async Task<(LoadResult Result, double BytesPerBid, double CpuNanoseconds)> OneAsync(string mode, int depth, Options options)
    {
        var (warm, seconds) = (options.Number("warm-seconds", 4), options.Number("seconds", 3));
        string[] shared =
            ["--mode", mode, "--connections", $"{options.Number("connections", 100)}", "--lots", $"{options.Number("lots", 100)}"];
        using var server = Start(["server", .. shared, "--round-seconds", $"{warm + seconds + 2}"]);
        var port = await server.StandardOutput.ReadLineAsync();
        using var load = Start(
            ["load", .. shared, "--port", port!, "--depth", $"{depth}", "--seconds", $"{seconds}", "--warm-seconds", $"{warm}", "--mixed", $"{options.Number("mixed", 0)}"]);
        await load.StandardOutput.ReadLineAsync();
        var before = await Used(server);
        await load.StandardOutput.ReadLineAsync();
        var after = await Used(server);
        var text = await load.StandardOutput.ReadLineAsync();
        await load.WaitForExitAsync();
        if (load.ExitCode != 0 || text is null) throw new InvalidOperationException("The load generator failed; what it said is above.");
        var result = JsonSerializer.Deserialize<LoadResult>(text)!;
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        var lines = (double)result.Answered;
        return (result, (after.Bytes - before.Bytes) / lines, (after.Cpu - before.Cpu) * 1e6 / lines);
    }

    private static async Task<(long Bytes, long Cpu)> Used(Process server)
    {
        await server.StandardInput.WriteLineAsync();
        var words = (await server.StandardOutput.ReadLineAsync())!.Split(' ');
        return (long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(OverTcp).Assembly.Location, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
