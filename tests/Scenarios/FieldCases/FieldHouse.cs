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
    public static async Task<FieldHouse> OpenAsync(string folder, string doors, params string[] arguments)
    {
        var house = Start(folder, doors, arguments);
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
    public static FieldHouse Start(string folder, string doors, params string[] arguments)
    {
        string[] open = doors.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var settings = new[] { "floor", "room", "sealed", "remote" }
            .Select(door => $"auction.doors.{door}.port={(open.Contains(door) ? "0" : "off")}").Append("auction.stop.grace=0s");
        return new FieldHouse(ProgramRun.Of(Programs.Auctioneer, ["serve", .. settings.Concat(arguments).SelectMany(Said)], null, folder));

        static string[] Said(string word) => word.Contains('=', StringComparison.Ordinal) ? ["--set", word] : [word];
    }

    /// <summary>Where one of its doors is.</summary>
    public IPEndPoint Door(string name)
    {
        var says = $"{name} door open on ";
        return IPEndPoint.Parse(Run.Lines.First(line => line.StartsWith(says, StringComparison.Ordinal))[says.Length..]);
    }

    /// <summary>Stops it as an operator does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Run.SignalAsync("TERM");
        return await Run.EndAsync();
    }

    public ValueTask DisposeAsync() => Run.DisposeAsync();
}
