namespace Hocon;

/// <summary>The right-hand side of a field, or an element of an array: evaluated, and never changed.</summary>
public sealed class HoconValue
{
    private readonly object? _content;

    private HoconValue(HoconType type, object? content, HoconPosition position)
    {
        Type = type;
        _content = content;
        Position = position;
    }

    internal HoconValue(HoconPosition position)
        : this(HoconType.Empty, null, position)
    {
    }

    internal HoconValue(string? text, HoconPosition position)
        : this(HoconType.String, text, position)
    {
    }

    internal HoconValue(HoconObject fields, HoconPosition position)
        : this(HoconType.Object, fields, position)
    {
    }

    internal HoconValue(IReadOnlyList<HoconValue> elements, HoconPosition position)
        : this(HoconType.Array, elements, position)
    {
    }

    public HoconType Type { get; }

    /// <summary>Where it was written last.</summary>
    public HoconPosition Position { get; }

    /// <summary>The fields; none where nothing was written.</summary>
    public HoconObject GetObject() => Type switch
    {
        HoconType.Object => (HoconObject)_content!,
        HoconType.Empty => HoconObject.Empty,
        _ => throw Unfit("an object"),
    };

    /// <summary>The elements; none where nothing was written.</summary>
    public IReadOnlyList<HoconValue> GetArray() => Type switch
    {
        HoconType.Array => (IReadOnlyList<HoconValue>)_content!,
        HoconType.Empty => [],
        _ => throw Unfit("an array"),
    };

    /// <summary>The text without quotes; null where it is <c>null</c>, empty where nothing was written.</summary>
    public string? GetString() => Type switch
    {
        HoconType.String => (string?)_content,
        HoconType.Empty => "",
        _ => throw Unfit("a text"),
    };

    /// <summary>Bytes: a number, alone or with a unit of powers of 1000 (kB, MB…) or 1024 (k, KiB, m, MiB…).</summary>
    public long GetByteSize() =>
        GetString() is { } text && Units.TryByteSize(text, out var bytes) ? bytes : throw Unfit("a size such as 512, 64kB or 1MiB");

    private HoconException Unfit(string wanted) => new($"Expected {wanted}, found {Type switch
    {
        HoconType.Empty => "nothing",
        HoconType.Array => "an array",
        HoconType.Object => "an object",
        _ => $"`{_content ?? "null"}`",
    }}");
}
