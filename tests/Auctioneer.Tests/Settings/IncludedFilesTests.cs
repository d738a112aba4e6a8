using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>Files that include others: which file is meant, and what is said when it is not there or cannot be used.</summary>
public sealed class IncludedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_included_files_name_counts_from_the_folder_of_the_file_that_includes_it()
    {
        Write("parts/rounds.conf", "auction.rounds { include \"deeper/length.conf\" }");
        Write("parts/deeper/length.conf", "length = 7s");
        Assert.Equal(TimeSpan.FromSeconds(7), HouseSettings.Load(Write("house.conf", "include \"parts/rounds.conf\""), []).Rounds.Length);
        var lots = Write("lots.conf", "lots = [ { include \"parts/lamp.conf\" }, { id = rug, start = 1 } ]");
        Write("parts/lamp.conf", "id = lamp\nstart = 2");
        Assert.Equal(["lamp", "rug"], CatalogueReader.ReadFile(lots, HouseSettings.Default()).Lots.Select(lot => lot.Id));
    }

    [Theory]
    [InlineData("include \"none.conf\"")]
    [InlineData("include required(\"none.conf\")")]
    [InlineData("include file(\"none.conf\")")]
    [InlineData("auction { include \"none.conf\" }")]
    public void A_missing_include_is_named_with_the_line_of_the_include(string text)
    {
        var file = Write("house.conf", "auction.rounds.length = 5s\n" + text);
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, []));
        Assert.StartsWith($"{file}, line 2, position ", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"The included file {_folder["none.conf"]} cannot be read: ", fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            $"{file}, line 2, ",
            Assert.Throws<SettingsException>(() => CatalogueReader.ReadFile(file, HouseSettings.Default())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_in_an_included_file_names_that_file_and_its_line()
    {
        var file = Write("house.conf", "include \"part.conf\"");
        var part = Write("part.conf", "auction.rounds.length = 5s\nauction.sale.repeat = maybe");
        Assert.StartsWith(
            $"{part}, line 2: auction.sale.repeat is \"maybe\"",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(file, [])).Message,
            StringComparison.Ordinal);
        Write("part.conf", "\n\nauction {");
        Assert.StartsWith(
            $"{part}, line 3, position 10: Expected `}}`",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(file, [])).Message,
            StringComparison.Ordinal);
        Write("part.conf", "\nakka.loglvel = INFO");
        Assert.StartsWith(
            $"{part}, line 2: there is no setting akka.loglvel.",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(file, [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_include_each_other_are_named()
    {
        var file = Write("a.conf", "include \"b.conf\"");
        var other = Write("b.conf", "include \"./a.conf\"");
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, []));
        Assert.StartsWith(
            $"{other}, line 1, position 1: Expected includes that end, found a cycle: `{file}` includes `{other}` includes ",
            fault.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("include \".\"", "is a folder; write the name of a file in it")]
    [InlineData("include \"\"", "Expected the name of a file to include, found an empty name")]
    [InlineData("include url(\"http://127.0.0.1:1/x\")", "http://127.0.0.1:1/x is to come from elsewhere, and nothing is fetched")]
    [InlineData("include classpath(\"x\")", "x is to come from elsewhere, and nothing is fetched")]
    [InlineData("include \"latin.conf\"", "latin.conf, line 2: the byte E9 is not UTF-8; save the file as UTF-8")]
    public void What_cannot_be_included_is_refused(string text, string words)
    {
        File.WriteAllBytes(_folder["latin.conf"], [(byte)'a', (byte)'\n', 0xE9, (byte)'\n']);
        var file = Write("house.conf", text);
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, []));
        Assert.StartsWith($"{file}, line 1, position 1: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_UTF_8_is_refused_and_a_byte_order_mark_is_not_minded()
    {
        var latin = _folder["latin.conf"];
        File.WriteAllBytes(latin, [.. "akka.home = \""u8, 0xE9, (byte)'"']);
        Assert.StartsWith(
            $"The config file {latin}, line 1: the byte E9 is not UTF-8",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(latin, [])).Message,
            StringComparison.Ordinal);
        var marked = _folder["marked.conf"];
        File.WriteAllBytes(marked, [0xEF, 0xBB, 0xBF, .. "auction.rounds.length = 7s"u8]);
        Assert.Equal(TimeSpan.FromSeconds(7), HouseSettings.Load(marked, []).Rounds.Length);
    }

    private string Write(string name, string text)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
