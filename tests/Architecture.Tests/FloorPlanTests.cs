namespace AkkaAuction.Architecture.Tests;

/// <summary>The repository as it is keeps to the floor plan.</summary>
public sealed class FloorPlanTests
{
    private static SourceTree Here => SourceTree.OfThisRepository;

    [Fact]
    public void The_tree_under_test_is_the_whole_repository()
    {
        foreach (var room in new[] { "Hocon", "Rules", "Messages", "Journal", "Auctioneer", "Bidder", "Lab" })
            Assert.Contains($"src/{room}/{room}.csproj", Here.Files.Keys);
        Assert.NotEmpty(Here.CSharp("src/Rules/"));
        Assert.NotEmpty(Here.CSharp("tests/"));
    }

    [Fact]
    public void Every_project_references_only_what_lies_below_it() => Assert.Empty(FloorPlan.ProjectReferences(Here));

    [Fact]
    public void Rules_and_hocon_take_no_package_and_the_journal_only_its_database() => Assert.Empty(FloorPlan.PackageReferences(Here));

    [Fact]
    public void No_source_is_compiled_conditionally() => Assert.Empty(FloorPlan.ConditionalCompilation(Here));

    [Fact]
    public void Nobody_asks_an_actor_and_waits_for_its_answer_but_who_starts_and_stops_the_house() => Assert.Empty(FloorPlan.Asking(Here));

    [Fact]
    public void No_folder_uses_what_lies_above_it() => Assert.Empty(FloorPlan.Namespaces(Here));
}
