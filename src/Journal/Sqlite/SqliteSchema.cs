using System.Buffers.Binary;
using System.Globalization;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// The tables of a journal, version 2, made to be read with the <c>sqlite3</c> shell too (docs/reference/journal-file.md). A file says what
/// it is in its own header, so that what is no journal, or one of a newer program, is told without opening it. Each fact names the place of
/// the one before it in its stream (follows), so that a stream is read back from its end without an index: an index would have to be
/// written in as many places as there are lots, at every commit.
/// </summary>
internal static class SqliteSchema
{
    public const int Version = 2;

    // Facts are appended, many in a commit: large pages make fewer calls of the same bytes. A journal that was made with others keeps them.
    private const int PageBytes = 16384;

    /// <summary>SQLite's application id of a journal: "AUCT".</summary>
    private const int ApplicationId = 0x41554354;

    internal const string Tables = """
        CREATE TABLE schema_version (version INTEGER PRIMARY KEY, made_at TEXT NOT NULL);
        CREATE TABLE house (
          one        INTEGER PRIMARY KEY CHECK (one = 1),
          journal    TEXT NOT NULL,
          epoch      INTEGER NOT NULL,
          last_place INTEGER NOT NULL,
          head       BLOB NOT NULL
        );
        CREATE TABLE facts (
          place   INTEGER PRIMARY KEY,
          event   INTEGER NOT NULL,
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
        CREATE VIEW told AS
          SELECT f.place, f.event, f.time, f.stream, f.version, f.kind, f.body,
            CASE WHEN f.stream LIKE 'sale/%' THEN substr(f.stream, 6, instr(substr(f.stream, 6) || '/', '/') - 1) END AS sale,
            CASE WHEN f.kind LIKE 'Lot.%' THEN replace(f.stream, rtrim(f.stream, replace(f.stream, '/', '')), '') END AS lot,
            coalesce(p.name, json_extract(f.body, '$.bidder')) AS bidder
          FROM facts f LEFT JOIN people p ON p.number = json_extract(f.body, '$.bidder');
        CREATE VIEW history AS
          SELECT place, sale, event, time, stream, version, kind, bidder, body FROM told ORDER BY place;
        CREATE VIEW bids AS
          SELECT place, sale, event, time, lot, bidder, json_extract(body, '$.id') AS id,
            json_extract(body, '$.amountMinor') AS amount_minor, json_extract(body, '$.priceMinor') AS price_minor, stream
          FROM told WHERE kind IN ('Lot.BidAccepted', 'Lot.BidAccepted/2') ORDER BY place;
        CREATE VIEW sales AS
          SELECT place, sale, event, time, lot, bidder,
            json_extract(body, '$.priceMinor') AS price_minor, json_extract(body, '$.round') AS round, stream
          FROM told WHERE kind = 'Lot.UnitAwarded' ORDER BY place;
        """;

    /// <summary>Makes the tables of a new journal: all or none.</summary>
    public static void Create(SqliteConnection db, DateTimeOffset now)
    {
        var journal = Guid.NewGuid().ToString("N");
        var genesis = Convert.ToHexString(FormatTwo.Instance.Genesis(journal, Chains.House));
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
        BringHome(db);
    }

    /// <summary>What the file is stands in the file itself from now on, not in the log beside it.</summary>
    public static void BringHome(SqliteConnection db) => db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>The first of a journal's tables that is not there; null: all are.</summary>
    public static string? Missing(SqliteConnection db)
    {
        foreach (var name in (string[])["schema_version", "house", "facts", "people", "catalogues"])
        {
            if (db.Number($"SELECT 1 FROM sqlite_master WHERE name = '{name}'") is null) return name;
        }
        return null;
    }

    /// <summary>The version of a journal's tables, read from its header; nothing is opened or changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What the caller's user can do when it is no journal.</param>
    /// <exception cref="JournalException">It is no journal, or a newer program's.</exception>
    public static int VersionOf(string path, string remedy = "Name another file.")
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
        return version >= 1 ? version : throw NoJournal(path, remedy);
    }

    private static JournalException NoJournal(string path, string remedy) => new($"{path} is not an auction house's journal. {remedy}");
}
