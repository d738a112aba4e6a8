using Hocon;

namespace Akka.Configuration;

#nullable disable annotations // As in Akka.NET, a text that is not there is null, and nobody is made to check for it.

/// <summary>
/// Settings: a tree of HOCON with others behind it that fill what it leaves out. Immutable. A path that is not there gives the default
/// that the caller names; a value that is there and is no such thing is an error.
/// </summary>
public class Config
{
    public static readonly Config Empty = ConfigurationFactory.Empty;

    private readonly HoconRoot _root;

    public Config()
        : this(new HoconRoot(new HoconValue(null)))
    {
    }

    public Config(Config source, Config fallback)
        : this(source.WithFallback(fallback)._root)
    {
    }

    internal Config(HoconRoot root) => _root = root;

    public virtual bool IsEmpty => _root.Value is not { Count: > 0 } value || (value.TryGetObject(out var all) && all.Count == 0);

    public virtual bool HasPath(string path) => _root.HasPath(path);

    public virtual bool GetBoolean(string path, bool @default = false) => Read(path, @default, static value => value.GetBoolean());

    public virtual long? GetByteSize(string path) => GetByteSize(path, null);

    /// <summary>A size in bytes: "64 KiB", "10m", 1024.</summary>
    public virtual long? GetByteSize(string path, long? def = null) => Read(path, def, static value => value.GetByteSize());

    public virtual int GetInt(string path, int @default = 0) => Read(path, @default, static value => value.GetInt());

    public virtual long GetLong(string path, long @default = 0) => Read(path, @default, static value => value.GetLong());

    public virtual string GetString(string path, string @default = null) => Read(path, @default, static value => value.GetString());

    public virtual float GetFloat(string path, float @default = 0) => Read(path, @default, static value => value.GetFloat());

    public virtual decimal GetDecimal(string path, decimal @default = 0) => Read(path, @default, static value => value.GetDecimal());

    public virtual double GetDouble(string path, double @default = 0) => Read(path, @default, static value => value.GetDouble());

    /// <summary>A duration: "5s", "100ms", "infinite" (as <see cref="Timeout.InfiniteTimeSpan"/>), a bare number of milliseconds.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Read(path, @default ?? TimeSpan.Zero, value => value.GetTimeSpan(allowInfinite));

    public virtual IList<bool> GetBooleanList(string path) => Read(path, [], static value => value.GetBooleanList());

    public virtual IList<decimal> GetDecimalList(string path) => Read(path, [], static value => value.GetDecimalList());

    public virtual IList<double> GetDoubleList(string path) => Read(path, [], static value => value.GetDoubleList());

    public virtual IList<int> GetIntList(string path) => Read(path, [], static value => value.GetIntList());

    public virtual IList<long> GetLongList(string path) => Read(path, [], static value => value.GetLongList());

    public virtual IList<string> GetStringList(string path) => GetStringList(path, []);

    public virtual IList<string> GetStringList(string path, string[] defaultPaths) =>
        Read(path, defaultPaths, static value => (IList<string>)value.GetStringList());

    /// <summary>The settings below a path; null when there are none.</summary>
    public virtual Config GetConfig(string path) =>
        _root.TryGetValue(path, out var value) ? new Config(new HoconRoot(value)) : null;

    /// <summary>These settings, with <paramref name="fallback"/> for what they leave out.</summary>
    public virtual Config WithFallback(Config fallback)
    {
        if (fallback is null || fallback.IsEmpty || ReferenceEquals(this, fallback)) return this;
        if (IsEmpty) return fallback;
        var merged = (HoconValue)_root.Value.Clone(null);
        if (!merged.TryGetObject(out var mine) || !fallback._root.Value.TryGetObject(out var theirs)) return this;
        var copy = new HoconValue(null);
        var all = (HoconObject)mine.Clone(copy);
        all.FallbackMerge((HoconObject)theirs.Clone(copy));
        copy.Add(all);
        return new Config(new HoconRoot(copy));
    }

    /// <summary>The keys directly below.</summary>
    internal IEnumerable<string> Keys() => _root.Value.TryGetObject(out var all) ? all.Keys : [];

    /// <summary>The keys directly below, unquoted, with their texts.</summary>
    internal IEnumerable<(string Key, string Value)> Leaves() =>
        _root.Value.TryGetObject(out var all) ? all.Select(field => (field.Key, field.Value.GetString())) : [];

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    public override string ToString() => _root.ToString();

    /// <summary>The keys of this section with their texts.</summary>
    internal IEnumerable<(string Key, string Value)> FlatEntries() =>
        _root.Value.GetObject().Select(field => (field.Key, field.Value.GetString()));

    private T Read<T>(string path, T fallback, Func<HoconValue, T> read)
    {
        if (!_root.TryGetValue(path, out var value) || value.Type == HoconType.Empty) return fallback;
        try
        {
            return read(value);
        }
        catch (HoconException error)
        {
            throw new FormatException($"{path}: {error.Message}", error);
        }
    }
}

public static class ConfigExtensions
{
    public static bool IsNullOrEmpty(this Config config) => config is null || config.IsEmpty;

    public static Config SafeWithFallback(this Config config, Config fallback) =>
        config.IsNullOrEmpty() ? fallback : config.WithFallback(fallback);
}
