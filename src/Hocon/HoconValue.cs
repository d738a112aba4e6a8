using System.Collections.ObjectModel;

namespace Hocon;

/// <summary>
/// The right-hand side of a field, or an element of an array: a list of pieces of one type. What the parser hands out holds one
/// piece each; values put together by hand may hold several, which read as one (texts joined, arrays appended, objects merged).
/// </summary>
public partial class HoconValue : List<IHoconElement>, IHoconElement
{
    public HoconValue(IHoconElement? parent)
        : base(1)
    {
        if (parent is not (null or HoconField or HoconArray))
            throw new HoconException("A HoconValue belongs to a HoconField, to a HoconArray, or to nothing");
        Parent = parent;
    }

    public ReadOnlyCollection<IHoconElement> Children => AsReadOnly();

    public IHoconElement? Parent { get; }

    public virtual HoconType Type => Count == 0 ? HoconType.Empty : this[0].Type;

    public virtual string? Raw => Type.IsLiteral() ? string.Concat(this.Select(piece => piece.Raw)) : null;

    public new virtual void Add(IHoconElement value)
    {
        if (Count > 0 && !Type.CanStandBeside(value.Type))
            throw new HoconException($"A value of type {Type} cannot be joined with one of type {value.Type}");
        base.Add(value);
    }

    public new virtual void AddRange(IEnumerable<IHoconElement> values)
    {
        foreach (var value in values)
            Add(value);
    }

    public new void Clear() => base.Clear();

    /// <summary>A root whose only field is <paramref name="key"/>, with a copy of this value.</summary>
    public HoconRoot AtKey(string key)
    {
        var value = new HoconValue(null);
        var root = new HoconObject(value);
        var field = new HoconField(key, root);
        field.SetValue((HoconValue)Clone(field));
        root.SetField(key, field);
        value.Add(root);
        return new HoconRoot(value);
    }

    public virtual HoconObject GetObject() =>
        TryGetObject(out var result) ? result : throw new HoconException($"Expected an object, found {Describe()}");

    public virtual bool TryGetObject([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HoconObject? result)
    {
        result = null;
        if (Type != HoconType.Object)
            return false;
        if (Count == 1)
        {
            result = this[0].GetObject();
            return true;
        }
        result = new HoconObject(this);
        foreach (var piece in this)
            result.Merge(piece.GetObject());
        return true;
    }

    /// <summary>The text; null where the value is <c>null</c>.</summary>
    public virtual string? GetString() =>
        TryGetString(out var result) ? result : throw new HoconException($"Expected a text, found {Describe()}");

    public virtual bool TryGetString(out string? result)
    {
        result = null;
        if (!Type.IsLiteral())
            return false;
        result = Count == 1 ? this[0].GetString() : string.Concat(this.Select(piece => piece.GetString()));
        return true;
    }

    /// <summary>The elements of an array, or the fields of an object whose keys are numbers, in the order of those.</summary>
    public virtual IList<HoconValue> GetArray()
    {
        if (Type == HoconType.Object)
            return GetObject().GetArray();
        return TryGetArray(out var result) ? result : throw new HoconException($"Expected an array, found {Describe()}");
    }

    public virtual bool TryGetArray(out List<HoconValue> result)
    {
        result = [];
        if (Type == HoconType.Object)
            return GetObject().TryGetArray(out result);
        if (Type != HoconType.Array)
            return false;
        foreach (var piece in this)
            result.AddRange(piece.GetArray());
        return true;
    }

    public virtual IHoconElement Clone(IHoconElement? newParent)
    {
        var copy = new HoconValue(newParent);
        foreach (var piece in this)
            copy.Add(piece.Clone(copy));
        return copy;
    }

    public override string ToString() => ToString(1, 2);

    public virtual string ToString(int indent, int indentSize) => Type switch
    {
        HoconType.Object => string.Join(
            Environment.NewLine,
            "{",
            GetObject().ToString(indent, indentSize),
            new string(' ', (indent - 1) * indentSize) + "}"),
        HoconType.Array => "[" + string.Join(",", GetArray().Select(element => element.ToString(indent, indentSize))) + "]",
        HoconType.Empty => "",
        _ => Raw ?? "",
    };

    public virtual bool Equals(IHoconElement? other)
    {
        if (other is null || Type != other.Type)
            return false;
        return ReferenceEquals(this, other) || Type switch
        {
            HoconType.Empty => true,
            HoconType.Array => GetArray().SequenceEqual(other.GetArray()),
            HoconType.Object => GetObject().Equals(other.GetObject()),
            _ => GetString() == other.GetString(),
        };
    }

    public override bool Equals(object? obj) => obj is IHoconElement other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Type, Type.IsLiteral() ? GetString() : null);

    public static bool operator ==(HoconValue? left, HoconValue? right) => Equals(left, right);

    public static bool operator !=(HoconValue? left, HoconValue? right) => !Equals(left, right);

    /// <summary>The value in the words of an error message.</summary>
    private protected string Describe() => Type switch
    {
        HoconType.Empty => "nothing",
        HoconType.Array => "an array",
        HoconType.Object => "an object",
        _ => $"`{Raw}`",
    };
}

/// <summary>The value of a field that was written without one (<c>key =</c>): reads as an empty text, array and object.</summary>
public sealed class HoconEmptyValue : HoconValue
{
    public HoconEmptyValue()
        : base(null)
    {
    }

    public HoconEmptyValue(IHoconElement? parent)
        : base(parent)
    {
    }

    public override HoconType Type => HoconType.Empty;

    public override string Raw => "";

    public override void Add(IHoconElement value) => throw new HoconException("Nothing can be added to an empty value");

    public override void AddRange(IEnumerable<IHoconElement> values) => throw new HoconException("Nothing can be added to an empty value");

    public override HoconObject GetObject() => new(this);

    public override string GetString() => "";

    public override IList<HoconValue> GetArray() => [];

    public override IHoconElement Clone(IHoconElement? newParent) => new HoconEmptyValue(newParent);
}
