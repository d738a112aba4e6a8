using System.CommandLine;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>
/// <c>erase</c>: erases a person's name and token from the journal for good; the person's facts stay, under a number. The house must not
/// be running.
/// </summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The bidder's name." };
        var db = JournalFile.Argument();
        var command = new Command("erase", "Erase a person's name and token from a journal; what the person did stays, under a number.")
        {
            name, db,
        };
        command.SetAction(parsed => JournalFile.Run(
            parsed.GetValue(db)!, Console.Error, () => Run(parsed.GetValue(db)!, parsed.GetValue(name)!, Console.Out, Console.Error)));
        return command;
    }

    internal static int Run(string path, string name, TextWriter output, TextWriter error)
    {
        SqliteSchema.VersionOf(path);
        if (!SqliteErasure.Erase(path, name))
        {
            error.WriteLine($"auctioneer: nobody in {path} is called {name}.");
            return 1;
        }
        output.WriteLine($"{name} is erased. Backups made before still hold the name.");
        return 0;
    }
}
