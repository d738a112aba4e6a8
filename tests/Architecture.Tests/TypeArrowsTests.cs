using System.Collections.Concurrent;

namespace AkkaAuction.Architecture.Tests;

/// <summary>Arrows point one way between the folders of a project, too. A folder is a namespace.</summary>
public sealed class TypeArrowsTests
{
    private const string Originals = "AkkaAuction.Auctioneer.Originals";
    private const string Commands = "AkkaAuction.Auctioneer.Commands";
    private const string ProgramCs = "<global namespace>";

    // Binding a project takes seconds: once for all tests.
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Arrow>> Bound = new();

    public static TheoryData<string> Projects => [.. TypeArrows.Projects(SourceTree.OfThisRepository)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_form_no_circle(string project)
    {
        var circles = Arrow.Circles(ArrowsOf(project));
        Assert.True(circles is [], string.Join("\n\n", circles.Select(circle => string.Join('\n', circle))));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_says_the_namespace_of_its_folder(string project)
    {
        var root = project is "Hocon" ? "Hocon" : $"AkkaAuction.{project}";
        foreach (var (path, text) in SourceTree.OfThisRepository.CSharp($"src/{project}/"))
        {
            var folders = path.Split('/')[2..^1];
            var expected = string.Join('.', [root, .. folders]);
            var said = text.Split('\n').FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            Assert.True(
                said is null ? folders is [] : said == $"namespace {expected};", $"{path} says {said ?? "nothing"}, not {expected}.");
        }
    }

    [Fact]
    public void Only_the_program_and_its_commands_name_the_original_houses()
    {
        var naming = ArrowsOf("Auctioneer")
            .Where(a => IsBelow(a.To, Originals) && !IsBelow(a.From, Originals) && !IsBelow(a.From, Commands) && a.From != ProgramCs)
            .ToArray();
        Assert.True(naming is [], string.Join('\n', (object[])naming));
    }

    [Theory]
    [InlineData("namespace B; class Y { X? x; }")]
    [InlineData("namespace B; class Y : X;")]
    [InlineData("namespace B; class Y { object x = new List<X>(); }")]
    [InlineData("namespace B; class Y { int x = X.Constant; }")]
    [InlineData("namespace B; class Y { object Of(C.Z z) => z.Made().Inner; }")]
    public void A_circle_of_two_folders_is_found_however_one_names_the_other(string back)
    {
        var circle = Assert.Single(Circles(
            "namespace A; public class X { B.Y? y; public const int Constant = 1; public object Inner => this; }", $"using A; {back}",
            "namespace C; public class Z { public A.X Made() => new(); }"));
        Assert.Contains(new Arrow("A", "B", "X", "Y"), circle);
        Assert.Contains(new Arrow("B", "A", "Y", "X"), circle);
    }

    [Fact]
    public void A_circle_of_three_folders_is_found_and_what_only_leads_into_it_is_not_part_of_it()
    {
        var circle = Assert.Single(Circles(
            "namespace A; class X { B.X? x; }",
            "namespace B; class X { C.X? x; }",
            "namespace C; class X { A.X? x; D.X? d; }",
            "namespace D; class X;",
            "namespace E; class X { A.X? x; }"));
        Assert.Equal(["A", "B", "C"], circle.Select(a => a.From));
    }

    [Theory]
    [InlineData("namespace A; class X { B.Y? y; }", "using A; namespace B; class Y { /* X */ string x = \"X\"; }")]
    [InlineData("namespace A; class X { A.Inner.Y? y; }", "namespace A.Inner; class Y { int X; int Of() => X; }")]
    public void Where_only_words_are_alike_there_is_no_circle(string one, string other) => Assert.Empty(Circles(one, other));

    private static IReadOnlyList<IReadOnlyList<Arrow>> Circles(params string[] sources) => Arrow.Circles(TypeArrows.Of("Made", sources));

    private static IReadOnlyList<Arrow> ArrowsOf(string project) =>
        Bound.GetOrAdd(project, p => TypeArrows.Of(SourceTree.OfThisRepository, p));

    private static bool IsBelow(string name, string above) => name == above || name.StartsWith(above + ".", StringComparison.Ordinal);
}
