namespace AkkaAuction.Journal.Sqlite;

/// <summary>What the tables of a version call things.</summary>
/// <param name="Format">How that version numbers and chains facts.</param>
/// <param name="Place">The column with a fact's place.</param>
/// <param name="LastPlace">The column of the house with the last place.</param>
internal sealed record SqliteTables(IJournalFormat Format, string Place, string LastPlace)
{
    public const string InsertFact =
        "INSERT INTO facts (place, event, stream, version, follows, epoch, time, kind, body, hash) " +
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

    public const string InsertPerson = "INSERT INTO people (number, name, token, salt) VALUES (?1, ?2, ?3, ?4)";

    public const string InsertCatalogue = "INSERT OR IGNORE INTO catalogues (hash, body) VALUES (?1, ?2)";

    private static readonly SqliteTables One = new(FormatOne.Instance, "event", "last_event");

    /// <summary>The tables that are written now.</summary>
    public static SqliteTables Now { get; } = new(FormatTwo.Instance, "place", "last_place");

    /// <summary>What <see cref="RowOf"/> reads.</summary>
    public string Columns { get; } = $"SELECT {Place}, event, stream, version, follows, epoch, time, kind, body, hash";

    /// <summary>The tables of a version.</summary>
    public static SqliteTables Of(int version) => version == 1 ? One : Now;

    public static ReadRow RowOf(SqliteStatement rows) => new()
    {
        Place = rows.Long(0),
        Event = rows.Long(1),
        Stream = rows.Bytes(2),
        Version = rows.Long(3),
        Follows = rows.Long(4),
        Epoch = rows.Long(5),
        Time = rows.Bytes(6),
        Kind = rows.Bytes(7),
        Body = rows.Bytes(8),
        Hash = rows.Bytes(9),
    };
}
