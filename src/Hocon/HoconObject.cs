using System.Diagnostics.CodeAnalysis;
using Hocon.Parsing;

namespace Hocon;

/// <summary>
/// Fields by key, in the order they were first written. The dictionary underneath is asked with bare keys; every method of this class
/// that takes a text takes a path (<c>a.b."c.d"</c>) and walks down it.
/// </summary>
public class HoconObject : Dictionary<string, HoconField>, IHoconElement
{
    public HoconObject(IHoconElement parent)
        : this(parent, 0)
    {
    }

    internal HoconObject(IHoconElement parent, int capacity)
        : base(capacity)
    {
        if (parent is not HoconValue)
            throw new HoconException("A HoconObject belongs to a HoconValue");
        Parent = parent;
    }

    /// <summary>An object without fields, shared: never to be written to.</summary>
    public static HoconObject Empty { get; } = new(new HoconValue(null));

    public bool IsEmpty => Count == 0;

    public IHoconElement Parent { get; }

    public HoconType Type => HoconType.Object;

    public string Raw => throw new HoconException("An object has no raw text");

    /// <summary>The path of the field whose value this object is; empty for the root, and that of the array for an object in one.</summary>
    public HoconPath Path
    {
        get
        {
            for (var above = (IHoconElement?)Parent; above is not null; above = above.Parent)
                if (above is HoconField holder)
                    return holder.Path;
            return HoconPath.Empty;
        }
    }

    /// <summary>The fields as plain dictionaries, nested as the objects are; what is no object stays a <see cref="HoconField"/>.</summary>
    public IDictionary<string, object> Unwrapped =>
        this.ToDictionary(pair => pair.Key, object (pair) => pair.Value.Type == HoconType.Object ? pair.Value.GetObject().Unwrapped : pair.Value);

    public new HoconField this[string key] => GetField(key);

    public HoconField this[HoconPath path] => GetField(path);

    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    /// <exception cref="HoconException">The path leads through something that is no object.</exception>
    public HoconField GetField(HoconPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.IsEmpty)
            throw new ArgumentException("The path is empty", nameof(path));
        var current = this;
        for (var depth = 0; ; depth++)
        {
            if (!current.TryGetValue(path[depth], out var field))
                throw new KeyNotFoundException($"There is no key `{path.SubPath(depth + 1)}`");
            if (depth == path.Count - 1)
                return field;
            if (field.Type != HoconType.Object)
                throw new HoconException($"The key `{path.SubPath(depth + 1)}` holds no object, so `{path}` leads nowhere");
            current = field.GetObject();
        }
    }

    public HoconField GetField(string key) => GetField(HoconPath.Parse(key));

    public bool TryGetField(HoconPath path, [NotNullWhen(true)] out HoconField? result)
    {
        result = null;
        var current = this;
        for (var depth = 0; depth < (path?.Count ?? 0); depth++)
        {
            if (!current.TryGetValue(path![depth], out var field))
                return false;
            if (depth == path.Count - 1)
            {
                result = field;
                return true;
            }
            if (field.Type != HoconType.Object)
                return false;
            current = field.GetObject();
        }
        return false;
    }

    public bool TryGetField(string key, [NotNullWhen(true)] out HoconField? result)
    {
        result = null;
        return !string.IsNullOrWhiteSpace(key) && TryGetField(HoconPath.Parse(key), out result);
    }

    public HoconValue GetValue(HoconPath path) => GetField(path).Value;

    public bool TryGetValue(HoconPath path, [NotNullWhen(true)] out HoconValue? result)
    {
        result = TryGetField(path, out var field) ? field.Value : null;
        return result is not null;
    }

    public HoconObject GetObject() => this;

    public HoconObject GetObject(string key) => GetField(key).GetObject();

    public bool TryGetObject(string key, [NotNullWhen(true)] out HoconObject? result)
    {
        result = null;
        return TryGetField(key, out var field) && field.Value.TryGetObject(out result);
    }

    public string GetString() => throw new HoconException("Expected a text, found an object");

    /// <summary>The values of the fields whose keys are numbers from zero on, in the order of those numbers.</summary>
    public IList<HoconValue> GetArray() =>
        TryGetArray(out var result)
            ? result
            : throw new HoconException("Expected an array, found an object without numbered fields of one type");

    public bool TryGetArray(out List<HoconValue> result)
    {
        result = [];
        var numbered = new SortedDictionary<int, HoconValue>();
        foreach (var field in Values)
            if (int.TryParse(field.Key, out var index) && index >= 0)
                numbered[index] = field.Value;
        if (numbered.Values.Select(value => value.Type).Distinct().Count() != 1)
            return false;
        result.AddRange(numbered.Values);
        return true;
    }

    /// <summary>Takes over copies of the other object's fields; where both have one, the other's wins, and two objects are merged.</summary>
    public virtual void Merge(HoconObject other)
    {
        foreach (var (key, theirs) in other)
            if (TryGetValue(key, out var ours) && ours.Type == HoconType.Object && theirs.Type == HoconType.Object)
                ours.GetObject().Merge(theirs.GetObject());
            else
                SetField(key, (HoconField)theirs.Clone(this));
    }

    /// <summary>Takes over copies of those of the other object's fields that are missing here, inside nested objects too.</summary>
    public void FallbackMerge(HoconObject other)
    {
        foreach (var (key, theirs) in other)
            if (!TryGetValue(key, out var ours))
                SetField(key, (HoconField)theirs.Clone(this));
            else if (ours.Type == HoconType.Object && theirs.Type == HoconType.Object)
                ours.GetObject().FallbackMerge(theirs.GetObject());
    }

    public IHoconElement Clone(IHoconElement? newParent)
    {
        var copy = new HoconObject(newParent!);
        foreach (var (key, field) in this)
            copy.SetField(key, (HoconField)field.Clone(copy));
        return copy;
    }

    public override string ToString() => ToString(0, 2);

    public string ToString(int indent, int indentSize)
    {
        var margin = new string(' ', indent * indentSize);
        return string.Join(
            "," + Environment.NewLine,
            this.Select(pair => $"{margin}{Quoting.Key(pair.Key)} : {pair.Value.ToString(indent + 1, indentSize)}"));
    }

    public bool Equals(IHoconElement? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other?.Type != HoconType.Object || other.GetObject() is var theirs && theirs.Count != Count)
            return false;
        return this.All(pair => theirs.TryGetValue(pair.Key, out var field) && pair.Value.Equals(field));
    }

    public override bool Equals(object? obj) => obj is IHoconElement other && Equals(other);

    public override int GetHashCode() => Count;

    public static bool operator ==(HoconObject? left, HoconObject? right) => Equals(left, right);

    public static bool operator !=(HoconObject? left, HoconObject? right) => !Equals(left, right);

    internal void SetField(string key, HoconField field) => base[key] = field;
}
