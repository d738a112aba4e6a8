using System.Runtime.CompilerServices;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>The files a person edits are usable as they are shipped.</summary>
public sealed class ShippedFilesTests
{
    [Fact]
    public void The_example_settings_and_catalogues_can_be_used_as_they_are()
    {
        var settings = HouseSettings.Load(Shipped("house.conf"), []);
        Assert.Equal(2, settings.Sale.BiddersToStart);
        Assert.Equal(5, CatalogueReader.ReadFile(Shipped("catalogues/catalogue.conf"), settings).Lots.Length);
        var evening = CatalogueReader.ReadFile(Shipped("catalogues/evening.conf"), settings).SaleTerms(1, settings);
        Assert.Equal(("winter-evening", 0, null), (evening.Name, evening.BiddersToStart, evening.Fault()));
        Assert.Equal("auctions.example", HouseSettings.Load(Shipped("remote.conf"), []).Remote.PublicHost);
        Assert.Equal(12, CatalogueReader.ReadFile(Shipped("catalogues/random.conf"), settings).Lots.Length);
    }

    [Fact]
    public void The_folder_of_catalogues_can_be_served_as_it_is() => Assert.Equal(
        [
            "all_pay", "catalogue", "dutch", "english", "winter-evening", "first_price", "kth_price", "proxy", "random", "reverse",
            "reverse_sealed", "room", "rounds", "second_price", "turns",
        ],
        CatalogueFiles.Read([Shipped("catalogues")], HouseSettings.Default()).Select(catalogue => catalogue.Head.Name));

    /// <summary>The lots of every catalogue that is shipped.</summary>
    internal static IEnumerable<LotTerms> Lots =>
        from file in Directory.EnumerateFiles(Path.GetDirectoryName(Shipped("catalogues/catalogue.conf"))!, "*.conf").Order()
        where File.ReadLines(file).Any(line => line.StartsWith("lots", StringComparison.Ordinal))
        from lot in CatalogueReader.ReadFile(file, HouseSettings.Load(null, [])).Lots
        select lot;

    private static string Shipped(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "hocon", name);
}
