using System.Diagnostics.CodeAnalysis;

namespace Hocon;

/// <summary>A parsed text: the value at its top, an object in all but a few cases, and the getters that find values in it by path.</summary>
public partial class HoconRoot : IEquatable<HoconRoot>
{
    private HoconValue _internalValue;

    public HoconRoot(HoconValue value) => _internalValue = value;

    protected HoconRoot() => _internalValue = new HoconValue(null);

    public virtual HoconValue Value
    {
        get => _internalValue;
        protected set => _internalValue = value;
    }

    public virtual bool HasPath(string path) => HasPath(HoconPath.Parse(path));

    public virtual bool HasPath(HoconPath path) => TryGetNode(path, out _);

    public virtual HoconValue GetValue(string path) => WrapWithValueException(path, () => GetNode(path));

    public virtual HoconValue GetValue(HoconPath path) => WrapWithValueException(path, () => GetNode(path));

    public virtual bool TryGetValue(string path, [NotNullWhen(true)] out HoconValue? result) => TryGetNode(path, out result);

    public virtual bool TryGetValue(HoconPath path, [NotNullWhen(true)] out HoconValue? result) => TryGetNode(path, out result);

    public virtual IEnumerable<KeyValuePair<string, HoconField>> AsEnumerable() => Value.GetObject();

    /// <summary>What the parser hands out is in its simplest form already, so this returns the root as it is.</summary>
    public HoconRoot Normalize() => this;

    /// <summary>The tree as text that parses to the same tree, a field a line.</summary>
    public string PrettyPrint(int indentSize) => Value.ToString(1, indentSize);

    public override string ToString() => Value.ToString();

    public bool Equals(HoconRoot? other) => other is not null && Value == other.Value;

    public override bool Equals(object? obj) => Equals(obj as HoconRoot);

    public override int GetHashCode() => Value.GetHashCode();

    protected virtual HoconValue GetNode(string path) => GetNode(HoconPath.Parse(path));

    protected virtual HoconValue GetNode(HoconPath path) => Value.GetObject().GetValue(path);

    protected virtual bool TryGetNode(string path, [NotNullWhen(true)] out HoconValue? result)
    {
        result = null;
        return HoconPath.TryParse(path, out var parsed) && TryGetNode(parsed, out result);
    }

    protected virtual bool TryGetNode(HoconPath path, [NotNullWhen(true)] out HoconValue? result)
    {
        result = null;
        return Value.TryGetObject(out var top) && top.TryGetValue(path, out result);
    }

    /// <summary>Runs a getter; whatever it throws comes out as a <see cref="HoconValueException"/> with the path it was asked for.</summary>
    protected static T WrapWithValueException<T>(string path, Func<T> func)
    {
        try
        {
            return func();
        }
        catch (Exception cause)
        {
            throw new HoconValueException(cause.Message, path, cause);
        }
    }

    protected static T WrapWithValueException<T>(HoconPath path, Func<T> func) => WrapWithValueException(path.ToString(), func);
}
