using System.Text;
using AkkaAuction.CommandLine;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Reads HOCON that a person wrote, with the files it includes, and says where it is wrong: the source's name, line and position.
/// </summary>
internal static class HoconText
{
    /// <summary>How an option of the command line is called as a source: it has one line, so no line is named.</summary>
    internal const string Option = "--set ";

    // A device or a pipe that never ends must not take the machine's memory. One that nobody writes to makes the house wait for its text:
    // a pipe is what a shell hands over for <(…).
    private const int CharactersMax = 256 << 20;

    /// <param name="text">The text.</param>
    /// <param name="source">What a person calls it: a file's path, or the option that held it.</param>
    /// <exception cref="SettingsException">It is no HOCON, or its root is no object.</exception>
    public static HoconObject Parse(string text, string source) => Parse(new HoconSource(source, text));

    /// <inheritdoc cref="Parse(string, string)"/>
    public static HoconObject Parse(HoconSource source)
    {
        HoconValue root;
        try
        {
            root = HoconParser.Parse(source, Include).Value;
        }
        catch (HoconParserException fault)
        {
            var sign = IsOption(fault.Position) ? ":" : ",";
            throw new SettingsException($"{Place(fault.Position)}{sign} position {fault.Position.Column}: {fault.Message}.", fault);
        }
        return root.Type == HoconType.Object
            ? root.GetObject()
            : throw new SettingsException($"{Place(root.Position)}: the text must be an object of keys and values, not a list.");
    }

    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static HoconSource ReadFile(string path, string what)
    {
        if (path.Length == 0) throw new SettingsException($"The {what} has no name; write the name of a file.");
        var (source, why) = Read(path, $"The {what} {path}");
        return source ?? throw new SettingsException(why);
    }

    /// <summary>Where something was written, as every message about it begins.</summary>
    public static string Place(HoconPosition at) => IsOption(at) ? at.Source : $"{at.Source}, line {at.Line}";

    private static bool IsOption(HoconPosition at) => at.Source.StartsWith(Option, StringComparison.Ordinal);

    /// <summary>A file's name counts from the folder of the file that includes it; what an option includes, from the current one.</summary>
    private static HoconSource Include(HoconCallbackType type, string name, HoconSource from)
    {
        if (type != HoconCallbackType.File)
            throw new HoconException($"Expected the name of a file to include; {name} is to come from elsewhere, and nothing is fetched");
        if (name.Length == 0) throw new HoconException("Expected the name of a file to include, found an empty name");
        var folder = Path.IsPathRooted(from.Identity) ? Path.GetDirectoryName(from.Name) ?? "" : "";
        var path = Path.Combine(folder, name);
        var (source, why) = Read(path, $"The included file {path}");
        return source ?? throw new HoconException(why.TrimEnd('.'));
    }

    private static (HoconSource? Source, string Why) Read(string path, string what)
    {
        if (Directory.Exists(path)) return (null, $"{what} is a folder; write the name of a file in it.");
        try
        {
            using var reader = new GivenText(File.OpenRead(path));
            var text = new StringBuilder();
            var piece = new char[64 * 1024];
            try
            {
                for (int taken; (taken = reader.Read(piece)) > 0;)
                {
                    if (text.Length > CharactersMax - taken)
                        return (null, $"{what} is longer than {CharactersMax >> 20} million characters; write the name of a smaller file.");
                    text.Append(piece, 0, taken);
                }
            }
            catch (GivenTextException fault)
            {
                return (null, $"{what}, line {fault.Line}: {fault.Message}.");
            }
            return (new HoconSource(path, text.ToString()) { Identity = Path.GetFullPath(path) }, "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"{what} cannot be read: {FirstLine(fault.Message)}");
        }
    }

    internal static string FirstLine(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }
}
