namespace Hocon;

/// <summary>An array. Its elements are of one type, where all literals count as one; arrays may stand among them.</summary>
public sealed class HoconArray : List<HoconValue>, IHoconElement
{
    private HoconType _elementType = HoconType.Empty;

    public HoconArray(IHoconElement? parent) => Parent = parent;

    public IHoconElement? Parent { get; }

    public HoconType Type => HoconType.Array;

    public string Raw => throw new HoconException("An array has no raw text");

    public new void Add(HoconValue value)
    {
        if (value.Type is not (HoconType.Empty or HoconType.Array) && _elementType != HoconType.Empty && !_elementType.CanStandBeside(value.Type))
            throw new HoconException($"Expected an array element of type {_elementType} like those before it, found one of type {value.Type}");
        if (_elementType == HoconType.Empty)
            _elementType = value.Type;
        base.Add(value);
    }

    public IList<HoconValue> GetArray() => this;

    public HoconObject GetObject() => throw new HoconException("Expected an object, found an array");

    public string GetString() => throw new HoconException("Expected a text, found an array");

    public IHoconElement Clone(IHoconElement? newParent)
    {
        var copy = new HoconArray(newParent);
        foreach (var element in this)
            copy.Add((HoconValue)element.Clone(copy));
        return copy;
    }

    public override string ToString() => ToString(0, 2);

    public string ToString(int indent, int indentSize) => $"[{string.Join(", ", this)}]";

    public bool Equals(IHoconElement? other) =>
        other is not null && other.Type == HoconType.Array && this.SequenceEqual(other.GetArray());

    public override bool Equals(object? obj) => obj is IHoconElement other && Equals(other);

    public override int GetHashCode() => Count;

    public static bool operator ==(HoconArray? left, HoconArray? right) => Equals(left, right);

    public static bool operator !=(HoconArray? left, HoconArray? right) => !Equals(left, right);
}
