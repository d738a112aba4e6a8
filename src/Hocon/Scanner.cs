using System.Globalization;
using System.Text;

namespace Hocon;

/// <summary>
/// Walks over a text once, character by character, knows its line and position, and takes the small pieces that keys, paths and values
/// are made of: blanks, comments and quoted strings.
/// </summary>
internal sealed class Scanner(HoconSource source)
{
    private readonly string _text = source.Text;
    private int _index;
    private int _line = 1;
    private int _lineStart;

    internal bool AtEnd => _index >= _text.Length;

    /// <summary>The character at hand; NUL at the end.</summary>
    internal char Current => AtEnd ? '\0' : _text[_index];

    internal HoconPosition Position => new(source.Name, _line, _index - _lineStart + 1);

    internal bool At(string word) => string.CompareOrdinal(_text, _index, word, 0, word.Length) == 0;

    internal bool AtComment => Current == '#' || At("//");

    internal char Take()
    {
        var c = _text[_index++];
        if (c == '\n')
        {
            _line++;
            _lineStart = _index;
        }
        return c;
    }

    internal bool TryTake(string word)
    {
        if (!At(word))
            return false;
        for (var i = 0; i < word.Length; i++)
            Take();
        return true;
    }

    /// <summary>White space inside a line; returned because between two texts it belongs to the value.</summary>
    internal string TakeSpaces()
    {
        var start = _index;
        while (!AtEnd && Current != '\n' && Quoting.IsWhitespace(Current))
            _index++;
        return _text[start.._index];
    }

    /// <summary>A run of characters that need no quotes, up to white space, a comment or one that <paramref name="ends"/> it.</summary>
    internal string TakeUnquoted(Func<Scanner, bool> ends)
    {
        var start = _index;
        while (!AtEnd && !Quoting.IsWhitespace(Current) && !Quoting.IsReserved(Current) && !At("//") && !ends(this))
            _index++;
        return _text[start.._index];
    }

    internal void SkipComment()
    {
        while (!AtEnd && Current != '\n')
            _index++;
    }

    /// <summary>White space, line ends and comments.</summary>
    internal void SkipBlanks()
    {
        while (!AtEnd)
            if (Quoting.IsWhitespace(Current))
                Take();
            else if (AtComment)
                SkipComment();
            else
                return;
    }

    /// <summary>Takes a string in double or single quotes; between three of them nothing is special, line ends included.</summary>
    internal (string Text, bool Tripled) TakeQuoted()
    {
        var opening = Position;
        var mark = Current.ToString();
        var tripled = new string(Current, 3);
        return TryTake(tripled) ? (TakeTripleQuoted(tripled, opening), true) : (TakeSingleQuoted(mark, opening), false);
    }

    /// <summary>What stands here, in the words of an error message.</summary>
    internal string Found() => AtEnd ? "the end of the text" : Current switch
    {
        '\n' => "the end of the line",
        '#' => "a comment",
        < ' ' or '\u007F' => string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)Current:X4}"),
        _ => $"`{Current}`",
    };

    internal HoconParserException Fault(string message) => new(Position, message);

    /// <summary>Steps back to <paramref name="mark"/>, which must lie on the same line.</summary>
    internal void ReturnTo(int mark) => _index = mark;

    internal int Mark => _index;

    private string TakeTripleQuoted(string quotes, HoconPosition opening)
    {
        var start = _index;
        while (!At(quotes))
        {
            if (AtEnd)
                throw new HoconParserException(
                    opening, $"Expected {quotes} to close the string that opens here, found the end of the text");
            Take();
        }
        // Further quotes right at the end belong to the string: """a"""" is a".
        _index += quotes.Length;
        while (Current == quotes[0] && !AtEnd)
            _index++;
        return _text[start..(_index - quotes.Length)];
    }

    private string TakeSingleQuoted(string mark, HoconPosition opening)
    {
        Take();
        var taken = new StringBuilder();
        while (!At(mark))
        {
            if (AtEnd || Current == '\n')
                throw new HoconParserException(opening, $"Expected {mark} to close the string that opens here, found {Found()}");
            taken.Append(Current == '\\' ? TakeEscape() : Take());
        }
        Take();
        return taken.ToString();
    }

    private char TakeEscape()
    {
        var at = Position;
        Take();
        var c = AtEnd ? '\0' : Take();
        switch (c)
        {
            case '"' or '\\' or '/' or '\'':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                if (_index + 4 > _text.Length
                    || !ushort.TryParse(
                        _text.AsSpan(_index, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                    throw new HoconParserException(at, "Expected four hexadecimal digits after \\u");
                _index += 4;
                return (char)code;
            default:
                throw new HoconParserException(
                    at, "Expected one of \" \\ / b f n r t u after a backslash; a literal backslash is written \\\\");
        }
    }
}
