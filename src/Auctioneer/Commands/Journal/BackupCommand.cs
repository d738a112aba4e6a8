using System.CommandLine;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary><c>backup</c>: copies a journal as it is at one moment, while the house runs, and checks the copy like any journal.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        // The journal may be left out, the copy not: a single name is the copy's.
        var names = new Argument<string[]>("[DB] FILE")
        {
            Description = "The journal (auction.db here when it is left out), and the copy, which must not exist yet.",
            Arity = new ArgumentArity(1, 2),
        };
        var command = new Command("backup", "Copy a journal while the house runs.") { names };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(names)!;
            var from = given.Length == 2 ? given[0] : "auction.db";
            return JournalFile.Run(from, Console.Error, () => Run(from, given[^1], Console.Out));
        });
        return command;
    }

    internal static int Run(string from, string to, TextWriter output)
    {
        SqliteSchema.VersionOf(from);
        var end = JournalEnd.None;
        SqliteBackup.Copy(from, to, copy =>
        {
            using var reader = SqliteReader.Open(copy);
            end = reader.ReadAll((in ReadRow _, string _) => { });
        });
        output.WriteLine(
            $"{FactWords.Count(end.Place, "event")} {(end.Place == 1 ? "is" : "are")} in {to}. "
            + $"Head: {Convert.ToHexStringLower(end.Hash)}");
        return 0;
    }
}
