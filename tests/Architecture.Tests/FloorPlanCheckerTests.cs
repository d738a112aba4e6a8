
namespace AkkaAuction.Architecture.Tests;

/// <summary>Each check finds the fault it is there for, in a small tree that has it, and leaves a good tree alone.</summary>
public sealed class FloorPlanCheckerTests
{
    private static string Project(params string[] items) => $"<Project><ItemGroup>{string.Concat(items)}</ItemGroup></Project>";

    private static string Reference(string path) => $"<ProjectReference Include=\"{path}\" />";

    [Theory]
    [InlineData("src/Rules/Rules.csproj", "../Messages/Messages.csproj")]
    [InlineData("src/Messages/Messages.csproj", "../Auctioneer/Auctioneer.csproj")]
    [InlineData("src/Journal/Journal.csproj", "../Messages/Messages.csproj")]
    [InlineData("src/Auctioneer/Auctioneer.csproj", "../Bidder/Bidder.csproj")]
    [InlineData("src/Bidder/Bidder.csproj", "../Auctioneer/Auctioneer.csproj")]
    [InlineData("src/Auctioneer/Auctioneer.csproj", "../../tests/Rules.Tests/Rules.Tests.csproj")]
    public void An_arrow_that_points_up_is_named(string project, string reference)
    {
        var fault = Assert.Single(FloorPlan.ProjectReferences(SourceTree.Of((project, Project(Reference(reference))))));
        Assert.StartsWith(project, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/Messages/Messages.csproj", "../Rules/Rules.csproj")]
    [InlineData("src/Lab/Lab.csproj", "..\\Auctioneer\\Auctioneer.csproj")]
    [InlineData("tests/Rules.Tests/Rules.Tests.csproj", "../../src/Rules/Rules.csproj")]
    public void An_arrow_that_points_down_is_fine(string project, string reference) =>
        Assert.Empty(FloorPlan.ProjectReferences(SourceTree.Of((project, Project(Reference(reference))))));

    [Fact]
    public void A_room_that_is_not_on_the_plan_is_named() =>
        Assert.Single(FloorPlan.ProjectReferences(SourceTree.Of(("src/Common/Common.csproj", Project()))));

    [Theory]
    [InlineData("src/Rules/Rules.csproj", "<PackageReference Include=\"Akka\" />")]
    [InlineData("src/Rules/Rules.csproj", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    [InlineData("src/Hocon/Hocon.csproj", "<PackageReference Include=\"Akka\" />")]
    [InlineData("src/Journal/Journal.csproj", "<PackageReference Include=\"Akka\" />")]
    public void A_package_too_far_down_is_named(string file, string item) =>
        Assert.Single(FloorPlan.PackageReferences(SourceTree.Of((file, Project(item)))));

    [Theory]
    [InlineData("src/Auctioneer/Auctioneer.csproj", "<PackageReference Include=\"Akka\" />")]
    [InlineData("src/Messages/Messages.csproj", "<PackageReference Include=\"Akka\" />")]
    [InlineData("src/Journal/Journal.csproj", "<PackageReference Include=\"SQLitePCLRaw.bundle_e_sqlite3\" />")]
    [InlineData("tests/Rules.Tests/Rules.Tests.csproj", "<PackageReference Include=\"FsCheck\" />")]
    public void A_package_higher_up_is_fine(string file, string item) =>
        Assert.Empty(FloorPlan.PackageReferences(SourceTree.Of((file, Project(item)))));

    [Fact]
    public void Conditional_compilation_is_named_and_a_comment_about_it_is_not()
    {
        Assert.Single(FloorPlan.ConditionalCompilation(SourceTree.Of(("src/Lab/A.cs", "class A {\n  # if DEBUG\n#endif }"))));
        Assert.Single(FloorPlan.ConditionalCompilation(SourceTree.Of(("tests/Lab.Tests/A.cs", "#if X\n#endif"))));
        Assert.Empty(FloorPlan.ConditionalCompilation(SourceTree.Of(("src/Lab/A.cs", "/*\n#if X\n*/ #nullable enable"))));
    }

    [Theory]
    [InlineData("src/Rules/A.cs", "var t = DateTime.Now;")]
    [InlineData("src/Rules/Lots/A.cs", "using AkkaAuction.Rules.Forms;")]
    [InlineData("src/Rules/A.cs", "var t = DateTimeOffset.UtcNow;")]
    [InlineData("src/Rules/A.cs", "var r = new Random(1);")]
    [InlineData("src/Rules/A.cs", "Thread.Yield();")]
    [InlineData("src/Rules/A.cs", "File.ReadAllText(p);")]
    [InlineData("src/Rules/A.cs", "using Akka.Actor;")]
    [InlineData("src/Rules/A.cs", "using System.IO;")]
    [InlineData("src/Messages/A.cs", "using AkkaAuction.Auctioneer.Sales;")]
    [InlineData("src/Messages/A.cs", "using Akka.Actor;")]
    [InlineData("src/Messages/Remote/A.cs", "IActorRef actor;")]
    [InlineData("src/Messages/Remote/A.cs", "using Akka.Remote;")]
    [InlineData("src/Auctioneer/Sales/A.cs", "using AkkaAuction.Auctioneer.Doors.Tcp;")]
    [InlineData("src/Auctioneer/Sales/A.cs", "Doors.Tcp.FloorConnection c;")]
    [InlineData("src/Journal/A.cs", "using AkkaAuction.Auctioneer.Settings;")]
    [InlineData("src/Journal/A.cs", "using AkkaAuction.Messages;")]
    [InlineData("src/Journal/Sqlite/A.cs", "using Akka.Actor;")]
    [InlineData("src/Auctioneer/Commands/A.cs", "using SQLitePCL;")]
    [InlineData("src/Bidder/Strategies/A.cs", "Random.Shared.Next();")]
    [InlineData("src/Lab/A.cs", "using Akka.TestKit;")]
    public void A_folder_that_uses_what_it_must_not_is_named(string file, string line)
    {
        var fault = Assert.Single(FloorPlan.Namespaces(SourceTree.Of((file, line))));
        Assert.StartsWith(file, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("await session.Ask<Answer>(bid, patience)")]
    [InlineData("session.Ask(bid)")]
    [InlineData("selection.ResolveOne(patience)")]
    [InlineData("lot.GracefulStop(patience)")]
    public void Whoever_asks_an_actor_is_named(string line)
    {
        foreach (var file in new[] { "src/Auctioneer/Doors/Remote/A.cs", "src/Auctioneer/Sales/House.cs", "src/Bidder/Remote/A.cs" })
            Assert.StartsWith(file, Assert.Single(FloorPlan.Asking(SourceTree.Of((file, line)))), StringComparison.Ordinal);
        Assert.Empty(FloorPlan.Asking(SourceTree.Of(("src/Auctioneer/Hosting/RemoteDoorPart.cs", line), ("tests/Lab.Tests/A.cs", line))));
        Assert.Empty(FloorPlan.Asking(
            SourceTree.Of(("src/Bidder/Remote/A.cs", "session.Tell(new RemoteMessage.RequestBatch(key, 1, []));"))));
    }

    [Theory]
    [InlineData("src/Rules/A.cs", "// never DateTime.Now, Random or File\nnamespace AkkaAuction.Rules.Lots;")]
    [InlineData("src/Rules/A.cs", "var s = \"File and Thread\"; DateTimeOffset now;")]
    [InlineData("src/Rules/A.cs", "var s = @\"c:\\\"\"Task\"; /* Random */ var t = \"\"\"\n Thread \" File\n\"\"\"; var c = '\"'; // Task")]
    [InlineData("src/Auctioneer/Sales/A.cs", "using AkkaAuction.Messages;\nusing Akka.Actor;")]
    [InlineData("src/Bidder/Strategies/A.cs", "public decimal Next(Random random);")]
    [InlineData("src/Messages/Remote/A.cs", "using Akka.Actor;\nusing Akka.Serialization;\nExtendedActorSystem system;")]
    [InlineData("src/Messages/Remote/Guard/A.cs", "using Akka.Remote;\nIActorRef actor;")]
    public void A_folder_that_uses_what_it_may_is_left_alone(string file, string text) =>
        Assert.Empty(FloorPlan.Namespaces(SourceTree.Of((file, text))));
}
