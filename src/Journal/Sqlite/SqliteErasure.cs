using AkkaAuction.Journal.Snapshots;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Erases a person's name and token from a journal. Facts name persons by number, so all of them stay, and the chain of hashes with them.
/// </summary>
internal static class SqliteErasure
{
    /// <summary>Erases a name. No house may be running on the journal, for it knows its bidders by name.</summary>
    /// <returns>Whether there was a person of this name.</returns>
    /// <exception cref="JournalException">A house is running on the journal, or its disk is full: nothing is erased.</exception>
    /// <exception cref="SqliteException">The journal cannot be written.</exception>
    public static bool Erase(string path, string name)
    {
        using var held = JournalLock.Take(path);
        using var db = SqliteConnection.Open(path, readOnly: false);
        db.Execute("PRAGMA secure_delete = ON");
        db.Execute("PRAGMA synchronous = FULL");
        using (var known = db.Prepare("SELECT 1 FROM people WHERE name = ?1"))
        {
            if (!known.BindText(1, name).Step()) return false;
        }
        try
        {
            // First what needs room on the disk: earlier versions of pages go, and nothing is erased yet when it fails.
            db.Execute("VACUUM");
            db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            using var erase = db.Prepare("UPDATE people SET name = NULL, token = NULL, salt = NULL WHERE name = ?1");
            erase.BindText(1, name).Run();
        }
        catch (SqliteException fault) when (fault.IsFull)
        {
            throw new JournalException(
                $"disk full: nothing is erased in {path}. Make room on its disk, about as much as it has bytes.", fault);
        }
        // A snapshot holds numbers, not names; but what follows from a name, like an order, is made anew.
        SnapshotFile.Delete(path);
        // The log has the page as it was made, and the file the one before until this brings it home.
        db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    }
}
