using System.Reflection;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Compares the text of every table, view, index and trigger of a journal with what its version makes: a view that was changed shows
/// people other bids than there are, and a trigger that was added changes what is stored next.
/// </summary>
internal static class SchemaCheck
{
    private const string All = "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY name";

    /// <summary>What differs first; null: nothing.</summary>
    public static string? Fault(SqliteConnection journal, int version)
    {
        using var fresh = SqliteConnection.Open(":memory:", readOnly: false);
        fresh.Execute(version == 1 ? VersionOne() : SqliteSchema.Tables);
        var (expected, found) = (Read(fresh), Read(journal));
        foreach (var (name, (type, sql)) in found)
        {
            if (!expected.TryGetValue(name, out var must)) return $"the {type} {name} was added";
            if (must != (type, sql) && (type, Earlier(sql)) != must) return $"the {type} {name} was changed";
        }
        foreach (var (name, (type, _)) in expected)
        {
            if (!found.ContainsKey(name)) return $"the {type} {name} is missing";
        }
        return version == 1 || SaysItsVersion(journal, version) ? null : $"the table schema_version does not say {version}, and that alone";
    }

    /// <summary>Who reads the file without this program sees its version there.</summary>
    private static bool SaysItsVersion(SqliteConnection journal, int version) =>
        journal.Number($"SELECT count(*) = 1 AND sum(version) = {version} FROM schema_version") == 1;

    /// <summary>The first journals of version 2 were made before sealed bids had a kind of their own.</summary>
    private static string Earlier(string sql) =>
        sql.Replace("kind = 'Lot.BidAccepted' ", "kind IN ('Lot.BidAccepted', 'Lot.BidAccepted/2') ", StringComparison.Ordinal);

    private static Dictionary<string, (string Type, string Sql)> Read(SqliteConnection db)
    {
        var all = new Dictionary<string, (string Type, string Sql)>(StringComparer.Ordinal);
        using var rows = db.Prepare(All);
        while (rows.Step()) all.Add(rows.Text(1)!, (rows.Text(0)!, rows.Text(2)!));
        return all;
    }

    private static string VersionOne()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("version-1.sql")
            ?? throw new InvalidOperationException("The tables of version 1 are not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
