using Hocon.Parsing;

namespace Hocon;

/// <summary>Turns HOCON text into a tree of values, with includes read, substitutions filled in and fields of one key merged.</summary>
public sealed class HoconParser
{
    /// <param name="text">The text; an empty one is an error, <c>{}</c> is the empty configuration.</param>
    /// <param name="includeCallback">Fetches what the text includes; without one, includes are empty. What it throws is not caught.</param>
    /// <exception cref="HoconParserException">The text is no HOCON, or a substitution cannot be filled in.</exception>
    public static HoconRoot Parse(string text, HoconIncludeCallbackAsync? includeCallback = null)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new HoconParserException("Expected a configuration, found an empty text; the empty configuration is written {}");
        try
        {
            var reader = new SyntaxReader(text, includeCallback ?? NothingToInclude, HoconPath.Empty, depth: 0, includeDepth: 0);
            var root = reader.ReadRoot();
            return new HoconRoot(new Resolver(root, reader.Characters).Resolve());
        }
        catch (HoconTokenizerException fault)
        {
            throw new HoconParserException(new TextPosition(fault.LineNumber, fault.LinePosition), fault.Message, fault);
        }
    }

    private static Task<string> NothingToInclude(HoconCallbackType type, string name) => Task.FromResult("{}");
}
