using System.Globalization;
using System.Text;
using Spectre.Console;

namespace AkkaAuction.Bidder.Screens;

/// <summary>
/// Text in the cells of a terminal's lines. A character of Chinese takes two cells and a combining one none, so a text's length says
/// nothing of its room.
/// </summary>
public static class Cells
{
    private const string Indent = "  ";
    private const string Cut = "…";

    /// <summary>The cells that a text takes.</summary>
    public static int Width(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text) ? text.Length : Elements(text).Sum(element => element.GetCellWidth());
    }

    /// <summary>The text, or its beginning with an ellipsis where it takes more cells.</summary>
    public static string Fitted(string text, int cells) => Width(text) <= cells ? text : cells < 1 ? "" : Beginning(text, cells - 1) + Cut;

    /// <summary>The end of a text: as much as there is room for.</summary>
    public static string End(string text, int cells)
    {
        if (Width(text) <= cells) return text;
        var left = cells;
        var from = text.Length;
        foreach (var element in Elements(text).Reverse())
        {
            if ((left -= element.GetCellWidth()) < 0) break;
            from -= element.Length;
        }
        return text[from..];
    }

    /// <summary>The text filled with spaces to so many cells.</summary>
    public static string Padded(string text, int cells, bool toTheRight = false)
    {
        var spaces = new string(' ', Math.Max(0, cells - Width(text)));
        return toTheRight ? spaces + text : text + spaces;
    }

    /// <summary>The text on lines of at most so many cells, broken between words; later lines are indented.</summary>
    public static IEnumerable<string> Wrapped(string text, int cells)
    {
        while (Width(text) > cells)
        {
            var piece = Beginning(text, cells);
            // A word that ends where the line does.
            var end = text[piece.Length] == ' ' ? piece.Length : piece.LastIndexOf(' ');
            if (end <= Indent.Length) end = Math.Max(piece.Length, Indent.Length + 1);
            yield return text[..end];
            text = Indent + text[end..].TrimStart(' ');
        }
        yield return text;
    }

    private static string Beginning(string text, int cells)
    {
        var length = 0;
        foreach (var element in Elements(text))
        {
            if ((cells -= element.GetCellWidth()) < 0) break;
            length += element.Length;
        }
        return text[..length];
    }

    private static IEnumerable<string> Elements(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();) yield return elements.GetTextElement();
    }
}
