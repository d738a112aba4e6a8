using System.Globalization;
using System.Text.RegularExpressions;

namespace AkkaAuction.Architecture.Tests;

/// <summary>Which requirement numbers the tests name, by <c>[Trait("Requirement", "R1.4")]</c>.</summary>
public static partial class Requirements
{
    /// <summary>Numbers of section <paramref name="section"/>, 1 to <paramref name="last"/>, that no test names.</summary>
    public static IEnumerable<string> Unnamed(SourceTree tree, int section, int last)
    {
        var named = Named(tree).ToHashSet();
        return Enumerable.Range(1, last)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"R{section}.{n}"))
            .Where(n => !named.Contains(n));
    }

    /// <summary>Numbers that a test names and that are not among <paramref name="known"/> (section → last number).</summary>
    public static IEnumerable<string> Unknown(SourceTree tree, IReadOnlyDictionary<int, int> known) =>
        Named(tree).Distinct().Where(n =>
        {
            var number = Number().Match(n);
            return !number.Success
                || !known.TryGetValue(int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture), out var last)
                || int.Parse(number.Groups[2].ValueSpan, CultureInfo.InvariantCulture) is var n2 && (n2 < 1 || n2 > last);
        });

    private static IEnumerable<string> Named(SourceTree tree) =>
        from file in tree.CSharp("tests/")
        where !file.Key.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal)
        from match in TraitOfRequirement().Matches(file.Value)
        where IsCode(file.Value, match.Index)
        select match.Groups[1].Value;

    // A trait that was commented out names nothing.
    private static bool IsCode(string source, int at) => CSharpText.CodeOf(source)[at] is 'T';

    [GeneratedRegex("""Trait\(\s*"Requirement"\s*,\s*"([^"]*)"\s*\)""")]
    private static partial Regex TraitOfRequirement();

    [GeneratedRegex(@"^R(\d{1,3})\.(\d{1,3})$")]
    private static partial Regex Number();
}
