using System.Buffers;
using System.Globalization;
using System.Text;

namespace AkkaAuction.CommandLine;

/// <summary>
/// Shows text that strangers wrote: names, titles, fields of a file, lines of a house. A terminal obeys control characters, and overrides
/// of direction show a line in another order than it has; both are shown as <c>\u001B</c>, which also JSON takes for the character.
/// </summary>
public static class ShownText
{
    private static readonly SearchValues<char> Obeyed = SearchValues.Create(
    [
        // Controls: C0, DEL and C1, with every kind of line end among them.
        .. Range(0x00, 0x1F), .. Range(0x7F, 0x9F),
        // Marks, overrides and isolates of direction; what is not seen; separators of lines and paragraphs.
        '\u061C', .. Range(0x200E, 0x200F), .. Range(0x202A, 0x202E), .. Range(0x2066, 0x2069), '\u200B', '\u2060', '\uFEFF',
        '\u2028', '\u2029',
    ]);

    /// <summary>The text on one line, with nothing in it that a terminal obeys.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny(Obeyed) < 0) return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (Obeyed.Contains(c)) AppendEscaped(shown, c);
            else shown.Append(c);
        }
        return shown.ToString();
    }

    /// <summary>The same for text that has lines: tabs and line ends stay.</summary>
    internal static ReadOnlySpan<char> OfLines(ReadOnlySpan<char> text)
    {
        if (FirstObeyed(text) < 0) return text;
        var shown = new StringBuilder(text.Length + 16);
        for (int at; (at = FirstObeyed(text)) >= 0; text = text[(at + 1)..])
        {
            shown.Append(text[..at]);
            AppendEscaped(shown, text[at]);
        }
        return shown.Append(text).ToString();
    }

    private static int FirstObeyed(ReadOnlySpan<char> text)
    {
        for (var from = 0; text[from..].IndexOfAny(Obeyed) is >= 0 and var at; from += at + 1)
        {
            var c = text[from + at];
            // A carriage return alone writes over the line.
            var isLineEnd = c == '\n' || (c == '\r' && from + at + 1 < text.Length && text[from + at + 1] == '\n');
            if (c != '\t' && !isLineEnd) return from + at;
        }
        return -1;
    }

    private static void AppendEscaped(StringBuilder to, char c) => to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
