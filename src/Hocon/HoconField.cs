namespace Hocon;

/// <summary>A key with its value. <see cref="Path"/> leads to it from the root of the tree it was made in.</summary>
public sealed class HoconField : IHoconElement
{
    private HoconValue? _value;
    private HoconPath? _path;

    public HoconField(string key, HoconObject parent)
    {
        ArgumentNullException.ThrowIfNull(key);
        Parent = parent;
        Key = key;
    }

    public HoconPath Path => _path ??= ((HoconObject)Parent).Path.Plus(Key);

    public string Key { get; }

    public IHoconElement Parent { get; }

    public HoconValue Value => _value!;

    public HoconType Type => _value?.Type ?? HoconType.Empty;

    public string? Raw => _value?.Raw;

    public HoconObject GetObject() => Value.GetObject();

    public string? GetString() => Value.GetString();

    public IList<HoconValue> GetArray() => Value.GetArray();

    public IHoconElement Clone(IHoconElement? newParent)
    {
        var copy = new HoconField(Key, (HoconObject)newParent!);
        if (_value is not null)
            copy._value = (HoconValue)_value.Clone(copy);
        return copy;
    }

    public override string ToString() => ToString(0, 2);

    public string ToString(int indent, int indentSize) => _value?.ToString(indent, indentSize) ?? "";

    public bool Equals(IHoconElement? other) =>
        ReferenceEquals(this, other) || (other is HoconField field && Path.Equals(field.Path) && Equals(_value, field._value));

    public override bool Equals(object? obj) => obj is IHoconElement other && Equals(other);

    public override int GetHashCode() => Path.GetHashCode();

    public static bool operator ==(HoconField? left, HoconField? right) => Equals(left, right);

    public static bool operator !=(HoconField? left, HoconField? right) => !Equals(left, right);

    internal void SetValue(HoconValue value) => _value = value;
}
