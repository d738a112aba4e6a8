using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Reads <c>akka.actor.serialization-identifiers</c>: the numbers of serializers, by their type names.</summary>
public static class SerializerIdentifierHelper
{
    private const string Path = "akka.actor.serialization-identifiers";

    /// <exception cref="ArgumentException">The type has no number there.</exception>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        foreach (var (name, number) in Serialization.Entries(system.Settings.Config, Path))
        {
            if (Serialization.BareName(name) == type.FullName) return int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        }

        throw new ArgumentException($"{Path} has no number for [{type}].", nameof(type));
    }
}
