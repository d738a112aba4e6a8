namespace Hocon;

/// <summary>The keys that lead from the root to a value, outermost first. Written with dots; a key that holds a dot is quoted.</summary>
public sealed class HoconPath : List<string>, IEquatable<HoconPath>
{
    public HoconPath(IEnumerable<string> path)
        : base(path)
    {
    }

    /// <summary>The path of the root.</summary>
    public static HoconPath Empty { get; } = new([]);

    /// <summary>The path as it would be written.</summary>
    public string Value => string.Join('.', this.Select(Quoting.Key));

    /// <summary>Reads <c>a."b.c".d</c>.</summary>
    /// <exception cref="HoconParserException">
    /// The text is no path: empty, an empty part, an open quote, a character that must be quoted.
    /// </exception>
    public static HoconPath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = new Scanner(new HoconSource("", path));
        text.SkipBlanks();
        var keys = KeyReader.Read(text);
        text.SkipBlanks();
        return text.AtEnd ? new HoconPath(keys) : throw text.Fault($"Expected the end of the path `{path}`, found {text.Found()}");
    }

    public override string ToString() => Value;

    public bool Equals(HoconPath? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as HoconPath);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var key in this)
            hash.Add(key, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The path of a field below this one.</summary>
    public HoconPath Plus(string key) => new(this) { key };

    internal HoconPath Plus(HoconPath other) => new(this.Concat(other));

    internal bool StartsWith(HoconPath parent)
    {
        if (Count < parent.Count)
            return false;
        for (var i = 0; i < parent.Count; i++)
            if (this[i] != parent[i])
                return false;
        return true;
    }
}
