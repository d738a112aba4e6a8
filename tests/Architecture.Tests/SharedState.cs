using System.Text.RegularExpressions;

namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// Where threads share what changes. Actors share nothing: locks and their kin stand in the journal, in the doors and in a mailbox, where threads that are no actors meet.
/// Elsewhere each folder has a number that may only fall.
/// </summary>
public static partial class SharedState
{
    private static readonly string[] MeetingPlaces = ["src/Journal/", "src/Auctioneer/Doors/", "src/Auctioneer/Dispatch/"];

    /// <summary>Folder → places in it that may stand for now.</summary>
    public static IReadOnlyDictionary<string, int> Allowed { get; } = new Dictionary<string, int>
    {
        ["src/Auctioneer/Settings/"] = 1,
        ["src/Bidder/"] = 22,
        ["src/Lab/"] = 7,
        ["src/Messages/"] = 4,
        ["src/Rules/"] = 7,
    };

    /// <summary>Folder → the places in it, each with its file and line.</summary>
    public static IReadOnlyDictionary<string, string[]> Places(SourceTree tree) =>
        (from file in tree.CSharp("src/")
         where !MeetingPlaces.Any(place => file.Key.StartsWith(place, StringComparison.Ordinal))
         let code = CSharpText.CodeOf(file.Value)
         from match in Sharing().Matches(code)
         group $"{file.Key}:{code.AsSpan(0, match.Index).Count('\n') + 1} {match.Value}" by FolderOf(file.Key))
        .ToDictionary(folder => folder.Key, folder => folder.ToArray());

    /// <summary>A sentence for each folder that has more places than it may.</summary>
    public static IEnumerable<string> TooMany(SourceTree tree, IReadOnlyDictionary<string, int> allowed) =>
        from folder in Places(tree)
        let may = allowed.GetValueOrDefault(folder.Key)
        where folder.Value.Length > may
        select $"{folder.Key} shares state in {folder.Value.Length} places and may in {may}:\n{string.Join('\n', folder.Value)}";

    // The Auctioneer's folders are kept apart by what they do; the other projects are small.
    private static string FolderOf(string path)
    {
        var parts = path.Split('/');
        return parts is ["src", "Auctioneer", _, _, ..] ? string.Join('/', parts[..3]) + "/" : string.Join('/', parts[..2]) + "/";
    }

    [GeneratedRegex(@"\block\s*\(|\b(Lock|Interlocked|Volatile|volatile|ThreadStatic|ThreadLocal|AsyncLocal|Concurrent[A-Z]\w*|SemaphoreSlim|ReaderWriterLockSlim)\b")]
    private static partial Regex Sharing();
}
