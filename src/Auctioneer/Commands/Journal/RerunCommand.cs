using System.CommandLine;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Audit;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary><c>rerun</c>: decides everything in a journal again with today's rules. Exit code 1 when anything differs.</summary>
internal static class RerunCommand
{
    private const int ShownMax = 20;

    public static Command Create(TextWriter terminal)
    {
        var db = JournalFile.Argument();
        var command = new Command("rerun", "Decide everything again from the journal, and compare.") { db };
        command.SetAction(parsed => JournalFile.Run(
            parsed.GetValue(db)!, Console.Error, () => Run(
                parsed.GetValue(db)!, Console.Out, Console.IsErrorRedirected ? Console.Error : terminal, !Console.IsErrorRedirected)));
        return command;
    }

    internal static int Run(string path, TextWriter output, TextWriter error, bool isTerminal)
    {
        var ends = EndCheck.Before(path);
        using var reader = SqliteReader.Open(path);
        var again = new Rerun(OriginalsSettings.Of(HouseSettings.Default()).Sealed);
        using (var bar = new ProgressBar(error, isTerminal, Math.Max(1, reader.LastPlace)))
        {
            reader.ReadAll((in ReadRow row, string stream) =>
            {
                FactTime.TryRead(row.Time, out var at);
                again.Add(stream, new StoredFact(row.Event, reader.Decode(row), Place: row.Place), at);
                if ((row.Place & 0xFFF) == 0) bar.At(row.Place);
            });
        }
        ends.Judge(reader, accept: false);
        var differences = again.Decide();
        foreach (var difference in differences.Take(ShownMax))
            error.WriteLine($"event {difference.Event} ({difference.Stream}): {difference.Why}");
        if (differences.Count > ShownMax) error.WriteLine($"… and {differences.Count - ShownMax} more");
        output.WriteLine(differences.Count == 0
            ? $"{Over(again, reader)}: all as they were."
            : $"{Over(again, reader)}: {differences.Count} {(differences.Count == 1 ? "differs" : "differ")}.");
        return differences.Count == 0 ? 0 : 1;
    }

    private static string Over(Rerun again, SqliteReader reader) =>
        $"{FactWords.Count(again.Decisions, "decision")} made again over {FactWords.Count(reader.LastPlace, "event")}";
}
