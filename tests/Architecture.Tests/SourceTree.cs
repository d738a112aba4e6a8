using System.Collections.Immutable;
using System.Reflection;

namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// The repository as text: path from its root (with <c>/</c>) → content. The checks take one of these and not a folder, so that a test can
/// hand them a small made-up tree with one fault in it and see them find it.
/// </summary>
public sealed record SourceTree(ImmutableSortedDictionary<string, string> Files)
{
    private static readonly string[] Folders = ["src", "tests", "bench", "samples"];
    private static readonly string[] Endings = [".cs", ".csproj", ".props", ".targets"];
    private static readonly string[] BuildOutputs = ["bin", "obj", "artifacts"];

    private static readonly Lazy<SourceTree> Repository = new(() => Read(Root));

    /// <summary>The sources this test was built from.</summary>
    public static SourceTree OfThisRepository => Repository.Value;

    /// <summary>The repository's folder.</summary>
    public static string Root =>
        typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>A tree made up by a test.</summary>
    public static SourceTree Of(params (string Path, string Text)[] files) =>
        new(files.ToImmutableSortedDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal));

    public IEnumerable<KeyValuePair<string, string>> CSharp(string below) =>
        Files.Where(f => f.Key.StartsWith(below, StringComparison.Ordinal) && f.Key.EndsWith(".cs", StringComparison.Ordinal));

    public IEnumerable<KeyValuePair<string, string>> Projects =>
        Files.Where(f => f.Key.EndsWith(".csproj", StringComparison.Ordinal));

    private static SourceTree Read(string root)
    {
        var found = Folders.Select(f => Path.Combine(root, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(root))
            .Where(f => Endings.Contains(Path.GetExtension(f)))
            .Select(f => (Path: Path.GetRelativePath(root, f).Replace('\\', '/'), Full: f))
            .Where(f => !f.Path.Split('/').Any(BuildOutputs.Contains));
        return new(found.ToImmutableSortedDictionary(f => f.Path, f => File.ReadAllText(f.Full), StringComparer.Ordinal));
    }
}
