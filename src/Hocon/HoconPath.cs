using Hocon.Parsing;

namespace Hocon;

/// <summary>The keys that lead from the root to a value, outermost first. Written with dots; a key that holds a dot is quoted.</summary>
public sealed class HoconPath : List<string>, IEquatable<HoconPath>
{
    public static readonly HoconPath Empty = new([]);

    public HoconPath(IEnumerable<string> path)
        : base(path)
    {
    }

    public bool IsEmpty => Count == 0;

    /// <summary>The last key.</summary>
    public string Key => this[Count - 1];

    /// <summary>The path as it would be written.</summary>
    public string Value => string.Join('.', this.Select(Quoting.Key));

    /// <summary>Reads <c>a."b.c".d</c>.</summary>
    /// <exception cref="HoconTokenizerException">The text is no path: empty, an empty part, an open quote, a character that must be quoted.</exception>
    public static HoconPath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = new Scanner(path);
        text.SkipBlanks();
        var keys = KeyReader.Read(text);
        text.SkipBlanks();
        return text.AtEnd ? new HoconPath(keys) : throw text.Fault($"Expected the end of the path `{path}`, found {text.Found()}");
    }

    public static bool TryParse(string? path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HoconPath? result)
    {
        result = null;
        if (path is null)
            return false;
        try
        {
            result = Parse(path);
            return true;
        }
        catch (HoconTokenizerException)
        {
            return false;
        }
    }

    public HoconPath SubPath(int length) => new(GetRange(0, length));

    public HoconPath SubPath(int index, int count) => new(GetRange(index, count));

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

    public static bool operator ==(HoconPath? left, HoconPath? right) => Equals(left, right);

    public static bool operator !=(HoconPath? left, HoconPath? right) => !Equals(left, right);

    internal HoconPath Plus(string key) => new(this) { key };

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
