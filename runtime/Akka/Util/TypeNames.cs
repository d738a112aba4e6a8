using System.Reflection;
using Akka.Configuration;

namespace Akka.Util;

/// <summary>
/// Types named in configuration. People write them as for the official packages ("Akka.Event.DefaultLogger, Akka"), whose assemblies are called
/// otherwise here: when the assembly is not found, the name is looked for in all that is loaded.
/// </summary>
internal static class TypeNames
{
    public static Type? Find(string name)
    {
        if (Type.GetType(name, throwOnError: false) is { } direct) return direct;
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var bare = (comma < 0 ? name : name[..comma]).Trim();
        if (comma >= 0 && Type.GetType($"{bare}, AkkaAuction.Runtime.{name[(comma + 1)..].Trim()}", throwOnError: false) is { } own) return own;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetType(bare, throwOnError: false) is { } found) return found;
        }
        return null;
    }

    /// <exception cref="ConfigurationException">There is no such type, or it is no <typeparamref name="T"/>, or it could not be made.</exception>
    public static T Create<T>(string name, params object[] arguments)
        where T : class
    {
        var type = Find(name) ?? throw new ConfigurationException($"The configuration names a type that is not there: '{name}'.");
        try
        {
            return Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, arguments, null) as T
                ?? throw new ConfigurationException($"The configuration names '{name}' where a {typeof(T).Name} belongs.");
        }
        catch (Exception error) when (error is MissingMethodException or TargetInvocationException)
        {
            throw new ConfigurationException($"'{name}', which the configuration names, could not be made: {error.InnerException?.Message ?? error.Message}", error);
        }
    }
}
