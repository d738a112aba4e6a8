using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// Which way the arrows point (docs/concepts/architecture.md): each check reads a tree and returns one sentence per broken arrow, naming
/// the file. Adding a project or an arrow means changing the table here, on purpose.
/// </summary>
public static partial class FloorPlan
{
    /// <summary>Project of src → the projects of src below it.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["CommandLine"] = [],
        ["Hocon"] = [],
        ["Rules"] = [],
        ["Messages"] = ["Rules"],
        ["Journal"] = ["Rules"],
        ["Auctioneer"] = ["CommandLine", "Journal", "Messages", "Rules", "Hocon"],
        ["Bidder"] = ["CommandLine", "Messages", "Rules"],
        ["Lab"] = ["CommandLine", "Auctioneer", "Bidder", "Messages", "Rules"],
    };

    /// <summary>Project of src → the packages it may take; a project that is not here takes what it needs.</summary>
    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["CommandLine"] = ["System.CommandLine"],
        ["Hocon"] = [],
        ["Rules"] = [],
        ["Journal"] = ["SQLitePCLRaw.bundle_e_sqlite3"],
    };

    private const string SerializerFolder = "src/Messages/Remote/";

    // What keeps strangers from actors must know them, and Akka.Remote.
    private const string GuardFolder = "src/Messages/Remote/Guard/";

    /// <summary>
    /// How many are still here, asked when a house stops or a test wants to know; and the sales and accounts, for whoever runs the house.
    /// </summary>
    private static readonly string[] AsksOnceInALife = [
        "src/Auctioneer/Accounts/AccountRequest.cs",
        "src/Auctioneer/Hosting/FloorPart.cs",
        "src/Auctioneer/Hosting/RemoteDoorPart.cs",
        "src/Auctioneer/Hosting/SaleControl.cs",
        "src/Auctioneer/Originals/SealedHousePart.cs",
    ];

    /// <summary>src: only projects of the plan, and only downwards.</summary>
    public static IEnumerable<string> ProjectReferences(SourceTree tree)
    {
        foreach (var (path, text) in tree.Projects)
        {
            var references = Included(text, "ProjectReference").Select(r => Resolve(path, r)).ToArray();
            if (!path.StartsWith("src/", StringComparison.Ordinal)) continue;
            var name = Path.GetFileNameWithoutExtension(path);
            if (!Rooms.TryGetValue(name, out var below))
            {
                yield return $"{path} is not on the floor plan.";
                continue;
            }
            var allowed = below.Select(b => $"src/{b}/{b}.csproj").ToArray();
            foreach (var wrong in references.Except(allowed))
                yield return $"{path} references {wrong}: it may reference "
                    + $"{(allowed.Length is 0 ? "nothing" : string.Join(", ", allowed))}.";
        }
    }

    /// <summary>Rules and HOCON take no package at all; the journal takes its database's.</summary>
    public static IEnumerable<string> PackageReferences(SourceTree tree)
    {
        foreach (var (path, text) in tree.Projects.Where(f => f.Key.StartsWith("src/", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!Packages.TryGetValue(name, out var allowed)) continue;
            foreach (var package in Included(text, "PackageReference").Concat(Included(text, "FrameworkReference")).Except(allowed))
                yield return $"{path} takes {package}: {name} has "
                    + $"{(allowed is [] ? "the base library alone" : string.Join(", ", allowed))}.";
        }
    }

    /// <summary>No file compiles differently from one build to the next.</summary>
    public static IEnumerable<string> ConditionalCompilation(SourceTree tree) =>
        from file in tree.CSharp("src/").Concat(tree.CSharp("tests/"))
        where Directive().IsMatch(CSharpText.CodeOf(file.Value))
        select $"{file.Key} has an #if.";

    /// <summary>Namespaces: what the text of a folder must not use.</summary>
    public static IEnumerable<string> Namespaces(SourceTree tree) =>
        Forbidden(tree, "src/Rules/", KernelImpurity(), "the kernel has no clock, chance, I/O, threads or actors")
            .Concat(Forbidden(tree, "src/Rules/Lots/", Forms(), "what all forms share knows no form"))
            .Concat(Forbidden(tree, "src/Messages/", House(), "messages know no house"))
            // The folder of the serializer is given to one by Akka; the messages themselves are anybody's.
            .Concat(
                Forbidden(tree, "src/Messages/", Actors(), "messages know no actors")
                    .Where(wrong => !wrong.StartsWith(SerializerFolder, StringComparison.Ordinal)))
            .Concat(
                Forbidden(tree, SerializerFolder, BeyondSerializing(), "a serializer knows no actors")
                    .Where(wrong => !wrong.StartsWith(GuardFolder, StringComparison.Ordinal)))
            .Concat(Forbidden(tree, "src/Auctioneer/Sales/", Doors(), "actors know no doors"))
            .Concat(Forbidden(tree, "src/Auctioneer/Sessions/", Doors(), "actors know no doors"))
            .Concat(Forbidden(tree, "src/Journal/", BeyondJournal(), "the journal knows neither actors nor doors, and no outsider"))
            .Concat(Forbidden(tree, "src/Auctioneer/", Database(), "the journal alone talks to its database"))
            .Concat(Forbidden(tree, "src/Bidder/Strategies/", StrategyImpurity(), "strategies are pure"))
            .Concat(Forbidden(tree, "src/", TestKit(), "no program needs a test kit"));

    /// <summary>
    /// Whoever asks waits, with a promise and an actor of its own for each answer: only how a house starts and stops may.
    /// </summary>
    public static IEnumerable<string> Asking(SourceTree tree) =>
        from wrong in Forbidden(tree, "src/", Asks(), "an answer comes as a message")
        where !AsksOnceInALife.Any(file => wrong.StartsWith(file, StringComparison.Ordinal))
        select wrong;

    private static IEnumerable<string> Forbidden(SourceTree tree, string below, Regex what, string why) =>
        from file in tree.CSharp(below)
        from match in what.Matches(CSharpText.CodeOf(file.Value))
        select $"{file.Key} uses {match.Value}: {why}.";

    private static IEnumerable<string> Included(string projectText, string item) =>
        XDocument.Parse(projectText).Descendants(item).Select(e => (string?)e.Attribute("Include") ?? "");

    private static string Resolve(string project, string reference)
    {
        var parts = new Stack<string>(project.Split('/').SkipLast(1));
        foreach (var part in reference.Replace('\\', '/').Split('/'))
        {
            if (part is "..") parts.TryPop(out _);
            else if (part is not ".") parts.Push(part);
        }
        return string.Join('/', parts.Reverse());
    }

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(
        @"\b(Akka\.\w+|(DateTime|DateTimeOffset)\.(Utc)?Now\b|TimeProvider|Stopwatch|TickCount(64)?|Random|RandomNumberGenerator|NewGuid"
        + @"|System\.IO|System\.Net|System\.Threading|Thread\b|Task|File|Directory|Console|Environment)\b")]
    private static partial Regex KernelImpurity();

    [GeneratedRegex(@"\bAkkaAuction\.Rules\.Forms\b|\bFormRegistry\b")]
    private static partial Regex Forms();

    [GeneratedRegex(@"\bAkkaAuction\.(Auctioneer|Bidder|Lab)\b")]
    private static partial Regex House();

    [GeneratedRegex(@"\bAkka\.\w+\b")]
    private static partial Regex Actors();

    [GeneratedRegex(
        @"\b(Akka\.(?!Serialization\b|Actor\b|Configuration\b)\w+|IActorRef|ActorBase|ReceiveActor|UntypedActor|Props|Context)\b")]
    private static partial Regex BeyondSerializing();

    [GeneratedRegex(@"\b(AkkaAuction\.Auctioneer\.Doors|Doors\.\w+|System\.Net\.Sockets|System\.IO\.Pipelines|Microsoft\.AspNetCore)\b")]
    private static partial Regex Doors();

    [GeneratedRegex(@"\b(Akka\.\w+|Microsoft\.AspNetCore|AkkaAuction\.(Auctioneer|Bidder|Lab|Messages|Hocon))\b")]
    private static partial Regex BeyondJournal();

    [GeneratedRegex(@"\bSQLitePCL\b")]
    private static partial Regex Database();

    [GeneratedRegex(
        @"\b(Akka\.\w+|(DateTime|DateTimeOffset)\.(Utc)?Now|TimeProvider|Random\.Shared|new Random\(\)"
        + @"|System\.IO|System\.Net|Task|Console)\b")]
    private static partial Regex StrategyImpurity();

    [GeneratedRegex(@"(?<!\bAddressQuestion)\.Ask\s*[<(]|\.(ResolveOne|GracefulStop)\s*\(|\bPatterns\b|\bInbox\b")]
    private static partial Regex Asks();

    [GeneratedRegex(@"\bAkka\.TestKit\b")]
    private static partial Regex TestKit();
}
