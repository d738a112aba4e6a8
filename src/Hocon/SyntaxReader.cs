namespace Hocon;

/// <summary>
/// Reads a text into nodes by recursive descent. Fields keep the order in which they were written, duplicates included: what they
/// amount to is for the <see cref="Resolver"/> to say. A dotted key becomes objects inside each other.
/// </summary>
internal sealed class SyntaxReader(
    HoconSource source, HoconIncludeCallback include, HoconPath prefix, int depth, IReadOnlyList<HoconSource> includedBy)
{
    private readonly Scanner _text = new(source);
    private readonly HoconPath _path = new(prefix);
    private int _depth = depth;

    /// <summary>How much was read, included texts among it: no honest result has more parts than that.</summary>
    internal long Characters { get; private set; } = source.Text.Length;

    /// <summary>The whole text: an array, an object in braces, or the fields of one without.</summary>
    internal Node ReadRoot()
    {
        _text.SkipBlanks();
        var at = _text.Position;
        switch (_text.Current)
        {
            case '[':
                var array = ReadArray();
                ExpectEnd();
                return array;
            case '{':
                var root = ReadObject();
                ExpectEnd();
                return root;
            default:
                var headless = new ObjectNode(at);
                ReadFields(headless, closing: '\0');
                return headless;
        }
    }

    private void ExpectEnd()
    {
        _text.SkipBlanks();
        if (!_text.AtEnd)
            throw Expected("the end of the text");
    }

    private ObjectNode ReadObject()
    {
        var node = new ObjectNode(_text.Position);
        Enter(node.At);
        _text.Take();
        ReadFields(node, closing: '}');
        _depth--;
        return node;
    }

    private void ReadFields(ObjectNode node, char closing)
    {
        while (true)
        {
            _text.SkipBlanks();
            if (_text.Current == closing && (closing != '\0' || _text.AtEnd))
            {
                if (!_text.AtEnd)
                    _text.Take();
                return;
            }
            if (_text.AtEnd)
                throw Expected($"`}}` to close the object that opens at line {node.At.Line}, position {node.At.Column}");
            if (TryReadInclude() is { } included)
                node.Fields.AddRange(FieldsOf(included));
            else
                ReadField(node);
            ExpectSeparator(closing);
        }
    }

    /// <summary>After a field or an element comes a comma, a line end, or the closing bracket.</summary>
    private void ExpectSeparator(char closing)
    {
        _text.TakeSpaces();
        if (_text.AtComment)
            _text.SkipComment();
        if (_text.AtEnd || _text.Current == closing)
            return;
        if (_text.Current is not (',' or '\n'))
            throw Expected(closing == '\0' ? "`,` or a new line" : $"`,`, a new line or `{closing}`");
        _text.SkipBlanks();
        if (_text.Current == ',')
            _text.Take();
    }

    private void ReadField(ObjectNode owner)
    {
        var at = _text.Position;
        var keys = KeyReader.Read(_text);
        _text.SkipBlanks();
        _path.AddRange(keys);
        _depth += keys.Count - 1;
        Limits.CheckDepth(_depth, at);
        var value = ReadAssignment();
        _depth -= keys.Count - 1;
        _path.RemoveRange(_path.Count - keys.Count, keys.Count);
        for (var i = keys.Count - 1; i > 0; i--)
        {
            var nested = new ObjectNode(at);
            nested.Fields.Add(new(keys[i], value));
            value = new ValueNode(at, [nested]);
        }
        owner.Fields.Add(new(keys[0], value));
    }

    private ValueNode ReadAssignment()
    {
        var at = _text.Position;
        if (_text.TryTake("+="))
        {
            _text.SkipBlanks();
            var added = new ArrayNode(_text.Position);
            var element = ReadValue();
            if (element.Pieces.Count == 0)
                throw Expected("a value after `+=`");
            added.Elements.Add(element);
            return new ValueNode(at, [new PriorNode(at), added]);
        }
        if (_text.Current is '=' or ':')
        {
            _text.Take();
            _text.SkipBlanks();
        }
        else if (_text.Current != '{')
        {
            throw Expected($"`=`, `:`, `+=` or `{{` after the key `{_path}`");
        }
        return ReadValue();
    }

    /// <summary>The pieces up to the end of the line, a comma, a closing bracket or a comment.</summary>
    private ValueNode ReadValue()
    {
        var value = new ValueNode(_text.Position, new List<Node>(1));
        while (true)
        {
            var at = _text.Position;
            var spaces = _text.TakeSpaces();
            if (_text.AtEnd || _text.AtComment || _text.Current is '\n' or ',' or '}' or ']')
                return value;
            if (spaces.Length > 0 && value.Pieces.Count > 0)
                value.Pieces.Add(new LiteralNode(at, spaces, isBlank: true));
            if (TryReadInclude() is { } included)
                value.Pieces.Add(included);
            else
                value.Pieces.Add(ReadPiece());
        }
    }

    private Node ReadPiece()
    {
        var at = _text.Position;
        switch (_text.Current)
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"' or '\'':
                return new LiteralNode(at, _text.TakeQuoted().Text);
            case '$' when _text.At("${"):
                return ReadSubstitution();
        }
        var plain = _text.TakeUnquoted(static _ => false);
        if (plain.Length == 0)
            throw Expected(_path.Count == 0 ? "a value" : $"a value for `{_path}` (text with special characters needs quotes)");
        return new LiteralNode(at, plain == "null" ? null : plain);
    }

    private ArrayNode ReadArray()
    {
        var node = new ArrayNode(_text.Position);
        Enter(node.At);
        _text.Take();
        while (true)
        {
            _text.SkipBlanks();
            if (_text.AtEnd)
                throw Expected($"`]` to close the array that opens at line {node.At.Line}, position {node.At.Column}");
            if (_text.Current == ']')
            {
                _text.Take();
                _depth--;
                return node;
            }
            var element = ReadValue();
            if (element.Pieces.Count == 0)
                throw Expected("an array element or `]`");
            node.Elements.Add(element);
            ExpectSeparator(']');
        }
    }

    private SubstitutionNode ReadSubstitution()
    {
        var at = _text.Position;
        var required = !_text.TryTake("${?");
        if (required)
            _text.TryTake("${");
        var written = new HoconPath(KeyReader.Read(_text));
        if (_text.Current != '}')
            throw Expected("`}` to close the substitution");
        _text.Take();
        return new SubstitutionNode(at, prefix.Plus(written), written, required);
    }

    /// <summary>
    /// <c>include "x"</c>, with <c>file(…)</c>, <c>url(…)</c> or <c>classpath(…)</c> around the name and <c>required(…)</c> around all.
    /// Anything else that begins with the word is an ordinary key or text.
    /// </summary>
    private Node? TryReadInclude()
    {
        if (!_text.At("include"))
            return null;
        var mark = _text.Mark;
        var at = _text.Position;
        _text.TryTake("include");
        _text.TakeSpaces();
        var required = TryOpen("required");
        var kind = HoconCallbackType.File;
        var wrapped = TryOpen("file");
        if (!wrapped && (wrapped = TryOpen("url")))
            kind = HoconCallbackType.Url;
        if (!wrapped && (wrapped = TryOpen("classpath")))
            kind = HoconCallbackType.Resource;
        if (_text.Current is not '"' && !required && !wrapped)
        {
            _text.ReturnTo(mark);
            return null;
        }
        if (_text.Current is not '"')
            throw Expected("the name of what to include, in quotes");
        var name = _text.TakeQuoted().Text;
        for (var open = (required ? 1 : 0) + (wrapped ? 1 : 0); open > 0; open--)
        {
            _text.TakeSpaces();
            if (!_text.TryTake(")"))
                throw Expected("`)`");
        }
        return Include(kind, name, at);
    }

    private bool TryOpen(string word)
    {
        var mark = _text.Mark;
        if (_text.TryTake(word))
        {
            _text.TakeSpaces();
            if (_text.TryTake("("))
            {
                _text.TakeSpaces();
                return true;
            }
        }
        _text.ReturnTo(mark);
        return false;
    }

    private Node Include(HoconCallbackType kind, string name, HoconPosition at)
    {
        HoconSource included;
        try
        {
            included = include(kind, name, source)
                ?? throw new HoconException($"Expected the included `{name}`, found nothing of that name");
        }
        catch (HoconException fault)
        {
            throw new HoconParserException(at, fault.Message, fault);
        }
        HoconSource[] open = [.. includedBy, source];
        if (Array.FindIndex(open, text => text.Identity == included.Identity) is >= 0 and var first)
        {
            var way = string.Join(" includes ", open.Skip(first).Append(included).Select(text => $"`{text.Name}`"));
            throw new HoconParserException(at, $"Expected includes that end, found a cycle: {way}");
        }
        if (open.Length > Limits.Includes)
        {
            throw new HoconParserException(
                at, $"Expected at most {Limits.Includes} texts that include each other; the next one is `{name}`");
        }
        var reader = new SyntaxReader(included, include, _path, _depth, open);
        var root = reader.ReadRoot();
        Characters += reader.Characters;
        return root;
    }

    private static List<KeyValuePair<string, ValueNode>> FieldsOf(Node included) =>
        included is ObjectNode fields
            ? fields.Fields
            : throw new HoconParserException(included.At, "Expected an included text that holds an object, found an array");

    private void Enter(HoconPosition at) => Limits.CheckDepth(++_depth, at);

    private HoconParserException Expected(string what) => new(_text.Position, $"Expected {what}, found {_text.Found()}");
}
