namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>The program <c>bidder</c> as a script runs it: lines typed, the end of the input, the exit code.</summary>
internal static class FieldBidder
{
    /// <summary>An address where nobody listens.</summary>
    public const string Nowhere = "127.0.0.1:1";

    /// <summary>The floor of a house as <c>--connect</c> takes it, and so on for the other doors.</summary>
    public static string At(this FieldHouse house, string door) => door switch
    {
        "floor" => $"--connect {house.Door("floor")}",
        "remote" => $"--auctioneer {house.Remote()}",
        _ => $"{house.Door(door).Address} {house.Door(door).Port}",
    };

    public static ProgramRun Start(string arguments) => ProgramRun.Of(Programs.Bidder, arguments.Split(' '));

    /// <summary>Types lines, ends the input, and waits for the program's end.</summary>
    public static async Task<(int Code, string[] Lines)> ScriptAsync(string arguments, params string[] typed)
    {
        await using var run = Start(arguments);
        foreach (var line in typed) run.Type(line);
        run.EndInput();
        var code = await run.EndAsync();
        return (code, run.Lines);
    }

    private static string Remote(this FieldHouse house)
    {
        const string Says = "remote door open on ";
        return house.Run.Lines.First(line => line.StartsWith(Says, StringComparison.Ordinal))[Says.Length..];
    }
}
