using AkkaAuction.Bench.Floor;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Bench.Peers;

/// <summary>Our side of both comparisons: the house with its journal on SQLite.</summary>
internal static class OurHouse
{
    public static async Task<Measured> RunAsync(Options options, int lots, int each)
    {
        var journal = Path.Combine(Folder(options, "house"), "s.db");
        string[] shared = ["--connections", $"{options.Number("connections", 100)}", "--lots", $"{lots}"];
        using var server = Processes.Start(["server", "--mode", "house", .. shared, "--round-seconds", "3600", "--journal", journal]);
        var port = await server.StandardOutput.ReadLineAsync();
        var measured = await Measured.RunAsync(options, [.. shared, "--port", $"{port}", "--each", $"{each}"], () => Used.OfAsync(server));
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        measured.Load.Compare("the house's journal", Read(journal, lots));
        return measured;
    }

    /// <summary>An empty folder on the disk that is meant.</summary>
    public static string Folder(Options options, string name)
    {
        var folder = Path.GetFullPath(Path.Combine(options.Text("folder", "."), ".journal-bench", name));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>Reads the journal, held to its chain.</summary>
    private static LotRecord[] Read(string journal, int lots)
    {
        var numbers = Enumerable.Range(0, lots).ToDictionary(i => StreamNames.Lot("sale", 1, LotNames.Of(i, lots)));
        var records = new LotRecord[lots];
        using var reader = SqliteReader.Open(journal);
        reader.ReadAll((in ReadRow row, string stream) =>
        {
            if (!row.Kind.SequenceEqual("Lot.BidAccepted"u8)) return;
            ref var record = ref records[numbers[stream]];
            record = record.With(((LotFact.BidAccepted)reader.Decode(row)).AmountMinor);
        });
        return records;
    }
}
