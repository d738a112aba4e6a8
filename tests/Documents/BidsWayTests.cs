using System.Text.RegularExpressions;

namespace AkkaAuction.Documents.Tests;

/// <summary>Whoever wants to follow a bid reads ten files at most.</summary>
public sealed partial class BidsWayTests
{
    private const int FilesMax = 10;

    [Fact]
    public void A_bids_way_leads_through_ten_files_at_most_and_all_are_there()
    {
        var files = SourceFile().Matches(Repository.Read("docs/concepts/a-bids-way.md"))
            .Select(link => link.Groups[1].Value)
            .Distinct()
            .ToArray();
        Assert.InRange(files.Length, 1, FilesMax);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), $"{file} is not there."));
    }

    [GeneratedRegex(@"\]\(\.\./\.\./(src/[^)]+\.cs)\)")]
    private static partial Regex SourceFile();
}
