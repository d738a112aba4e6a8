using System.Text.RegularExpressions;

namespace AkkaAuction.Documents.Tests;

/// <summary>What a command of a document is to the test that runs it.</summary>
internal static partial class ShownCommands
{
    /// <summary>Commands that no test runs, by how they begin, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotRun { get; } = new Dictionary<string, string>
    {
        ["dotnet build"] = "builds what this test is part of",
        ["dotnet test"] = "runs the tests, this one among them",
        ["tests/full.sh"] = "takes a quarter of an hour and installs packages",
        ["sqlite3"] = "needs the sqlite3 shell, which a machine may not have",
        ["dotnet run --project samples/"] = "tests/Samples runs every sample",
        ["python3 samples/"] = "tests/Samples runs every sample",
    };

    /// <summary>Documents that show whole conversations, which other tests tell, and which.</summary>
    public static IReadOnlyDictionary<string, string> ToldElsewhere { get; } = new Dictionary<string, string>
    {
        ["docs/reference/protocol-floor.md"] = "a round of a minute; tests/Messages.Tests holds each of its lines to its text",
        ["docs/reference/protocol-room.md"] = "two clients for half a minute; tests/Scenarios/BiddingRoom.cs tells what they hear",
        ["docs/reference/protocol-sealed.md"] = "a Seller and its Buyers at once; tests/Scenarios/SealedBidHouse.cs tells what they hear",
    };

    private static readonly string[] Programs =
        ["dotnet ", "auctioneer ", "bidder ", "lab ", "nc ", "kill ", "sqlite3 ", "python3 ", "git ", "tests/", "bench/", "$ "];

    /// <summary>Whether a line looks like a command.</summary>
    public static bool IsProgram(string line) => Programs.Any(program => line.StartsWith(program, StringComparison.Ordinal));

    /// <summary>Why nothing runs a command; null: the test does.</summary>
    public static string? WhyNotRun(string line) =>
        NotRun.FirstOrDefault(kind => line.StartsWith(kind.Key, StringComparison.Ordinal)).Value;

    /// <summary>A line without what differs from run to run: times, ports, tokens, hashes, folders, event numbers.</summary>
    public static string Masked(string line)
    {
        line = Time().Replace(line, "<time>");
        line = LongHex().Replace(line, "<hex>");
        line = Port().Replace(line, "127.0.0.1:<port>");
        line = Folder().Replace(line, "<folder>/");
        line = Count().Replace(line, "<n> $1");
        line = HouseId().Replace(line, "h<session>-");
        return Event().Replace(line, "$1<event>");
    }

    /// <summary>A command line as words; double quotes hold words together.</summary>
    public static string[] Words(string line) => [.. Word().Matches(line).Select(word => word.Value.Trim('"'))];

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?|\b\d\d:\d\d:\d\d\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b[0-9a-f]{16,64}\b")]
    private static partial Regex LongHex();

    // The house's own ids name its life and the session.
    [GeneratedRegex(@"\bh\d+-\d+-")]
    private static partial Regex HouseId();

    [GeneratedRegex(@"127\.0\.0\.1[: ]\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<= )/\S+/")]
    private static partial Regex Folder();

    [GeneratedRegex(@"\b\d+ (events|decisions|life of|lives of)")]
    private static partial Regex Count();

    [GeneratedRegex(@"^(\s*|READY |ACCEPTED \S+ \S+ \S+ )\d+(?= |,|$)")]
    private static partial Regex Event();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
