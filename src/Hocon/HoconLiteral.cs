using Hocon.Parsing;

namespace Hocon;

/// <summary>One piece of text, however it was written. A value made of several pieces is joined into one when it is parsed.</summary>
public abstract class HoconLiteral : IHoconElement
{
    protected HoconLiteral(IHoconElement? parent, string? value)
    {
        Parent = parent;
        Value = value;
    }

    public abstract HoconLiteralType LiteralType { get; }

    public abstract HoconType Type { get; }

    /// <summary>The text without its quotes; null for <c>null</c>.</summary>
    public virtual string? Value { get; }

    public IHoconElement? Parent { get; }

    public virtual string? Raw => Value;

    public string? GetString() => Value;

    public HoconObject GetObject() => throw new HoconException($"{Raw} is a literal, not an object");

    public IList<HoconValue> GetArray() => throw new HoconException($"{Raw} is a literal, not an array");

    public IHoconElement Clone(IHoconElement? newParent) => Create(newParent, LiteralType, Value);

    public string ToString(int indent, int indentSize) => Raw ?? "";

    public override string ToString() => Raw ?? "";

    public bool Equals(IHoconElement? other) =>
        other is not null && (ReferenceEquals(this, other) || (Type == other.Type && Value == other.GetString()));

    public override bool Equals(object? obj) => obj is IHoconElement other && Equals(other);

    public override int GetHashCode() => Value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public static bool operator ==(HoconLiteral? left, HoconLiteral? right) => Equals(left, right);

    public static bool operator !=(HoconLiteral? left, HoconLiteral? right) => !Equals(left, right);

    internal static HoconLiteral Create(IHoconElement? parent, HoconLiteralType type, string? value) => type switch
    {
        HoconLiteralType.Null => new HoconNull(parent),
        HoconLiteralType.Bool => new HoconBool(parent, value),
        HoconLiteralType.Long => new HoconLong(parent, value),
        HoconLiteralType.Hex => new HoconHex(parent, value),
        HoconLiteralType.Octal => new HoconOctal(parent, value),
        HoconLiteralType.Double => new HoconDouble(parent, value),
        HoconLiteralType.QuotedString => new HoconQuotedString(parent, value),
        HoconLiteralType.TripleQuotedString => new HoconTripleQuotedString(parent, value),
        HoconLiteralType.Whitespace => new HoconWhitespace(parent, value),
        _ => new HoconUnquotedString(parent, value),
    };
}

public sealed class HoconNull : HoconLiteral
{
    public HoconNull(IHoconElement? parent)
        : base(parent, null)
    {
    }

    public override HoconType Type => HoconType.String;

    public override HoconLiteralType LiteralType => HoconLiteralType.Null;

    public override string Raw => "null";
}

public sealed class HoconBool : HoconLiteral
{
    public HoconBool(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.Boolean;

    public override HoconLiteralType LiteralType => HoconLiteralType.Bool;
}

public sealed class HoconLong : HoconLiteral
{
    public HoconLong(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.Number;

    public override HoconLiteralType LiteralType => HoconLiteralType.Long;
}

public sealed class HoconHex : HoconLiteral
{
    public HoconHex(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.Number;

    public override HoconLiteralType LiteralType => HoconLiteralType.Hex;
}

/// <summary>A whole number that begins with a zero. Its literal type reads as <see cref="HoconLiteralType.Long"/>, as it does in Hocon 2.0.</summary>
public sealed class HoconOctal : HoconLiteral
{
    public HoconOctal(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.Number;

    public override HoconLiteralType LiteralType => HoconLiteralType.Long;
}

public sealed class HoconDouble : HoconLiteral
{
    public HoconDouble(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.Number;

    public override HoconLiteralType LiteralType => HoconLiteralType.Double;
}

public sealed class HoconUnquotedString : HoconLiteral
{
    public HoconUnquotedString(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.String;

    public override HoconLiteralType LiteralType => HoconLiteralType.UnquotedString;
}

public sealed class HoconQuotedString : HoconLiteral
{
    public HoconQuotedString(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.String;

    public override HoconLiteralType LiteralType => HoconLiteralType.QuotedString;

    public override string Raw => Quoting.Quote(Value ?? "");
}

public sealed class HoconTripleQuotedString : HoconLiteral
{
    public HoconTripleQuotedString(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.String;

    public override HoconLiteralType LiteralType => HoconLiteralType.TripleQuotedString;

    /// <summary>Written with three quotes while its text allows that, else escaped between single ones: what is printed reads back the same.</summary>
    public override string Raw => Quoting.TripleQuote(Value ?? "");
}

public sealed class HoconWhitespace : HoconLiteral
{
    public HoconWhitespace(IHoconElement? parent, string? value)
        : base(parent, value)
    {
    }

    public override HoconType Type => HoconType.String;

    public override HoconLiteralType LiteralType => HoconLiteralType.Whitespace;
}
