using System.CommandLine;
using System.CommandLine.Parsing;

namespace AkkaAuction.CommandLine;

/// <summary>
/// Says what is wrong with a command line and what would be right: the parser's own messages name types, or leave out the name that is
/// missing.
/// </summary>
public static class CommandLineFaults
{
    /// <summary>The faults, a line each, and where to read on; nothing for a command line without one.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="program">The program's name.</param>
    public static IReadOnlyList<string> Of(ParseResult parsed, string program)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var name = NameOf(parsed.CommandResult, program);
        // What the arguments cannot be read as stands in them as replacement characters.
        if (parsed.Tokens.FirstOrDefault(token => token.Value.Contains('\uFFFD', StringComparison.Ordinal)) is { } unread)
            return [$"{program}: {ShownText.Of(unread.Value)} is not UTF-8; write the command in UTF-8.", $"Try: {name} --help"];
        var empty = Empty(parsed).ToArray();
        if (parsed.Errors.Count == 0 && empty.Length == 0) return [];
        var command = parsed.CommandResult.Command;
        var sentences = parsed.Errors.Count == 0 ? empty
            : command.Subcommands.Count > 0 ? [NoCommand(parsed, command)] : Sentences(parsed).Distinct();
        return [.. sentences.Select(s => $"{program}: {ShownText.Of(s)}"), $"Try: {name} --help"];
    }

    /// <summary>A value that is no text, as a script gives it whose variable is not set.</summary>
    private static IEnumerable<string> Empty(ParseResult parsed) =>
        from child in parsed.CommandResult.Children
        where child.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))
        select $"{(child is OptionResult option ? option.Option.Name : ((ArgumentResult)child).Argument.Name)} is empty; give it a value.";

    private static string NameOf(CommandResult result, string program) =>
        result.Parent is CommandResult above ? $"{NameOf(above, program)} {result.Command.Name}" : program;

    private static string NoCommand(ParseResult parsed, Command command)
    {
        var names = command.Subcommands.Select(c => c.Name).ToArray();
        var list = $"{string.Join(", ", names[..^1])} or {names[^1]}";
        return parsed.UnmatchedTokens switch
        {
            [] => $"name a command: {list}.",
            [['-', ..] option, ..] => $"{option} is no option here; name a command first: {list}.",
            [var word, ..] => $"there is no command {word}; name one of {list}.",
        };
    }

    private static IEnumerable<string> Sentences(ParseResult parsed)
    {
        var missing = parsed.CommandResult.Command.Arguments
            .Where(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is null or { Tokens.Count: 0 })
            .Select(a => a.Name).ToArray();
        if (missing.Length > 0) yield return $"{string.Join(" and ", missing)} {(missing.Length == 1 ? "is" : "are")} missing.";
        foreach (var error in parsed.Errors)
        {
            if (missing.Length > 0 && error.SymbolResult is CommandResult or ArgumentResult { Tokens.Count: 0 }
                && !parsed.UnmatchedTokens.Any(error.Message.Contains)) continue;
            yield return NotANumber(error) ?? OneLine(error);
        }
    }

    /// <summary>A word where a number is wanted, and nothing but the parser has said so; null: it is not that.</summary>
    private static string? NotANumber(ParseError error)
    {
        var (name, type) = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType),
            ArgumentResult { Parent: OptionResult option } => (option.Option.Name, option.Option.ValueType),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
            _ => ("", typeof(string)),
        };
        // The parser's own sentence names the type; a command's says what it wants.
        if (error.SymbolResult?.Tokens is not [{ Value: var text }]) return null;
        if (!error.Message.Contains(type.FullName!, StringComparison.Ordinal)) return null;
        if (type == typeof(int)) return $"{name} is \"{text}\"; it must be a whole number of at most {int.MaxValue}.";
        if (type == typeof(long)) return $"{name} is \"{text}\"; it must be a whole number.";
        return type == typeof(double) ? $"{name} is \"{text}\"; it must be a number, like 0.7." : null;
    }

    /// <summary>The parser lists what would be right a line each.</summary>
    private static string OneLine(ParseError error)
    {
        var lines = error.Message.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var option = error.SymbolResult switch
        {
            OptionResult o => o.Option.Name,
            ArgumentResult { Parent: OptionResult o } => o.Option.Name,
            _ => null,
        };
        var first = option is null || lines[0].Contains(option, StringComparison.Ordinal) ? lines[0] : $"{option}: {lines[0]}";
        return lines.Length == 1 ? first : $"{first} {string.Join(", ", lines[1..])}.";
    }
}
