namespace AkkaAuction.Documents.Tests;

/// <summary>A page that is made from a source is what its source says. One command writes them all: the failure names it.</summary>
public sealed class GeneratedPagesTests
{
    private const string Write = "WRITE_PAGES";

    [Fact]
    public void The_settings_page_is_made_from_the_reference_configuration() =>
        IsUpToDate("docs/reference/settings.md", SettingsPage.Of(Repository.Read(SettingsPage.Source)));

    [Fact]
    public void The_refusals_page_is_made_from_the_numbers_and_their_reasons() =>
        IsUpToDate("docs/reference/refusals.md", RefusalsPage.Of(Repository.Read(RefusalsPage.Source)));

    [Fact]
    public void A_setting_is_listed_with_its_group_its_default_and_its_comment()
    {
        const string text = """
            # About the file.
            auction {
              # All about rounds.
              rounds {
                # How long a round lasts,
                # at most.
                length = 60s
              }
            }
            """;

        Assert.Contains(
            "## auction.rounds\n\nAll about rounds.\n\n| Key | Default | What it does |\n|---|---|---|\n"
            + "| `length` | `60s` | How long a round lasts, at most. |\n",
            SettingsPage.Of(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_without_a_comment_has_no_page()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => SettingsPage.Of("auction {\n  # A key.\n  a = 1\n  b = 2\n}\n"));
        Assert.Equal("auction.b has no comment above it.", fault.Message);
    }

    private static void IsUpToDate(string page, string text)
    {
        if (Environment.GetEnvironmentVariable(Write) is "1") File.WriteAllText(Path.Combine(Repository.Root, page), text);
        Assert.True(
            File.Exists(Path.Combine(Repository.Root, page)) && Repository.Read(page) == text,
            $"{page} is not what its source says now. Write it anew and commit it: {Write}=1 dotnet test tests/Documents");
    }
}
