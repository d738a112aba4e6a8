namespace Hocon;

/// <summary>
/// Turns HOCON text into a tree of values, with includes read, substitutions filled in and fields of one key merged. It ends for every
/// text, and what it cannot read it refuses with the place.
/// </summary>
public static class HoconParser
{
    /// <param name="text">The text; a blank one is the empty configuration.</param>
    /// <param name="include">Fetches what the text includes; without one, nothing can be included.</param>
    /// <exception cref="HoconParserException">The text is no HOCON, or a substitution or an include cannot be filled in.</exception>
    public static HoconRoot Parse(string text, HoconIncludeCallback? include = null) => Parse(new HoconSource("", text), include);

    /// <inheritdoc cref="Parse(string, HoconIncludeCallback?)"/>
    public static HoconRoot Parse(HoconSource source, HoconIncludeCallback? include = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var reader = new SyntaxReader(source, include ?? NothingToInclude, HoconPath.Empty, depth: 0, includedBy: []);
        return new HoconRoot(new Resolver(reader.ReadRoot(), reader.Characters).Resolve());
    }

    private static HoconSource? NothingToInclude(HoconCallbackType type, string name, HoconSource from) => null;
}
