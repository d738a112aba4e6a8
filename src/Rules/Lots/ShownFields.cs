using System.Collections;
using System.Collections.Immutable;

namespace AkkaAuction.Rules.Lots;

/// <summary>What a shown number means, and so how it is written.</summary>
public enum ShownKind
{
    /// <summary>Minor units.</summary>
    Amount,

    /// <summary>A length of time in milliseconds.</summary>
    Length,

    /// <summary>Milliseconds since 1970 (UTC).</summary>
    Time,

    /// <summary>A plain number.</summary>
    Number,

    /// <summary>A bidder, in the field's text.</summary>
    Name,

    /// <summary>A word, in the field's text.</summary>
    Word,
}

/// <summary>A field that one form adds to what outsiders see of a lot: <c>floor=10.00</c>.</summary>
public readonly record struct ShownField(string Name, ShownKind Kind, long Value = 0, string? Text = null);

/// <summary>The fields that one form adds to what outsiders see of a lot, in their order. Equal when the fields are.</summary>
/// <param name="shown">The fields; a serializer that knows lists makes them anew by this.</param>
public sealed class ShownFields(IEnumerable<ShownField> shown) : IReadOnlyList<ShownField>, IEquatable<ShownFields>
{
    private readonly ImmutableArray<ShownField> _fields = [.. shown];

    public static ShownFields None { get; } = new([]);

    public int Count => _fields.Length;

    public ShownField this[int index] => _fields[index];

    /// <summary>The value of a field; null: it is not shown.</summary>
    public long? Find(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Name == name) return field.Value;
        }
        return null;
    }

    /// <summary>The text of a field; null: it is not shown.</summary>
    public string? FindText(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Name == name) return field.Text;
        }
        return null;
    }

    public bool Equals(ShownFields? other) => other is not null && _fields.AsSpan().SequenceEqual(other.ToArray());

    public override bool Equals(object? obj) => Equals(obj as ShownFields);

    public override int GetHashCode() => _fields.Length == 0 ? 0 : HashCode.Combine(_fields.Length, _fields[0]);

    public override string ToString() => string.Join(' ', _fields.Select(field => $"{field.Name}={field.Text ?? $"{field.Value}"}"));

    public IEnumerator<ShownField> GetEnumerator() => ((IEnumerable<ShownField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
