using System.Reflection;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>
/// The code shown in docs/develop/testing-your-own-auction.md, and that of a lot on its own in docs/concepts/architecture.md, is code that
/// runs.
/// </summary>
public sealed class DocumentTests
{
    [Fact]
    public void The_scenario_in_the_document_is_the_one_that_runs()
    {
        var shown = Between(Read("docs/develop/testing-your-own-auction.md"), "```csharp\n", "```\n");
        var runs = Between(Read("tests/Scenarios/RoundAuction.cs"), "    // <document>\n", "    // </document>\n");

        // The class's indentation is not shown.
        Assert.Equal(runs.Split('\n').Select(line => line.Length > 4 ? line[4..] : ""), shown.Split('\n'));
    }

    [Fact]
    public void The_lot_on_its_own_in_the_architecture_is_the_one_that_runs()
    {
        var shown = Between(Read("docs/concepts/architecture.md"), "its notices to an `INoticeListener`:\n\n", "\n\n");
        var runs = Between(Read("tests/Scenarios/LotOnItsOwn.cs"), "        // <document>\n", "        // </document>\n");

        Assert.Equal(runs.TrimEnd().Split('\n').Select(line => line.Trim()), shown.Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public void Every_file_that_the_document_names_is_there()
    {
        var links = Read("docs/develop/testing-your-own-auction.md").Split("](").Skip(1).Select(rest => rest.Split(')')[0]);
        foreach (var link in links) Assert.True(File.Exists(Path.Combine(Root, "docs/develop", link)), $"There is no {link}.");
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    internal static string Root { get; } = typeof(DocumentTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
}
