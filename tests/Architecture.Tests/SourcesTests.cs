namespace AkkaAuction.Architecture.Tests;

/// <summary>Sources keep to habits that no analyzer checks.</summary>
public sealed class SourcesTests
{
    /// <summary>Folders whose lines have all been wrapped.</summary>
    private static readonly string[] Wrapped = ["src/", "tests/", "bench/", "samples/"];

    [Fact]
    public void No_line_is_longer_than_140_columns() => None(Sources.LongLines(SourceTree.OfThisRepository, Wrapped));

    [Fact]
    public void No_two_projects_have_types_of_one_name() => None(Sources.SharedNames(SourceTree.OfThisRepository));

    [Fact]
    public void A_line_that_is_too_long_is_found()
    {
        var tree = SourceTree.Of(("src/a/b.cs", $"{new string('x', 140)}\n{new string('y', 141)}\n"), ("src/c/d.cs", new string('z', 200)));
        Assert.Equal(["src/a/b.cs:2 has 141 columns."], Sources.LongLines(tree, ["src/a/"]));
    }

    [Fact]
    public void A_name_of_two_projects_is_found()
    {
        var tree = SourceTree.Of(
            ("src/A/b.cs", "public sealed class Desk;\ninternal static partial class One;\n    public sealed record Inner;"),
            ("src/A/c.cs", "public partial class Two;"), ("src/B/c.cs", "internal readonly record struct Desk(int X);\n    record Inner;"));
        Assert.Equal(["Desk is a type of A and of B."], Sources.SharedNames(tree));
    }

    private static void None(IEnumerable<string> faults)
    {
        var all = faults.ToArray();
        // Assert.Empty would cut the sentences off.
        Assert.True(all is [], string.Join('\n', all));
    }
}
