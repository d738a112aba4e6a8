using System.Globalization;
using System.Text;

namespace Hocon;

/// <summary>Which characters have a meaning of their own in HOCON, and how text that holds them is written.</summary>
internal static class Quoting
{
    private const string Reserved = "$\"{}[]:=,#`^?!@*&\\'";

    /// <summary>Characters that may not stand in unquoted text (besides white space and the two slashes of a comment).</summary>
    internal static bool IsReserved(char c) => Reserved.Contains(c, StringComparison.Ordinal);

    /// <summary>The white space of the HOCON specification, the byte order mark and the separators of ASCII among it.</summary>
    internal static bool IsWhitespace(char c) => c switch
    {
        ' ' or '\t' or '\n' or '\r' or '\v' or '\f' or '\u00A0' or '\uFEFF' or (>= '\u001C' and <= '\u001F') => true,
        < '\u0080' => false,
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator,
    };

    internal static bool NeedsQuotes(string text) =>
        text.Length == 0 || IsWhitespace(text[0]) || IsWhitespace(text[^1]) || text.Contains("//", StringComparison.Ordinal)
        || text.AsSpan().ContainsAnyInRange('\0', '\u001F') || text.Any(IsReserved);

    /// <summary>A key as it has to be written in a path: a dot inside a key is no separator.</summary>
    internal static string Key(string key) => NeedsQuotes(key) || key.Contains('.', StringComparison.Ordinal) ? Quote(key) : key;

    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
            switch (c)
            {
                case '"': quoted.Append("\\\""); break;
                case '\\': quoted.Append("\\\\"); break;
                case '\n': quoted.Append("\\n"); break;
                case '\r': quoted.Append("\\r"); break;
                case '\t': quoted.Append("\\t"); break;
                case < ' ': quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: quoted.Append(c); break;
            }
        return quoted.Append('"').ToString();
    }
}
