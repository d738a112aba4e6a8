namespace AkkaAuction.CommandLine;

/// <summary>Long lines for a terminal, broken between words: a terminal breaks them wherever its line ends.</summary>
public static class WrappedText
{
    /// <summary>The text with each of its lines on lines of at most so many columns. A longer word stays whole.</summary>
    public static string Of(string text, int columns)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('\n', text.Split('\n').SelectMany(line => Lines(line, columns)));
    }

    private static IEnumerable<string> Lines(string line, int columns)
    {
        while (line.Length > columns)
        {
            var end = line.LastIndexOf(' ', columns);
            if (end <= 0) end = line.IndexOf(' ', StringComparison.Ordinal);
            if (end <= 0) break;
            yield return line[..end];
            line = line[(end + 1)..];
        }
        yield return line;
    }
}
