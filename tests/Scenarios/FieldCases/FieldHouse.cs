using System.Net;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>A house as people run it: the program <c>auctioneer serve</c> in a folder of its own, its doors at free ports.</summary>
internal sealed class FieldHouse : IAsyncDisposable
{
    private FieldHouse(ProgramRun run) => Run = run;

    public ProgramRun Run { get; }

    /// <summary>What it said.</summary>
    public string Said => string.Join('\n', Run.Lines);

    /// <summary>Opens it, and waits until it says that it is open.</summary>
    /// <param name="folder">Where it is started.</param>
    /// <param name="doors">The doors to open, with a space between: <c>floor room sealed remote</c>.</param>
    /// <param name="arguments">What stands behind <c>serve</c>; a word with <c>=</c> in it is a setting.</param>
    public static Task<FieldHouse> OpenAsync(string folder, string doors, params string[] arguments) =>
        OpenAsync(Start(folder, doors, arguments));

    /// <inheritdoc cref="OpenAsync(string, string, string[])"/>
    /// <param name="descriptors">How many files it may open.</param>
    /// <param name="folder">Where it is started.</param>
    /// <param name="doors">The doors to open.</param>
    /// <param name="arguments">What stands behind <c>serve</c>.</param>
    public static Task<FieldHouse> OpenAsync(int descriptors, string folder, string doors, params string[] arguments) =>
        OpenAsync(new FieldHouse(ProgramRun.Command(
            "bash",
            [
                "-c", "ulimit -n \"$0\"; cd \"$1\"; shift; exec \"$@\"", $"{descriptors}", folder,
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", Programs.Auctioneer, .. Words(doors, arguments),
            ])));

    private static async Task<FieldHouse> OpenAsync(FieldHouse house)
    {
        try
        {
            await house.Run.UntilAsync("Ctrl-C stops the house.");
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="OpenAsync"/>
    public static FieldHouse Start(string folder, string doors, params string[] arguments) =>
        new(ProgramRun.Of(Programs.Auctioneer, Words(doors, arguments), null, folder));

    private static string[] Words(string doors, string[] arguments)
    {
        string[] open = doors.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var settings = new[] { "floor", "room", "sealed", "remote" }
            .Select(door => $"auction.doors.{door}.port={(open.Contains(door) ? "0" : "off")}").Append("auction.stop.grace=0s");
        return ["serve", .. settings.Concat(arguments).SelectMany(Said)];

        static string[] Said(string word) => word.Contains('=', StringComparison.Ordinal) ? ["--set", word] : [word];
    }

    /// <summary>Where one of its doors is.</summary>
    public IPEndPoint Door(string name)
    {
        var says = $"{name} door open on ";
        var at = Run.Lines.First(line => line.StartsWith(says, StringComparison.Ordinal))[says.Length..];
        return IPEndPoint.Parse(at[(at.IndexOf('@', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Stops it as an operator does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Run.SignalAsync("TERM");
        return await Run.EndAsync();
    }

    public ValueTask DisposeAsync() => Run.DisposeAsync();
}
