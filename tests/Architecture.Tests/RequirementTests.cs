namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// Every requirement of the round auction and of the two original houses is named by a test; a number that does not exist is named by none.
/// </summary>
public sealed class RequirementTests
{
    /// <summary>Section of the requirements → its last number.</summary>
    private static readonly Dictionary<int, int> Sections = new() { [1] = 12, [2] = 8, [3] = 12 };

    [Fact]
    public void Every_number_of_the_round_auction_is_named_by_a_test() =>
        Assert.Empty(Requirements.Unnamed(SourceTree.OfThisRepository, 1, Sections[1]));

    [Theory]
    [InlineData(2, 8)]
    // R3.12 is the study's, which comes later.
    [InlineData(3, 11)]
    public void Every_number_of_the_two_original_houses_is_named_by_a_test(int section, int last) =>
        Assert.Empty(Requirements.Unnamed(SourceTree.OfThisRepository, section, last));

    [Fact]
    public void No_test_names_a_number_that_does_not_exist() =>
        Assert.Empty(Requirements.Unknown(SourceTree.OfThisRepository, Sections));

    [Fact]
    public void A_number_without_a_test_is_found()
    {
        var tree = SourceTree.Of(
            ("tests/A.Tests/A.cs", "[Fact]\n[Trait(\"Requirement\", \"R1.1\")]\n[Fact, Trait(\"Requirement\", \"R1.3\")]"),
            ("src/A/A.cs", "[Trait(\"Requirement\", \"R1.2\")]"),
            ("tests/A.Tests/B.cs", "// [Trait(\"Requirement\", \"R1.4\")]"));
        Assert.Equal(["R1.2", "R1.4"], Requirements.Unnamed(tree, 1, 4));
    }

    [Theory]
    [InlineData("R1.13")]
    [InlineData("R9.1")]
    [InlineData("R1.0")]
    [InlineData("r1.1")]
    [InlineData("R1")]
    public void A_number_that_does_not_exist_is_found(string number) =>
        Assert.Equal(
            [number], Requirements.Unknown(SourceTree.Of(("tests/A.Tests/A.cs", $"[Trait(\"Requirement\", \"{number}\")]")), Sections));
}
