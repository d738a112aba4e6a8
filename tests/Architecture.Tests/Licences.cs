using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AkkaAuction.Architecture.Tests;

/// <summary>A package with the licence that its author declares: an SPDX expression, or the name of a file in the package.</summary>
public sealed record ShippedPackage(string Name, string Version, string Licence);

/// <summary>
/// Compares <c>docs/reference/licences.md</c> with what a restore put into the programs. A package ships when it gives a program a file at
/// run time; analyzers, code generators and packages that only name others do not.
/// </summary>
public static partial class Licences
{
    private static readonly string[] Programs = ["Auctioneer", "Bidder", "Lab"];
    private static readonly string[] RunTimeAssets = ["runtime", "native", "runtimeTargets", "resource"];

    /// <summary>One sentence for each row that is missing, surplus, written twice or says something else than the package.</summary>
    public static IEnumerable<string> Differences(IReadOnlyCollection<ShippedPackage> listed, IReadOnlyCollection<ShippedPackage> shipped)
    {
        foreach (var twice in listed.GroupBy(l => l.Name).Where(g => g.Count() > 1))
            yield return $"{twice.Key} is listed {twice.Count()} times.";
        var rows = listed.DistinctBy(l => l.Name).ToDictionary(l => l.Name);
        foreach (var package in shipped)
        {
            if (!rows.Remove(package.Name, out var row))
                yield return $"{package.Name} ships and is not listed: | {package.Name} | {package.Version} | {package.Licence} |";
            else if (row != package)
                yield return $"{package.Name} is listed as {row.Version}, {row.Licence}, "
                    + $"and ships as {package.Version}, {package.Licence}.";
        }
        foreach (var surplus in rows.Keys) yield return $"{surplus} is listed and does not ship.";
    }

    /// <summary>The rows of all tables in the document; what stands in brackets behind a licence is for the reader.</summary>
    public static IReadOnlyList<ShippedPackage> Listed(string document) =>
        [.. Row().Matches(document).Select(m => new ShippedPackage(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value))];

    /// <summary>What the last restore of the programs found.</summary>
    public static IReadOnlyList<ShippedPackage> Shipped(string root) =>
        [.. Programs.SelectMany(program => ShippedBy(root, program)).Distinct().OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<ShippedPackage> ShippedBy(string root, string program)
    {
        var assets = Path.Combine(root, "src", program, "obj", "project.assets.json");
        if (!File.Exists(assets)) throw new FileNotFoundException($"{assets} is not there: run 'dotnet restore AkkaAuction.sln' first.");
        using var json = JsonDocument.Parse(File.ReadAllBytes(assets));
        var folders = json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToArray();
        foreach (var library in json.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() is not "package" || !HasRunTimeFile(library.Value)) continue;
            var path = json.RootElement.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!;
            var folder = folders.Select(f => Path.Combine(f, path)).First(Directory.Exists);
            var parts = library.Name.Split('/');
            yield return new ShippedPackage(parts[0], parts[1], DeclaredIn(Directory.EnumerateFiles(folder, "*.nuspec").Single()));
        }
    }

    private static bool HasRunTimeFile(JsonElement library) =>
        RunTimeAssets.Any(kind => library.TryGetProperty(kind, out var files)
            && files.EnumerateObject().Any(file => !file.Name.EndsWith("/_._", StringComparison.Ordinal)));

    private static string DeclaredIn(string nuspec)
    {
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName is "metadata").Elements().ToArray();
        var licence = metadata.SingleOrDefault(e => e.Name.LocalName is "license")
            ?? metadata.SingleOrDefault(e => e.Name.LocalName is "licenseUrl");
        return licence?.Value.Trim() ?? "none";
    }

    [GeneratedRegex(@"^\| ([\w.]+) \| (\d[\w.+-]*) \| ([^|(]+?)(?: \([^|]*\))? \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
