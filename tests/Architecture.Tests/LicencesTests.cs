namespace AkkaAuction.Architecture.Tests;

/// <summary>What ships has its licence in <c>docs/reference/licences.md</c>.</summary>
public sealed class LicencesTests
{
    private static readonly ShippedPackage Akka = new("Akka", "1.5.73", "Apache-2.0");
    private static readonly ShippedPackage Native = new("SQLite", "3.53.4", "LICENSE.txt");

    [Fact]
    public void Every_package_that_ships_is_listed_with_its_version_and_licence_and_no_other_is()
    {
        var listed = Licences.Listed(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "reference", "licences.md")));
        var differences = Licences.Differences(listed, Licences.Shipped(SourceTree.Root)).ToArray();
        // Assert.Empty would cut the sentences off.
        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Fact]
    public void A_row_is_read_without_what_it_says_in_brackets() =>
        Assert.Equal(
            [Akka, Native],
            Licences.Listed("""
                | Package | Version | Licence |
                |---|---|---|
                | Akka | 1.5.73 | Apache-2.0 |
                | SQLite | 3.53.4 | LICENSE.txt (public domain) |

                """));

    [Fact]
    public void A_missing_row_is_named_with_the_row_to_add() =>
        Assert.Equal(["SQLite ships and is not listed: | SQLite | 3.53.4 | LICENSE.txt |"], Licences.Differences([Akka], [Akka, Native]));

    [Fact]
    public void A_surplus_row_is_named() =>
        Assert.Equal(["SQLite is listed and does not ship."], Licences.Differences([Akka, Native], [Akka]));

    [Fact]
    public void A_row_listed_twice_is_named() => Assert.Equal(["Akka is listed 2 times."], Licences.Differences([Akka, Akka], [Akka]));

    [Theory]
    [InlineData("1.5.72", "Apache-2.0")]
    [InlineData("1.5.73", "MIT")]
    public void A_row_with_another_version_or_licence_is_named(string version, string licence) =>
        Assert.Equal(
            [$"Akka is listed as {version}, {licence}, and ships as 1.5.73, Apache-2.0."],
            Licences.Differences([Akka with { Version = version, Licence = licence }], [Akka]));
}
