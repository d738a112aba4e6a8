namespace Hocon;

/// <summary>A value was asked for as something that it is not.</summary>
public class HoconException : Exception
{
    public HoconException(string message)
        : base(message)
    {
    }

    public HoconException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A getter of <see cref="HoconRoot"/> failed; <see cref="FailPath"/> is the path it was asked for.</summary>
public class HoconValueException : HoconException
{
    public HoconValueException(string message, string failPath, Exception innerException)
        : base($"{message} at path [{failPath}]", innerException) => FailPath = failPath;

    public string FailPath { get; }
}

/// <summary>
/// The text is no HOCON, or a substitution in it leads nowhere. Line and position count from one and point at the first
/// character that could not be what it is.
/// </summary>
public sealed class HoconParserException : Exception
{
    public HoconParserException()
    {
    }

    public HoconParserException(string message)
        : base(message)
    {
    }

    public HoconParserException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal HoconParserException(TextPosition at, string message, Exception? innerException = null)
        : base($"{message}. At line {at.Line}, position {at.Column}.", innerException)
    {
        LineNumber = at.Line;
        LinePosition = at.Column;
    }

    public int LineNumber { get; }

    public int LinePosition { get; }
}

/// <summary>
/// A run of characters is no word of HOCON: an open string, a bad escape, a character that must be quoted. Parsing a whole text wraps it in
/// a <see cref="HoconParserException"/>; <see cref="HoconPath.Parse"/> lets it through.
/// </summary>
public sealed class HoconTokenizerException : Exception
{
    internal HoconTokenizerException(TextPosition at, string message, string value)
        : base(message)
    {
        LineNumber = at.Line;
        LinePosition = at.Column;
        Value = value;
    }

    public string Value { get; }

    public int LineNumber { get; }

    public int LinePosition { get; }
}

/// <summary>A place in a text, both numbers counted from one.</summary>
internal readonly record struct TextPosition(int Line, int Column);
