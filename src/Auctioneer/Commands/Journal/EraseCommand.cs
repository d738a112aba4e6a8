using System.CommandLine;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Journal.Sqlite;
using SQLitePCL;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>
/// <c>erase</c>: a person's name and token leave the journal for good. Facts name persons by number, so all of them stay, and the chain of hashes with
/// them. The house must not be running: it knows its bidders by name.
/// </summary>
public static class EraseCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The bidder's name." };
        var db = JournalFile.Argument();
        var command = new Command("erase", "Erase a person's name and token from a journal; what the person did stays, under a number.") { name, db };
        command.SetAction(parsed => JournalFile.Run(
            parsed.GetValue(db)!, Console.Error, () => Run(parsed.GetValue(db)!, parsed.GetValue(name)!, Console.Out, Console.Error)));
        return command;
    }

    internal static int Run(string path, string name, TextWriter output, TextWriter error)
    {
        SqliteSchema.CheckHeader(path);
        using var held = JournalLock.Take(Path.GetFullPath(path));
        using var db = SqliteConnection.Open(path, readOnly: false);
        db.Execute("PRAGMA secure_delete = ON");
        db.Execute("PRAGMA synchronous = FULL");
        using (var erase = db.Prepare("UPDATE people SET name = NULL, token = NULL, salt = NULL WHERE name = ?1")) erase.BindText(1, name).Run();
        var erased = raw.sqlite3_changes(db.Handle);
        if (erased == 0)
        {
            error.WriteLine($"auctioneer: nobody in {path} is called {name}.");
            return 1;
        }
        // It holds numbers, not names; but what follows from a name, like an order, is made anew.
        SnapshotFile.Delete(path);
        // Also from what earlier versions of pages still hold.
        db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        db.Execute("VACUUM");
        db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        output.WriteLine($"{name} is erased. Backups made before still hold the name.");
        return 0;
    }
}
