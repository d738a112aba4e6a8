using System.Text.RegularExpressions;

namespace AkkaAuction.Architecture.Tests;

/// <summary>Habits of sources that no analyzer checks: each check reads a tree and returns one sentence per fault.</summary>
public static partial class Sources
{
    /// <summary>Columns of a line, as <c>.editorconfig</c> has it.</summary>
    public const int Columns = 140;

    /// <summary>The one file whose lines are what others have stored: a new line in its SQL would be another schema.</summary>
    private const string Schema = "src/Journal/Sqlite/SqliteSchema.cs";

    /// <summary>Lines that are longer than <see cref="Columns"/>, below any of these folders.</summary>
    public static IEnumerable<string> LongLines(SourceTree tree, IEnumerable<string> folders) =>
        from folder in folders
        from file in tree.CSharp(folder)
        where file.Key != Schema
        from line in file.Value.Split('\n').Select((text, at) => (Text: text.TrimEnd('\r'), Number: at + 1))
        where line.Text.Length > Columns
        select $"{file.Key}:{line.Number} has {line.Text.Length} columns.";

    /// <summary>Names that types of two projects have: one word is one thing.</summary>
    public static IEnumerable<string> SharedNames(SourceTree tree) => tree.CSharp("src/")
        .SelectMany(file => TopLevelType().Matches(file.Value)
            .Select(type => (Project: file.Key.Split('/')[1], Name: type.Groups[1].Value)))
        .Distinct()
        .GroupBy(type => type.Name)
        .Where(name => name.Count() > 1)
        .Select(name => $"{name.Key} is a type of {string.Join(" and of ", name.Select(type => type.Project).Order())}.");

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref) )+"
        + @"(?:record struct|record|class|struct|interface|enum) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
