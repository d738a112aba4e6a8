namespace Hocon;

/// <summary>A value was asked for as something that it is not, or an include could not be fetched.</summary>
public sealed class HoconException(string message) : Exception(message);

/// <summary>
/// A text is no HOCON, an include is not there, or a substitution leads nowhere. The position is that of the first character that could
/// not be what it is.
/// </summary>
public sealed class HoconParserException(HoconPosition position, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public HoconPosition Position { get; } = position;
}
