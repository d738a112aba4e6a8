namespace AkkaAuction.Documents.Tests;

/// <summary>What documents link to, and what anybody says about a document, is there.</summary>
public sealed class LinksTests : IDisposable
{
    // Apart, so that the check of this repository does not take the made-up paths for its own.
    private const string Folder = "docs";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_link_in_a_document_leads_somewhere() => None(Links.BrokenLinks(Repository.Root));

    [Fact]
    public void Every_document_that_code_or_a_script_names_is_there() => None(Links.MissingPaths(Repository.Root));

    [Fact]
    public void A_link_to_a_missing_file_or_heading_is_found()
    {
        Write("pages/a.md", "# One page\n[b](b.md) [c](c.md) [here](#one-page) [there](#two-pages) [web](https://example.com/x)");
        Write("pages/b.md", "");

        Assert.Equal(
            ["pages/a.md links to c.md, which is not there.", "pages/a.md links to #two-pages, a heading that a.md does not have."],
            Links.BrokenLinks(_folder.Path));
    }

    [Fact]
    public void A_path_in_code_to_a_missing_document_is_found()
    {
        Write("src/a.cs", $"// see {Folder}/b.md and {Folder}/c.md");
        Write($"{Folder}/b.md", "");

        Assert.Equal([$"src/a.cs names {Folder}/c.md, which is not there."], Links.MissingPaths(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static void None(IEnumerable<string> faults)
    {
        var all = faults.ToArray();
        // Assert.Empty would cut the sentences off.
        Assert.True(all is [], string.Join('\n', all));
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, Path.GetDirectoryName(path)!));
        File.WriteAllText(_folder[path], text);
    }
}
