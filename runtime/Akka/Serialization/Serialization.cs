using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>
/// A system's serializers: which is for which type, and which has which number. A type that nothing is bound to cannot be serialized: there is
/// no serializer for just anything, and nothing that comes from outside can name a type that is not bound.
/// </summary>
public class Serialization
{
    /// <summary>For whom this thread is serializing; null when for nobody in particular.</summary>
    [ThreadStatic]
    internal static Information? CurrentTransportInformation;

    private const string OwnAssemblies = "AkkaAuction.Runtime.";

    private readonly NullSerializer _null;
    private readonly ConcurrentDictionary<Type, Serializer> _byType = new();
    private readonly ConcurrentDictionary<int, Serializer> _byId = new();
    private readonly ConcurrentDictionary<string, Serializer> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Type> _bound = new(StringComparer.Ordinal);

    /// <exception cref="ConfigurationException">A serializer or a binding cannot be made as configured.</exception>
    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _null = new NullSerializer(system);
        AddSerializer("null", _null);
        var config = system.Settings.Config;
        foreach (var (name, type) in Entries(config, "akka.actor.serializers"))
        {
            var settings = config.GetConfig("akka.actor.serialization-settings." + name);
            AddSerializer(name, settings.IsNullOrEmpty()
                ? TypeNames.Create<Serializer>(type, system)
                : TypeNames.Create<Serializer>(type, system, settings));
        }

        foreach (var (type, name) in Entries(config, "akka.actor.serialization-bindings"))
        {
            var bound = TypeNames.Find(type);
            if (bound is null || !_byName.TryGetValue(name, out var serializer))
                system.Log.Warning("The serialization binding \"{0}\" = {1} has no effect: there is no such {2}.", type, name, bound is null ? "type" : "serializer");
            else AddSerializationMap(bound, serializer);
        }

