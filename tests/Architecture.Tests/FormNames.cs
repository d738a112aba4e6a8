using System.Text.RegularExpressions;

namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// A form of auction is known to its module and to the registry alone (docs/concepts/architecture.md). The names and types are found in the
/// modules, so a
/// new form is held to it without a change here.
/// </summary>
public static partial class FormNames
{
    private const string Modules = "src/Rules/Forms/";
    private const string Registry = "src/Rules/Forms/FormRegistry.cs";

    /// <summary>
    /// Whose very subject is one form: the original houses and their clients, and auctions that were published or recorded in one form.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Subjects { get; } = new Dictionary<string, string>
    {
        ["src/Rules/Examples/WorkedExample.cs"] = "the form's name is the published example's word",
        ["src/Rules/Originals/SealedRequest.cs"] = "a Seller of the sealed house picks one of two forms",
        ["src/Lab/Replay/HistoryClerk.cs"] = "the recorded auctions were held in one form",
        ["src/Auctioneer/Originals/RoomPart.cs"] = "the bidding room sells in one form",
        ["src/Bidder/Originals/RoomTranslator.cs"] = "the bidding room sells in one form",
    };

    /// <summary>
    /// Words that are a form's name and something else too, and where: a command, a door, an actor, a strategy, a number of an account,
    /// a group of settings.
    /// </summary>
    private static readonly Dictionary<string, string[]> OtherThings = new()
    {
        ["rounds"] =
        [
            "src/Auctioneer/Commands/ServeCommand.cs", "src/Auctioneer/Settings/CatalogueHeadReader.cs", "src/Lab/Demo/DemoAccountJson.cs",
        ],
        ["room"] =
        [
            "src/Auctioneer/Commands/OriginalsCommands.cs", "src/Auctioneer/Originals/RoomDesk.cs",
            "src/Bidder/Commands/RoomCommand.cs",
            "src/Bidder/Commands/BotsCommand.cs", "src/Bidder/Strategies/RoomBidder.cs", "src/Bidder/Strategies/StrategyRegistry.cs",
        ],
    };

    /// <summary>Folder of a module → the names its forms have.</summary>
    public static IReadOnlyDictionary<string, string[]> NamesOf(SourceTree tree) => tree.CSharp(Modules)
        .Where(file => file.Key[Modules.Length..].Contains('/'))
        .GroupBy(file => Modules + file.Key[Modules.Length..].Split('/')[0] + "/")
        .ToDictionary(
            group => group.Key,
            group => group.SelectMany(file => NameOfForm().Matches(file.Value)).Select(m => m.Groups[1].Value).ToArray());

    /// <summary>A sentence for each place that names a form outside its module.</summary>
    public static IEnumerable<string> Outside(SourceTree tree)
    {
        foreach (var (module, names) in NamesOf(tree))
        {
            var types = tree.CSharp(module)
                .SelectMany(file => DeclaredType().Matches(CSharpText.CodeOf(file.Value))).Select(m => m.Groups[1].Value).ToHashSet();
            foreach (var (path, text) in tree.CSharp("src/"))
            {
                if (path == Registry || path.StartsWith(module, StringComparison.Ordinal) || Subjects.ContainsKey(path)) continue;
                foreach (var name in names.Where(name => text.Contains($"\"{name}\"", StringComparison.Ordinal)))
                {
                    if (!OtherThings.GetValueOrDefault(name, []).Contains(path))
                        yield return $"{path} names the form \"{name}\": ask its module.";
                }
                var space = "AkkaAuction.Rules.Forms." + module[Modules.Length..^1];
                if (!text.Contains(space, StringComparison.Ordinal)) continue;
                foreach (Match word in Word().Matches(CSharpText.CodeOf(text)))
                {
                    if (types.Contains(word.Value)) yield return $"{path} uses {word.Value} of {module}: ask the module.";
                }
                yield return $"{path} uses {space}: ask the module.";
            }
        }
    }

    [GeneratedRegex("override string Name => \"([a-z_]+)\"")]
    private static partial Regex NameOfForm();

    [GeneratedRegex(@"\b(?:class|record struct|record|struct|enum)\s+([A-Z]\w+)")]
    private static partial Regex DeclaredType();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word();
}
