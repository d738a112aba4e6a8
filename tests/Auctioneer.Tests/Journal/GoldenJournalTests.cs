using System.Text;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// Journals that earlier versions wrote, kept as they were: every later version must read them to the
/// same facts. golden-1.journal was written by version 1 with one fact of every kind; golden-1.txt is
/// what it holds. A new version of the tables or of a kind adds a file and leaves these alone.
/// </summary>
public sealed class GoldenJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_version_1_wrote_is_read_as_it_was_meant()
    {
        Assert.Equal(File.ReadAllLines(Golden("golden-1.txt")), Told(Copy()));
    }

    [Fact]
    public void A_house_goes_on_with_what_version_1_wrote()
    {
        using var store = SqliteStore.Open(Copy(), FactCodecTests.At, false, out var found);
        using var journal = new DiskJournal(
            store,
            found,
            new Told(),
            TimeProvider.System,
            new JournalLimits(1000, TimeSpan.FromMilliseconds(1)),
            null);
        var last = journal.LastEvent;
        Assert.Equal(last + 1, journal.Append(journal.OpenWriter("sale/7"), [new SaleFact.Opened(FactCodecTests.At)], [], null).FirstEvent);
        Assert.True(journal.Step());
    }

    [Fact]
    public void Every_kind_there_is_now_is_in_a_golden_journal()
    {
        using var reader = SqliteReader.Open(Copy());
        var kinds = new HashSet<string>();
        reader.ReadAll((in ReadRow row, string _) => kinds.Add(Encoding.UTF8.GetString(row.Kind)));
        Assert.Equal(Kinds.Order(), kinds.Concat(KindsSince1).Order());
    }

    /// <summary>Kinds that came after version 1 of the tables: they are for the next golden journal.</summary>
    internal static readonly string[] KindsSince1 = ["Sale.CloseOrdered"];

    /// <summary>Every kind of fact there is.</summary>
    internal static IEnumerable<string> Kinds =>
        FactCodecTests.Facts.Select(f => f switch { LotFact => "Lot.", SaleFact => "Sale.", _ => "Sealed." } + f.GetType().Name)
            .Append("Desk.BidderRegistered").Append("Desk.SalePutUp").Distinct();

    /// <summary>How the golden journal was made; run by hand when there is a new version.</summary>
    internal static void Write(string path)
    {
        var settings = Houses.Settings();
        var catalogue = Houses.Catalogue(
            "lots = [ { id = lamp, title = \"Lämp\", start = \"10.00\", units = 2, seller = sue }, "
                + "{ id = cup, form = proxy, start = \"1.00\", open-for = 30s } ]",
            settings);
        using var store = SqliteStore.Open(path, FactCodecTests.At, false, out var found);
        using var journal = new DiskJournal(
            store,
            found,
            new Told(),
            TimeProvider.System,
            new JournalLimits(1000, TimeSpan.FromMilliseconds(1)),
            null);
        var desk = journal.OpenWriter("desk");
        journal.Append(desk, [new RegistryFact.SalePutUp(1, FactCodecTests.At, catalogue.SaleTerms(1, settings), catalogue)], [], null);
        journal.Append(desk, [new RegistryFact.BidderRegistered("ann", "0123456789abcdef0123456789abcdef", FactCodecTests.At)], [], null);
        journal.Append(desk, [new RegistryFact.BidderRegistered("bob", "fedcba9876543210fedcba9876543210", FactCodecTests.At)], [], null);
        foreach (var family in FactCodecTests.Facts.GroupBy(
            f => f switch { LotFact => "lot/1/lamp", SaleFact => "sale/1", _ => "sealed/seats" }))
        {
            journal.Append(journal.OpenWriter(family.Key), [.. family], [], null);
        }
        while (journal.Step()) { }
    }

    private static List<string> Told(string path)
    {
        var told = new List<string>();
        using var reader = SqliteReader.Open(path);
        reader.ReadAll((in ReadRow row, string stream) => told.Add(
            $"{row.Event} {stream} {row.Version} {Encoding.UTF8.GetString(row.Time)} "
                + $"{Convert.ToHexStringLower(row.Hash)} {InVersion1(Words(reader.Decode(row)))}"));
        return told;
    }

    private static string Words(object fact) => fact is RegistryFact.SalePutUp putUp
        ? $"{putUp.Terms with { RoundLots = [], TimedLots = [] }} {string.Join(' ', putUp.Catalogue.Lots.Select(Words))}"
        : fact.ToString()!;

    private static string Words(LotTerms lot) =>
        $"{lot.Id} {lot.Title} {lot.Form.Name} {lot.StartPriceMinor} {lot.Units} {lot.OpenFor} {lot.Seller}";

    /// <summary>The words of a fact without the fields that its kind did not have in version 1.</summary>
    private static string InVersion1(string words) =>
        words.Replace(", Name = sale, Title = sale, OpensAt = ", "", StringComparison.Ordinal);

    private string Copy()
    {
        File.Copy(Golden("golden-1.journal"), _folder["golden.db"]);
        return _folder["golden.db"];
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Journal", name);
}
