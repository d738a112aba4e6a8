using System.CommandLine;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Sqlite;
using SQLitePCL;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary><c>backup</c>: a copy of a journal as it is at one moment, while the house runs; checked like any journal before it is called done.</summary>
public static class BackupCommand
{
    public static Command Create()
    {
        // The journal may be left out, the copy not: a single name is the copy's.
        var names = new Argument<string[]>("[DB] FILE") { Description = "The journal (auction.db here when it is left out), and the copy, which must not exist yet.", Arity = new ArgumentArity(1, 2) };
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
        SqliteSchema.CheckHeader(from);
        Copy(from, to);
        using var reader = SqliteReader.Open(to);
        var head = reader.ReadAll((in ReadRow _, string _) => { });
        output.WriteLine($"{FactWords.Count(reader.LastEvent, "event")} {(reader.LastEvent == 1 ? "is" : "are")} in {to}. Head: {Convert.ToHexStringLower(head)}");
        return 0;
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to)) throw new JournalException($"{to} is a folder; name the copy's file: {Path.Combine(to, Path.GetFileName(from))}.");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (new FileStream(to, options)) { }
        }
        catch (IOException fault) when (File.Exists(to))
        {
            throw new JournalException($"{to} exists already; a backup never writes over a file. Choose another name.", fault);
        }
        using var source = SqliteConnection.OpenToRead(from);
        using var target = SqliteConnection.Open(to, readOnly: false);
        using (var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main"))
        {
            // In one step: what the house commits meanwhile is in the next backup.
            var code = raw.sqlite3_backup_step(backup, -1);
            if (code != raw.SQLITE_DONE) target.Check(code);
        }
        // A copy is one file, whole without a log beside it.
        target.Execute("PRAGMA journal_mode = DELETE");
    }
}
