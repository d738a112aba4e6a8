using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>Reads HOCON a person wrote, and says where it is wrong: the source's name, line and position.</summary>
public static class HoconText
{
    /// <param name="text">The text.</param>
    /// <param name="source">What a person calls it: a file's path, or the option that held it.</param>
    /// <exception cref="SettingsException">It is no HOCON, or its root is no object.</exception>
    public static HoconObject Parse(string text, string source)
    {
        if (string.IsNullOrWhiteSpace(text)) return new HoconObject(new HoconEmptyValue());
        HoconRoot root;
        try
        {
            root = HoconParser.Parse(text);
        }
        catch (HoconParserException fault)
        {
            throw new SettingsException($"{source}, line {fault.LineNumber}, position {fault.LinePosition}: {WithoutPlace(fault)}", fault);
        }
        catch (HoconException fault)
        {
            throw new SettingsException($"{source}: {FirstLine(fault.Message)}", fault);
        }
        if (root.Value.Type == HoconType.Empty) return new HoconObject(root.Value);
        if (root.Value.Type != HoconType.Object) throw new SettingsException($"{source}: the file must be an object of keys and values.");
        return root.Value.GetObject();
    }

    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static string ReadFile(string path, string what)
    {
        if (path.Length == 0) throw new SettingsException($"The {what} has no name; write the name of a file.");
        if (Directory.Exists(path)) throw new SettingsException($"The {what} {path} is a folder; write the name of a file in it.");
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException($"The {what} {path} cannot be read: {FirstLine(fault.Message)}", fault);
        }
    }

    /// <summary>A parser that ends its message with the place does not have to be read twice.</summary>
    private static string WithoutPlace(HoconParserException fault)
    {
        var message = FirstLine(fault.Message);
        var place = $" At line {fault.LineNumber}, position {fault.LinePosition}.";
        return message.EndsWith(place, StringComparison.Ordinal) ? message[..^place.Length] : message;
    }

    private static string FirstLine(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }
}
