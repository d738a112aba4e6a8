namespace Hocon;

/// <summary>A parsed text: the value at its top is an object in all but a few cases.</summary>
public sealed class HoconRoot
{
    internal HoconRoot(HoconValue value) => Value = value;

    public HoconValue Value { get; }

    /// <summary>The value at a path like <c>a."b.c".d</c>.</summary>
    /// <exception cref="HoconException">There is none.</exception>
    public HoconValue GetValue(string path) =>
        Find(path) ?? throw new HoconException($"There is no value at {path}");

    public bool HasPath(string path) => Find(path) is not null;

    /// <summary>
    /// The tree as plain HOCON that reads back as the same tree: a field a line, keys and texts between quotes, nothing but objects,
    /// arrays, texts and null.
    /// </summary>
    public string PrettyPrint(int indentSize) => Printer.Print(Value, indentSize);

    private HoconValue? Find(string path)
    {
        var value = Value;
        foreach (var key in HoconPath.Parse(path))
        {
            if (value.Type != HoconType.Object || !value.GetObject().TryGetValue(key, out var field)) return null;
            value = field.Value;
        }
        return value;
    }
}
