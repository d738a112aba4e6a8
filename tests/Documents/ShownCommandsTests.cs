namespace AkkaAuction.Documents.Tests;

/// <summary>A reader who types what a document shows gets what it shows.</summary>
public sealed class ShownCommandsTests
{
    // Each goes on where the one before it ended: one house, one journal.
    private static readonly string[] Tour =
    [
        "docs/operate/run.md", "docs/operate/audit.md", "docs/operate/back-up.md", "docs/operate/recover.md", "README.md",
        "docs/operate/erase.md",
    ];

    [Fact]
    public async Task Every_command_that_a_document_shows_says_what_the_document_shows()
    {
        await using var shell = new DocumentShell();
        foreach (var command in Tour.Concat(Documents.Except(Tour)).SelectMany(Commands))
        {
            if (ShownCommands.WhyNotRun(command.Line) is null) await shell.RunAsync(command);
        }
    }

    [Fact]
    public void Every_command_stands_in_a_block_that_is_run()
    {
        var unmarked = Documents.Except(ShownCommands.ToldElsewhere.Keys)
            .SelectMany(document => ShownCommand.Unmarked(document, Repository.Read(document)))
            .ToArray();
        Assert.True(unmarked is [], $"Commands outside ```console blocks, which nothing runs: {string.Join(", ", unmarked)}");
    }

    [Fact]
    public void Every_reason_not_to_run_a_command_is_needed()
    {
        var shown = Documents.SelectMany(Commands).Select(command => command.Line).ToArray();
        Assert.All(ShownCommands.NotRun.Keys, kind => Assert.Contains(shown, line => line.StartsWith(kind, StringComparison.Ordinal)));
    }

    /// <summary>Documents for readers. Decisions tell of their time, and measurements are taken by hand.</summary>
    private static IEnumerable<string> Documents => Links.FilesBelow(Repository.Root)
        .Where(file => file.EndsWith(".md", StringComparison.Ordinal))
        .Where(file => !file.StartsWith("docs/adr/", StringComparison.Ordinal) && !file.StartsWith("bench/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<ShownCommand> Commands(string document) => ShownCommand.Of(document, Repository.Read(document));
}
