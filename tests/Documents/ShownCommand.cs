using System.Collections.Immutable;

namespace AkkaAuction.Documents.Tests;

/// <summary>
/// A command of a <c>console</c> block: a line behind <c>$ </c>, and the lines that follow it up to the next one. A line <c>…</c> stands
/// for any number of lines.
/// </summary>
/// <param name="Place">Document and line, for a message.</param>
internal sealed record ShownCommand(string Place, string Line, ImmutableArray<string> Shown)
{
    public const string Gap = "…";

    private const string Prompt = "$ ";

    /// <summary>The commands of a document, in its order.</summary>
    public static IEnumerable<ShownCommand> Of(string document, string text)
    {
        var lines = text.Split('\n');
        var inside = false;
        ShownCommand? command = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && lines[i] == "```console";
                if (command is not null) yield return command;
                command = null;
            }
            else if (inside && lines[i].StartsWith(Prompt, StringComparison.Ordinal))
            {
                if (command is not null) yield return command;
                command = new ShownCommand($"{document}:{i + 1}", lines[i][Prompt.Length..], []);
            }
            else if (inside && command is not null) command = command with { Shown = command.Shown.Add(lines[i]) };
        }
    }

    /// <summary>Lines of a document that show a command where no test would run it: indented, or behind a prompt outside a block.</summary>
    public static IEnumerable<string> Unmarked(string document, string text)
    {
        var lines = text.Split('\n');
        var fence = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal)) fence = fence == "" ? lines[i] : "";
            else if (fence == "" && lines[i].StartsWith("    ", StringComparison.Ordinal) && ShownCommands.IsProgram(lines[i].Trim()))
                yield return $"{document}:{i + 1}";
            else if (fence is not ("" or "```console") && lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                yield return $"{document}:{i + 1}";
        }
    }
}
