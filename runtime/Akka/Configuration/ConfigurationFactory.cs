using System.Reflection;
using Akka.Actor;
using Hocon;

namespace Akka.Configuration;

/// <summary>Settings that do not parse, or that do not say what they must.</summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception exception)
        : base(message, exception)
    {
    }
}

/// <summary>Makes settings out of text.</summary>
public class ConfigurationFactory
{
    private static Config? _reference;

    public static Config Empty { get; } = new();

    /// <exception cref="FormatException">The text is no HOCON; the message names line and position.</exception>
    public static Config ParseString(string hocon)
    {
        try
        {
            return string.IsNullOrWhiteSpace(hocon) ? new Config() : new Config(HoconParser.Parse(hocon));
        }
        catch (Exception error) when (error is HoconParserException or HoconTokenizerException or HoconException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    /// <summary>The settings that a process brings from outside: none here, files are read by who starts the system.</summary>
    public static Config Load() => Empty;

    /// <summary>Every setting that this runtime reads, with its default.</summary>
    public static Config Default() => _reference ??= FromResource("Akka.Configuration.akka.conf", typeof(ConfigurationFactory).Assembly);

    /// <summary>Settings embedded in the assembly of <typeparamref name="TAssembly"/>.</summary>
    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, object instanceInAssembly) => instanceInAssembly switch
    {
        Type type => FromResource(resourceName, type.Assembly),
        Assembly assembly => FromResource(resourceName, assembly),
        _ => FromResource(resourceName, instanceInAssembly.GetType().Assembly),
    };

    /// <exception cref="ConfigurationException">The assembly holds no such resource.</exception>
    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException($"{assembly.GetName().Name} holds no resource '{resourceName}'.");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}