        var setup = system.Settings.Setup.Get<SerializationSetup>();
        if (!setup.HasValue) return;
        foreach (var details in setup.Value.CreateSerializers(system))
        {
            AddSerializer(details.Alias, details.Serializer);
            foreach (var type in details.UseFor) AddSerializationMap(type, details.Serializer);
        }
    }

    public ExtendedActorSystem System { get; }

    /// <summary>What tells the serializer's <c>FromBinary</c> the kind of message; empty when it needs no telling.</summary>
    public static string ManifestFor(Serializer s, object msg) => s switch
    {
        SerializerWithStringManifest named => named.Manifest(msg),
        { IncludeManifest: true } => NameOf(msg.GetType()),
        _ => "",
    };

    /// <exception cref="InvalidOperationException">This thread is not serializing for anybody.</exception>
    public static Information GetCurrentTransportInformation() =>
        CurrentTransportInformation ?? throw new InvalidOperationException("Nothing is being serialized here; use Serialization.WithTransport.");

    /// <summary>Runs <paramref name="action"/> so that references are written as other nodes of <paramref name="system"/> need them.</summary>
    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) => WithTransport(system, action, static run => run());

    /// <inheritdoc cref="WithTransport{T}(ExtendedActorSystem, Func{T})"/>
    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action)
    {
        var before = CurrentTransportInformation;
        try
        {
            CurrentTransportInformation = system.Provider.SerializationInformation;
            return action(state);
        }
        finally
        {
            CurrentTransportInformation = before;
        }
    }

    /// <summary>A reference as text: <see cref="DeserializeActorRef"/> finds the actor again, also on another node.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (actorRef is null) return "";
        if (CurrentTransportInformation is { } information) return actorRef.Path.ToSerializationFormatWithAddress(information.Address);
        return actorRef is LocalActorRef local
            ? actorRef.Path.ToSerializationFormatWithAddress(local.Cell.SystemImpl.Local.DefaultAddress)
            : actorRef.Path.ToSerializationFormat();
    }

    public void AddSerializer(string name, Serializer serializer)
    {
        _byId[serializer.Identifier] = serializer;
        _byName[name] = serializer;
    }

    /// <summary>Binds a type, and all that derive from it and are not bound themselves.</summary>
    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _byType[type] = serializer;
        if (type.FullName is { } name) _bound[name] = type;
    }

    /// <exception cref="SerializationException">The object's type is not bound.</exception>
    public byte[] Serialize(object o)
    {
        var serializer = FindSerializerFor(o);
        return CurrentTransportInformation is null
            ? WithTransport(System, (serializer, o), static state => state.serializer.ToBinary(state.o))
            : serializer.ToBinary(o);
    }

    /// <exception cref="SerializationException">No serializer has that number.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type? type)
    {
        var serializer = WithId(serializerId, type?.Name);
        return CurrentTransportInformation is null
            ? WithTransport(System, (serializer, bytes, type), static state => state.serializer.FromBinary(state.bytes, state.type))
            : serializer.FromBinary(bytes, type);
    }

    /// <exception cref="SerializationException">No serializer has that number, or the manifest names a type that is not bound.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string? manifest)
    {
        var serializer = WithId(serializerId, manifest);
        var before = CurrentTransportInformation;
        try
        {
            CurrentTransportInformation ??= System.Provider.SerializationInformation;
            if (serializer is SerializerWithStringManifest named) return named.FromBinary(bytes, manifest ?? "");
            return serializer.FromBinary(bytes, string.IsNullOrEmpty(manifest) ? null : BoundType(serializer, manifest));
        }
        finally
        {
            CurrentTransportInformation = before;
        }
    }

    /// <inheritdoc cref="FindSerializerForType"/>
    public Serializer FindSerializerFor(object? obj, string? defaultSerializerName = null) =>
        obj is null ? _null : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <summary>The serializer of the type itself, or of the nearest type it derives from.</summary>
    /// <exception cref="SerializationException">Nothing is bound to it.</exception>
    public Serializer FindSerializerForType(Type objectType, string? defaultSerializerName = null)
    {
        if (_byType.TryGetValue(objectType, out var exact)) return exact;

        var nearest = NearestBound(objectType);
        var serializer = nearest is not null ? _byType[nearest]
            : defaultSerializerName is not null && _byName.TryGetValue(defaultSerializerName, out var named) ? named
            : throw new SerializationException(
                $"No serializer is bound to [{objectType}]; bind one in akka.actor.serialization-bindings (there is none for just anything here).");
        if (nearest is not null) _byType[objectType] = serializer;
        return serializer;
    }

    /// <summary>Whether there is a serializer for the type.</summary>
    internal bool IsBound(Type type) => _byType.ContainsKey(type) || NearestBound(type) is not null;

    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    /// <summary>A type's name with its assembly's, as the official packages write it.</summary>
    internal static string NameOf(Type type)
    {
        var assembly = type.Assembly.GetName().Name!;
        return $"{type.FullName}, {(assembly.StartsWith(OwnAssemblies, StringComparison.Ordinal) ? assembly[OwnAssemblies.Length..] : assembly)}";
    }

    internal static string BareName(string typeName)
    {
        var comma = typeName.IndexOf(',', StringComparison.Ordinal);
        return (comma < 0 ? typeName : typeName[..comma]).Trim();
    }

    /// <summary>The entries of a flat section.</summary>
    internal static IEnumerable<(string Key, string Value)> Entries(Config config, string path) => config.GetConfig(path)?.FlatEntries() ?? [];

    private Type? NearestBound(Type type)
    {
        Type? nearest = null;
        foreach (var bound in _byType.Keys)
        {
            if (bound.IsAssignableFrom(type) && (nearest is null || nearest.IsAssignableFrom(bound))) nearest = bound;
        }

        return nearest;
    }

    private Serializer WithId(int serializerId, string? what) =>
        _byId.TryGetValue(serializerId, out var serializer) ? serializer
            : throw new SerializationException($"No serializer has the number {serializerId} (for '{what}'): akka.actor.serializers differs between the nodes.");

    private Type BoundType(Serializer serializer, string manifest) =>
        serializer.TypeOf(manifest) ?? (_bound.TryGetValue(BareName(manifest), out var type) ? type
            : throw new SerializationException($"'{manifest}' is not a type that is bound to a serializer here."));
}
