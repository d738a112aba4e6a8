using System.Text;

namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// C# with its comments and its literals' contents blanked out, lines kept: what a check may search without tripping over prose. It knows
/// line and block comments, plain, verbatim and raw strings, and characters; code inside an interpolation's braces is blanked with its
/// string.
/// </summary>
public static class CSharpText
{
    public static string CodeOf(string source)
    {
        var code = new StringBuilder(source.Length);
        var at = 0;
        while (at < source.Length)
        {
            var end = EndOfProse(source, at);
            if (end == at)
            {
                code.Append(source[at++]);
                continue;
            }
            for (; at < end; at++) code.Append(source[at] is '\n' ? '\n' : ' ');
        }
        return code.ToString();
    }

    private static int EndOfProse(string s, int at)
    {
        if (StartsAt(s, at, "//")) return IndexOrEnd(s, "\n", at, after: false);
        if (StartsAt(s, at, "/*")) return IndexOrEnd(s, "*/", at + 2, after: true);
        if (s[at] is '\'') return EndOfEscaped(s, at, '\'');
        if (s[at] is not '"') return at;
        var quotes = 1;
        while (at + quotes < s.Length && s[at + quotes] is '"') quotes++;
        if (quotes >= 3) return IndexOrEnd(s, new string('"', quotes), at + quotes, after: true);
        if (quotes is 2 && !IsVerbatim(s, at)) return at + 2;
        return IsVerbatim(s, at) ? EndOfVerbatim(s, at) : EndOfEscaped(s, at, '"');
    }

    private static bool IsVerbatim(string s, int at) =>
        at > 0 && (s[at - 1] is '@' || (s[at - 1] is '$' && at > 1 && s[at - 2] is '@'));

    private static int EndOfVerbatim(string s, int at)
    {
        for (var i = at + 1; i < s.Length; i++)
        {
            if (s[i] is not '"') continue;
            if (i + 1 < s.Length && s[i + 1] is '"') i++;
            else return i + 1;
        }
        return s.Length;
    }

    private static int EndOfEscaped(string s, int at, char quote)
    {
        for (var i = at + 1; i < s.Length; i++)
        {
            if (s[i] is '\\') i++;
            else if (s[i] == quote) return i + 1;
            // A quote that does not end on its line is none.
            else if (s[i] is '\n') return at + 1;
        }
        return s.Length;
    }

    private static bool StartsAt(string s, int at, string what) => string.CompareOrdinal(s, at, what, 0, what.Length) == 0;

    private static int IndexOrEnd(string s, string what, int from, bool after)
    {
        var found = s.IndexOf(what, Math.Min(from, s.Length), StringComparison.Ordinal);
        return found < 0 ? s.Length : found + (after ? what.Length : 0);
    }
}
