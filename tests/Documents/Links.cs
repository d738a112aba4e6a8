using System.Text.RegularExpressions;

namespace AkkaAuction.Documents.Tests;

/// <summary>
/// Checks what documents, code and scripts say about documents: each check reads the files of the repository and returns one sentence per
/// fault. A document is named by a link from another document, or by its path from the repository's root.
/// </summary>
public static partial class Links
{
    private static readonly string[] Skipped = [".git", "bin", "obj", "artifacts", "node_modules", "TestResults"];
    private static readonly string[] Texts = [".md", ".cs", ".conf", ".proto", ".sh", ".py", ".csproj", ".props", ".yml"];

    /// <summary>Every file below a folder that a person wrote, as its path from that folder.</summary>
    public static IEnumerable<string> FilesBelow(string root) =>
        new DirectoryInfo(root).EnumerateFileSystemInfos()
            .Where(entry => !Skipped.Contains(entry.Name))
            .SelectMany(entry => entry is DirectoryInfo folder
                ? FilesBelow(folder.FullName).Select(f => $"{entry.Name}/{f}")
                : [entry.Name]);

    /// <summary>Links of documents that lead nowhere, be it that the file or that its heading is missing.</summary>
    public static IEnumerable<string> BrokenLinks(string root)
    {
        foreach (var document in FilesBelow(root).Where(file => file.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(root, document))))
            {
                if (link.Groups[1].Value.Contains("://", StringComparison.Ordinal)) continue;
                var to = link.Groups[1].Value;
                var (file, heading) = to.Split('#') is [var path, var anchor] ? (path, anchor) : (to, null);
                var target = file is "" ? Path.Combine(root, document) : Path.Combine(root, Path.GetDirectoryName(document)!, file);
                if (!File.Exists(target) && !Directory.Exists(target)) yield return $"{document} links to {file}, which is not there.";
                else if (heading is not null && !Headings(File.ReadAllText(target)).Contains(heading))
                    yield return $"{document} links to #{heading}, a heading that {Path.GetFileName(target)} does not have.";
            }
        }
    }

    /// <summary>Documents that code, scripts or documents name by their path and that are not there.</summary>
    public static IEnumerable<string> MissingPaths(string root) =>
        from file in FilesBelow(root)
        where Texts.Contains(Path.GetExtension(file))
        from Match named in NamedPath().Matches(File.ReadAllText(Path.Combine(root, file)))
        where !File.Exists(Path.Combine(root, named.Value))
        select $"{file} names {named.Value}, which is not there.";

    /// <summary>What a link to each heading ends with.</summary>
    private static IEnumerable<string> Headings(string text) =>
        Heading().Matches(text).Select(heading => NotInAnchors().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/.])docs/[\w./-]+\.(md|svg)")]
    private static partial Regex NamedPath();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
