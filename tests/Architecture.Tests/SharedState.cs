using System.Text.RegularExpressions;

namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// Where threads share what changes. Actors share nothing: locks and their kin stand in the journal and in the doors, where threads that
/// are no actors meet. Each other file that has some is named here, with how many and why; a file that has more or fewer is a fault.
/// </summary>
public static partial class SharedState
{
    private static readonly string[] MeetingPlaces = ["src/Journal/", "src/Auctioneer/Doors/"];

    /// <summary>File → how many places in it share state, and why they do.</summary>
    public static IReadOnlyDictionary<string, (int Places, string Reason)> Named { get; } = new Dictionary<string, (int, string)>
    {
        ["src/Auctioneer/Accounts/OpeningOrder.cs"] = (4, "the boards of a house that opens tell at the same time"),
        ["src/Auctioneer/Commands/Screen.cs"] = (1, "each sale's board names its lots on a thread of its own"),
        ["src/Auctioneer/Dispatch/LotMailbox.cs"] = (11, "a mailbox: any thread puts a message in, the lot's takes it out"),
        ["src/Auctioneer/Settings/AkkaClasses.cs"] = (1, "a cache for the process, whose entries never change"),
        ["src/Bidder/Commands/FleetReports.cs"] = (8, "bots on their threads report, and one screen shows it"),
        ["src/Bidder/Commands/OwnLines.cs"] = (7, "the keyboard's thread sends lines, the connection's finds them answered"),
        ["src/Bidder/Commands/RoomCommand.cs"] = (3, "the keyboard's thread asks whether all is done, the connection's reads"),
        ["src/Bidder/Commands/SealedCommand.cs"] = (1, "the keyboard's thread asks whether the house still asks, the connection's reads"),
        ["src/Bidder/Originals/RoomConnector.cs"] = (3, "the bot's thread asks, the connection's answers"),
        ["src/Bidder/Remote/HouseCertificate.cs"] = (2, "TLS threads check the certificate, the node reads what they found"),
        ["src/Bidder/Remote/RemoteNode.cs"] = (7, "many bots visit by one actor system, which one of them renews"),
        ["src/Bidder/Tcp/HouseConnection.cs"] = (1, "the reading thread waits until the bot has taken what was read"),
        ["src/CommandLine/OutputStream.cs"] = (3, "every thread of a program writes, and the first fault is reported"),
        ["src/CommandLine/StopSignals.cs"] = (1, "signals come on threads of their own"),
        ["src/Lab/Demo/Watcher.cs"] = (2, "the house's threads count for the screen's"),
        ["src/Lab/Replay/VirtualScheduler.cs"] = (5, "a scheduler: every actor's thread sets timers"),
        ["src/Messages/Remote/BidCodec.cs"] = (1, "a cache of each thread's own"),
        ["src/Messages/Remote/Guard/SelectionSerializer.cs"] = (1, "a mark of each thread's own, while it reads one message"),
        ["src/Messages/Remote/Guard/WatcherLimit.cs"] = (2, "the transport's threads ask before an actor gets the message"),
        ["src/Rules/Forms/FormRegistry.cs"] = (4, "a program adds its forms before the first use, from any thread"),
        ["src/Rules/Forms/Rounds/BidderLog.cs"] = (3, "states that never change share one log that only grows"),
    };

    /// <summary>File → the places in it, each with its line.</summary>
    public static IReadOnlyDictionary<string, string[]> Places(SourceTree tree) =>
        (from file in tree.CSharp("src/")
         where !MeetingPlaces.Any(place => file.Key.StartsWith(place, StringComparison.Ordinal))
         let code = CSharpText.CodeOf(file.Value)
         from match in Sharing().Matches(code)
         group $"{file.Key}:{code.AsSpan(0, match.Index).Count('\n') + 1} {match.Value}" by file.Key)
        .ToDictionary(file => file.Key, file => file.ToArray());

    /// <summary>A sentence for each file that has other than its number of places.</summary>
    public static IEnumerable<string> Faults(SourceTree tree, IReadOnlyDictionary<string, (int Places, string Reason)> named)
    {
        var places = Places(tree);
        return
            from file in places.Keys.Union(named.Keys).Order(StringComparer.Ordinal)
            let found = places.GetValueOrDefault(file, [])
            let may = named.GetValueOrDefault(file).Places
            where found.Length != may
            select $"{file} shares state in {found.Length} places and is named with {may}:\n{string.Join('\n', found)}";
    }

    [GeneratedRegex(
        @"\block\s*\(|\b(Lock|Interlocked|Volatile|volatile|ThreadStatic|ThreadLocal|AsyncLocal"
        + @"|Concurrent[A-Z]\w*|SemaphoreSlim|ReaderWriterLockSlim)\b")]
    private static partial Regex Sharing();
}
