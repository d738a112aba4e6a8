using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>Several catalogues, by name or by folder.</summary>
public sealed class CatalogueFilesTests : IDisposable
{
    private const string Lots = "lots = [ { id = lamp, start = 1 } ]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_come_in_the_order_given_and_a_folders_in_ordinal_order_with_their_names_as_ids()
    {
        var alone = _folder.Write("z.conf", Lots);
        Directory.CreateDirectory(_folder["many"]);
        foreach (var file in (string[])["b.conf", "a.conf", "B.conf", ".#a.conf", "notes.txt"]) _folder.Write($"many/{file}", Lots);
        Assert.Equal(["z", "B", "a", "b"], Ids(alone, _folder["many"]));
        Assert.Empty(Ids());
    }

    [Fact]
    public void Two_sales_of_one_id_are_refused_with_the_place_of_each()
    {
        var named = _folder.Write("one.conf", $"title = One\nsale = two\n{Lots}");
        var by = _folder.Write("two.conf", Lots);
        Assert.Equal(
            $"{by}: its sale has the id two, as that of {named}, line 2 has; give one of them another: sale = …", Fault(named, by));
        Assert.Equal(
            $"{named}, line 2: its sale has the id two, as that of {by} has; give one of them another: sale = …", Fault(by, named));
    }

    [Fact]
    public void A_file_that_is_named_twice_is_a_mistake()
    {
        var file = _folder.Write("one.conf", Lots);
        Assert.Equal($"{file} is named twice; name each catalogue once.", Fault(_folder.Path, file));
    }

    [Fact]
    public void What_is_wrong_in_one_of_many_is_named_with_file_and_line()
    {
        var right = _folder.Write("right.conf", Lots);
        var wrong = _folder.Write("wrong.conf", "lots = [\n  { id = lamp, strt = 1 }\n]");
        Assert.StartsWith($"{wrong}, line 2: lots[0] (lamp): there is no key strt here.", Fault(right, wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_catalogue_is_a_mistake()
    {
        Directory.CreateDirectory(_folder["none"]);
        Assert.Equal($"The folder {_folder["none"]} has no catalogue: no file in it ends with .conf.", Fault(_folder["none"]));
    }

    private static string[] Ids(params string[] names) =>
        [.. CatalogueFiles.Read(names, HouseSettings.Default()).Select(catalogue => catalogue.Head.Name)];

    private static string Fault(params string[] names) => Assert.Throws<SettingsException>(() => Ids(names)).Message;
}
