namespace Hocon;

/// <summary>Anything that stands in a HOCON tree. Each getter throws a <see cref="HoconException"/> where the element is of another type.</summary>
public interface IHoconElement : IEquatable<IHoconElement>
{
    IHoconElement? Parent { get; }

    HoconType Type { get; }

    /// <summary>The element as it would be written, quotes included; null where it is no literal.</summary>
    string? Raw { get; }

    HoconObject GetObject();

    string? GetString();

    IList<HoconValue> GetArray();

    /// <summary>A deep copy that hangs under <paramref name="newParent"/>.</summary>
    IHoconElement Clone(IHoconElement? newParent);

    string ToString(int indent, int indentSize);
}
