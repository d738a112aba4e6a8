using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>
/// Malformed and odd texts (odd-texts.json, the table of docs/adr/0009) on each way that a
/// person's text comes in: <c>--config</c>, <c>--set</c>, <c>--catalogue</c>. Each is refused with
/// its place, or means what the table says; none hangs, ends the process or passes in silence.
/// </summary>
public sealed class OddTextsTests : IDisposable
{
    private static readonly Odd[] Texts = JsonSerializer.Deserialize<Odd[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Settings", "odd-texts.json")), JsonSerializerOptions.Web)!;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Texts.Length)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public async Task In_a_config_file_it_is_refused_with_its_place_or_means_what_the_table_says(int place) =>
        Assert.Equal(Texts[place].Config, await Outcome(() => HouseSettings.Load(Write(Texts[place]), []).Akka.Text));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task As_an_assignment_it_is_refused_with_its_place_or_means_what_the_table_says(int place) =>
        Assert.Equal(
            Texts[place].Set,
            WithoutIts(Texts[place].Whole, await Outcome(() => HouseSettings.Load(null, [Texts[place].Whole]).Akka.Text)));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task As_a_catalogue_it_is_refused_with_its_place(int place) =>
        Assert.Equal(
            Texts[place].Catalogue,
            await Outcome(() => $"{CatalogueReader.ReadFile(Write(Texts[place]), HouseSettings.Default()).Lots.Length} lots"));

    [Fact]
    public void The_table_of_the_decision_has_them_all()
    {
        Assert.True(Texts.Length >= 30);
        var page = File.ReadAllText(Decision());
        foreach (var odd in Texts)
        {
            Assert.Contains($"| {Cell(odd.Shown)} | {odd.Akka} | {Cell(odd.Config)} |\n", page, StringComparison.Ordinal);
        }
    }

    private async Task<string> Outcome(Func<string> read)
    {
        try
        {
            var means = await Task.Run(read).WaitAsync(Houses.Patience);
            return $"means {(means.Length == 0 ? "nothing" : means.ReplaceLineEndings(" ").Trim())}";
        }
        catch (SettingsException fault)
        {
            Assert.DoesNotContain('\n', fault.Message);
            var said = fault.Message.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                .Replace(Environment.CurrentDirectory + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
            return said;
        }
    }

    /// <summary>A message about an assignment repeats it first, at most 120 characters of it.</summary>
    private static string WithoutIts(string assignment, string said)
    {
        if (said.StartsWith("means ", StringComparison.Ordinal)) return said;
        Assert.StartsWith("--set ", said, StringComparison.Ordinal);
        return said[("--set : ".Length + (assignment.Length <= 120 ? assignment.Length : 121))..];
    }

    private string Write(Odd odd)
    {
        var path = _folder["odd.conf"];
        File.WriteAllText(path, odd.Whole, new UTF8Encoding(false));
        return path;
    }

    /// <summary>A text in a cell of a table: what has no sign of its own gets one.</summary>
    private static string Cell(string text)
    {
        var shown = text.Replace("\r", "␍", StringComparison.Ordinal).Replace("\n", "⏎", StringComparison.Ordinal)
            .Replace("\0", "␀", StringComparison.Ordinal).Replace("\ufeff", "(BOM)", StringComparison.Ordinal);
        return shown.Length == 0 ? "nothing" : shown.Contains('`', StringComparison.Ordinal) ? $"`` {shown} ``" : $"`{shown}`";
    }

    private static string Decision([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "adr", "0009-what-people-write-is-read-by-our-own-hocon.md");

    /// <param name="Text">The text.</param>
    /// <param name="Times">So often its last character stands there; 0: once.</param>
    /// <param name="Akka">What Akka 1.5.73's own parser does with it.</param>
    /// <param name="Config">What a config file that holds it means, or why it is refused.</param>
    /// <param name="Set">The same for <c>--set</c> with it.</param>
    /// <param name="Catalogue">The same for a catalogue.</param>
    private sealed record Odd(string Text, int Times, string Akka, string Config, string Set, string Catalogue)
    {
        public string Whole => Times == 0 ? Text : Text[..^1] + new string(Text[^1], Times);

        public string Shown => Times == 0 ? Text : $"{Text} ({Times} times)";
    }
}
