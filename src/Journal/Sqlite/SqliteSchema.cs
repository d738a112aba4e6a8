using System.Buffers.Binary;
using System.Globalization;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// The tables of a journal, version 1, made to be read with the <c>sqlite3</c> shell too (docs/reference/journal-file.md). A file says what
/// it is in its own header, so that what is no journal, or one of a newer program, is told without opening it. Each fact names the one
/// before it in its stream (follows), so that a stream is read back from its end without an index: an index would have to be written in as
/// many places as there are lots, at every commit.
/// </summary>
internal static class SqliteSchema
{
    public const int Version = 1;

    // Facts are appended, many in a commit: large pages make fewer calls of the same bytes. A journal that was made with others keeps them.
    private const int PageBytes = 16384;

    /// <summary>SQLite's application id of a journal: "AUCT".</summary>
    private const int ApplicationId = 0x41554354;

    private const string Tables = """
        CREATE TABLE schema_version (version INTEGER PRIMARY KEY, made_at TEXT NOT NULL);
        CREATE TABLE house (one INTEGER PRIMARY KEY CHECK (one = 1), journal TEXT NOT NULL, epoch INTEGER NOT NULL, last_event INTEGER NOT NULL, head BLOB NOT NULL);
        CREATE TABLE facts (
          event   INTEGER PRIMARY KEY,
          stream  TEXT NOT NULL,
          version INTEGER NOT NULL,
          follows INTEGER NOT NULL,
          epoch   INTEGER NOT NULL,
          time    TEXT NOT NULL,
          kind    TEXT NOT NULL,
          body    TEXT NOT NULL,
          hash    BLOB NOT NULL
        );
        CREATE TABLE people (number INTEGER PRIMARY KEY, name TEXT, token TEXT, salt BLOB);
        CREATE TABLE catalogues (hash TEXT PRIMARY KEY, body TEXT NOT NULL);
        CREATE VIEW history AS
          SELECT f.event, f.time, f.stream, f.version, f.kind, coalesce(p.name, json_extract(f.body, '$.bidder')) AS bidder, f.body
          FROM facts f LEFT JOIN people p ON p.number = json_extract(f.body, '$.bidder') ORDER BY f.event;
        CREATE VIEW bids AS
          SELECT f.event, f.time, f.stream, coalesce(p.name, json_extract(f.body, '$.bidder')) AS bidder,
            json_extract(f.body, '$.id') AS id, json_extract(f.body, '$.amountMinor') AS amount_minor, json_extract(f.body, '$.priceMinor') AS price_minor
          FROM facts f LEFT JOIN people p ON p.number = json_extract(f.body, '$.bidder') WHERE f.kind = 'Lot.BidAccepted' ORDER BY f.event;
        CREATE VIEW sales AS
          SELECT f.event, f.time, f.stream, coalesce(p.name, json_extract(f.body, '$.bidder')) AS bidder,
            json_extract(f.body, '$.priceMinor') AS price_minor, json_extract(f.body, '$.round') AS round
          FROM facts f LEFT JOIN people p ON p.number = json_extract(f.body, '$.bidder') WHERE f.kind = 'Lot.UnitAwarded' ORDER BY f.event;
        """;

    /// <summary>Makes the tables of a new journal: all or none.</summary>
    public static void Create(SqliteConnection db, DateTimeOffset now)
    {
        var journal = Guid.NewGuid().ToString("N");
        var genesis = Convert.ToHexString(FactChain.Genesis(journal));
        var time = now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        db.Execute($"PRAGMA page_size = {PageBytes}");
        db.Execute("PRAGMA journal_mode = WAL");
        db.Execute("PRAGMA synchronous = FULL");
        db.Execute($"""
            BEGIN IMMEDIATE;
            PRAGMA application_id = {ApplicationId};
            PRAGMA user_version = {Version};
            {Tables}
            INSERT INTO schema_version VALUES ({Version}, '{time}');
            INSERT INTO house VALUES (1, '{journal}', 0, 0, x'{genesis}');
            COMMIT;
            """);
        // What the file is stands in the file itself from now on, not in the log beside it.
        db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>The first of a journal's tables that is not there; null: all are.</summary>
    public static string? Missing(SqliteConnection db)
    {
        foreach (var name in (string[])["schema_version", "house", "facts", "people", "catalogues"])
        {
            if (db.Number($"SELECT 1 FROM sqlite_master WHERE name = '{name}'") is null) return name;
        }
        return null;
    }

    /// <summary>What a file is, read from its header; nothing is opened or changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What the caller's user can do when it is no journal.</param>
    /// <exception cref="JournalException">It is no journal, or a newer program's.</exception>
    public static void CheckHeader(string path, string remedy = "Name another file.")
    {
        Span<byte> header = stackalloc byte[100];
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) throw NoJournal(path, remedy);
        }
        if (!header.StartsWith("SQLite format 3\0"u8)) throw NoJournal(path, remedy);
        if (BinaryPrimitives.ReadInt32BigEndian(header[68..]) != ApplicationId) throw NoJournal(path, remedy);
        var version = BinaryPrimitives.ReadInt32BigEndian(header[60..]);
        if (version > Version)
        {
            throw new JournalException(
                $"The journal {path} is of version {version}; this program knows up to version {Version}. Use the program that wrote it, " +
                "or a newer one. Nothing was changed.");
        }
        if (version < 1) throw NoJournal(path, remedy);
    }

    private static JournalException NoJournal(string path, string remedy) => new($"{path} is not an auction house's journal. {remedy}");
}
