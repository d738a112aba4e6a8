using System.Diagnostics.CodeAnalysis;

namespace Hocon;

/// <summary>What a HOCON element holds. All literals but numbers and booleans count as strings.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The names are those of the Hocon package.")]
public enum HoconType
{
    Empty,
    Array,
    Object,
    Number,
    Boolean,
    String,
}

/// <summary>How a literal was written.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The names are those of the Hocon package.")]
public enum HoconLiteralType
{
    Null,
    Whitespace,
    UnquotedString,
    QuotedString,
    TripleQuotedString,
    Bool,
    Long,
    Hex,
    Octal,
    Double,
}

/// <summary>Where an <c>include</c> asks its text to come from; a bare <c>include "x"</c> counts as a file.</summary>
public enum HoconCallbackType
{
    File,
    Url,
    Resource,
}

/// <summary>Fetches the text of an include; null or blank text means that there is none, which only <c>required(…)</c> minds.</summary>
public delegate Task<string> HoconIncludeCallbackAsync(HoconCallbackType callbackType, string value);

internal static class HoconTypeRules
{
    /// <summary>Literals of any kind can stand side by side in one value; other types only with their own.</summary>
    internal static bool IsLiteral(this HoconType type) => type is HoconType.Boolean or HoconType.Number or HoconType.String;

    internal static bool CanStandBeside(this HoconType one, HoconType other) => one == other || (one.IsLiteral() && other.IsLiteral());
}
