using System.Diagnostics;
using System.Globalization;

namespace AkkaAuction.Bench.Floor;

/// <summary>Processes that a measurement starts and talks to by lines.</summary>
public static class Processes
{
    /// <summary>This program again, as another of its parts.</summary>
    public static Process Start(string[] arguments) => Start("dotnet", ["exec", typeof(Processes).Assembly.Location, .. arguments]);

    public static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>What a server has allocated and used so far: bytes, and milliseconds of processor time.</summary>
    public static async Task<(long Bytes, long Cpu)> Used(Process server)
    {
        await server.StandardInput.WriteLineAsync();
        var words = (await server.StandardOutput.ReadLineAsync())!.Split(' ');
        return (long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
