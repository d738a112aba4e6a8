using System.Text;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// Journals that earlier versions wrote, kept as they were: every later version must read them to the
/// same facts. golden-1.journal was written by version 1 with one fact of every kind that it had,
/// golden-2.journal by version 2, golden-2-turns.journal and those like it when new kinds came; each has a
/// text beside it that says what it holds. A new version of the tables, a new version of a kind or a new kind adds a file and leaves these
/// alone.
/// </summary>
public sealed class GoldenJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("2-turns")]
    [InlineData("2-payments")]
    [InlineData("2-withdrawn")]
    public void What_a_version_wrote_is_read_as_it_was_meant(string name)
    {
        Assert.Equal(File.ReadAllLines(Golden($"golden-{name}.txt")), Told(Copy(name)));
    }

    [Fact]
    public void A_house_goes_on_with_what_version_2_wrote()
    {
        using var store = SqliteStore.Open(Copy("2"), FactCodecTests.At, false, out var found);
        var limits = new JournalLimits(1000, TimeSpan.FromMilliseconds(1));
        using var journal = new DiskJournal(store, found, TimeProvider.System, limits, null);
        var last = journal.LastEvent(TheSale.Chain);
        var run = journal.OpenWriter(StreamNames.Run(TheSale.Id, 7));
        Assert.Equal(last + 1, journal.Append(run, [new SaleFact.Opened(FactCodecTests.At)], [], null).FirstEvent);
        Assert.True(journal.Step());
    }

    [Fact]
    public void A_house_leaves_what_version_1_wrote_alone_and_says_how_it_is_copied()
    {
        var path = Copy("1");
        var before = File.ReadAllBytes(path);
        var fault = Assert.Throws<JournalException>(() => { SqliteStore.Open(path, FactCodecTests.At, false, out _); });
        Assert.Equal(
            $"The journal {path} is of version 1. Copy it with: auctioneer migrate {path} NEW. Nothing was changed.", fault.Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData("sales", "event,time,house,sale,lot,round,bidder,price")]
    [InlineData("bids", "event,time,house,sale,lot,bidder,id,amount,price,leader")]
    [InlineData("facts", "event,time,stream,version,life,kind,body,hash")]
    public void Version_1_is_exported_as_it_was(string what, string heads)
    {
        var output = new StringWriter();
        Assert.Equal(0, ExportCommand.Run(Copy("1"), "csv", what, output));
        var lines = output.ToString().Split('\n');
        Assert.Equal(heads, lines[0]);
        if (what != "facts") Assert.All(lines[1..^1], line => Assert.Contains(",floor,1,lamp,", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Version_1_is_audited_as_it_was_and_each_chain_of_version_2_has_a_head()
    {
        var (one, two) = (Audited("1"), Audited("2"));
        Assert.Matches("^Every hash and every number is right. Head: [0-9a-f]{64}$", one[^1]);
        Assert.DoesNotContain(one, line => line.Contains(", head ", StringComparison.Ordinal));
        var heads = two.Where(line => line.Contains(", head ", StringComparison.Ordinal)).Select(line => line.Split(':')[0]);
        Assert.Equal(["house", "sale/sale", "sealed"], heads);
    }

    [Fact]
    public void Every_kind_there_is_now_is_in_a_golden_journal()
    {
        var kinds = new HashSet<string>();
        foreach (var name in (string[])["2", "2-turns", "2-payments", "2-withdrawn"])
        {
            using var reader = SqliteReader.Open(Copy(name));
            reader.ReadAll((in ReadRow row, string _) => kinds.Add(Encoding.UTF8.GetString(row.Kind)));
        }
        Assert.Equal(Kinds.Order(), kinds.Order());
    }

    /// <summary>Every kind of fact that is written now.</summary>
    internal static IEnumerable<string> Kinds =>
        FactCodecTests.Facts.Select(f => f switch { LotFact => "Lot.", SaleFact => "Sale.", _ => "Sealed." } + f.GetType().Name)
            .Concat(["Desk.BidderRegistered/2", "Desk.SalePutUp/2", "Lot.BidAccepted/2", "House.Migrated", "House.Anchored"])
            .Distinct();

    /// <summary>How a golden journal was made; run by hand when there is a new version or a new kind.</summary>
    internal static void Write(string path, IEnumerable<object> facts)
    {
        var settings = Houses.Settings();
        var catalogue = Houses.Catalogue(
            "lots = [ { id = lamp, title = \"Lämp\", start = \"10.00\", units = 2, seller = sue }, "
                + "{ id = cup, form = proxy, start = \"1.00\", open-for = 30s } ]",
            settings);
        using var store = SqliteStore.Open(path, FactCodecTests.At, false, out var found);
        var limits = new JournalLimits(1000, TimeSpan.FromMilliseconds(1));
        using var journal = new DiskJournal(store, found, TimeProvider.System, limits, null);
        var desk = journal.OpenWriter("desk");
        var putUp = new RegistryFact.SalePutUp(1, FactCodecTests.At, catalogue.SaleTerms(1, settings), catalogue);
        journal.Append(journal.OpenWriter(StreamNames.Sale(TheSale.Id)), [putUp], [], null);
        journal.Append(desk, [new RegistryFact.BidderRegistered("ann", TokenHash.Of("ann's"), FactCodecTests.At)], [], null);
        journal.Append(desk, [new RegistryFact.BidderRegistered("bob", TokenHash.Of("bob's"), FactCodecTests.At)], [], null);
        foreach (var family in facts.GroupBy(StreamOf))
            journal.Append(journal.OpenWriter(family.Key), [.. family], [], null);
        var migrated = new HouseFact.Migrated("0123456789abcdef", 1, 37, TokenHash.Of("a head"), FactCodecTests.At);
        journal.Append(journal.OpenWriter(StreamNames.Anchors), [migrated], [], null);
        journal.Anchor();
        while (journal.Step()) { }
    }

    private List<string> Audited(string name)
    {
        var output = new StringWriter();
        Assert.Equal(0, AuditCommand.Run(Copy(name), null, null, output, TextWriter.Null, false));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static List<string> Told(string path)
    {
        var told = new List<string>();
        using var reader = SqliteReader.Open(path);
        reader.ReadAll((in ReadRow row, string stream) => told.Add(
            $"{(reader.Version == 1 ? "" : $"{row.Place} ")}{row.Event} {stream} {row.Version} {Encoding.UTF8.GetString(row.Time)} "
                + $"{Convert.ToHexStringLower(row.Hash)} {InVersion(reader.Version, Words(reader.Decode(row)))}"));
        return told;
    }

    private static string Words(object fact) => fact is RegistryFact.SalePutUp putUp
        ? $"{putUp.Terms with { RoundLots = [], TimedLots = [] }} {string.Join(' ', putUp.Catalogue.Lots.Select(Words))}"
        : fact is HouseFact.Anchored anchored ? $"{string.Join(' ', anchored.Chains)} {anchored.At}" : fact.ToString()!;

    private static string Words(LotTerms lot) =>
        $"{lot.Id} {lot.Title} {lot.Form.Name} {lot.StartPriceMinor} {lot.Units} {lot.OpenFor} {lot.Seller}";

    /// <summary>The words of a fact without the fields that its kind did not have in version 1.</summary>
    private static string InVersion(int version, string words) => version > 1
        ? words
        : words.Replace(", Name = sale, Title = sale, OpensAt = ", "", StringComparison.Ordinal)
            .Replace(", Salt = 0", "", StringComparison.Ordinal).Replace("TokenHash = ", "Token = ", StringComparison.Ordinal);

    private static string StreamOf(object fact) => fact switch
    {
        LotFact => StreamNames.Lot(TheSale.Id, 1, "lamp"),
        SaleFact => StreamNames.Run(TheSale.Id, 1),
        _ => "sealed/seats",
    };

    private string Copy(string name)
    {
        File.Copy(Golden($"golden-{name}.journal"), _folder[$"golden-{name}.db"]);
        return _folder[$"golden-{name}.db"];
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Journal", name);
}
