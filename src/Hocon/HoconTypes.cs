using System.Diagnostics.CodeAnalysis;

namespace Hocon;

/// <summary>What a value holds. Numbers, switches and <c>null</c> are strings: what they mean is for whoever reads them to say.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The names are those of the Hocon package.")]
public enum HoconType
{
    /// <summary>Nothing was written: <c>key =</c>.</summary>
    Empty,
    Array,
    Object,
    String,
}

/// <summary>Where an <c>include</c> asks its text to come from; a bare <c>include "x"</c> counts as a file.</summary>
public enum HoconCallbackType
{
    File,
    Url,
    Resource,
}

/// <summary>A text to be read.</summary>
/// <param name="Name">What a person calls it: a file's path, or the option that held it.</param>
/// <param name="Text">The text; blank: the empty configuration.</param>
public sealed record HoconSource(string Name, string Text)
{
    /// <summary>What tells this text from others however it was named, so that a text that includes itself is noticed.</summary>
    public string Identity { get; init; } = Name;
}

/// <summary>Fetches the text of an include.</summary>
/// <param name="type">How the include was written.</param>
/// <param name="name">What it names.</param>
/// <param name="from">The text that the include stands in.</param>
/// <returns>The text; null where there is none, which is an error.</returns>
/// <exception cref="HoconException">There is none, for a reason that a person should read: the parser adds the include's place.</exception>
public delegate HoconSource? HoconIncludeCallback(HoconCallbackType type, string name, HoconSource from);

/// <summary>A place in a text; both numbers count from one.</summary>
/// <param name="Source">The text's name.</param>
public readonly record struct HoconPosition(string Source, int Line, int Column);
