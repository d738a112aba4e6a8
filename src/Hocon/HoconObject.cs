using System.Collections.ObjectModel;

namespace Hocon;

/// <summary>Fields by bare key, in the order in which they were first written.</summary>
public sealed class HoconObject : ReadOnlyDictionary<string, HoconField>
{
    internal HoconObject(Dictionary<string, HoconField> fields)
        : base(fields)
    {
    }

    /// <summary>The object without fields.</summary>
    public static new HoconObject Empty { get; } = new([]);

    /// <summary>
    /// This object with the fields of another over it: where both have one, the other's is taken; two objects are merged.
    /// </summary>
    public HoconObject Merge(HoconObject other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var merged = new Dictionary<string, HoconField>(this);
        foreach (var (key, theirs) in other)
        {
            merged[key] = TryGetValue(key, out var ours) && ours.Value.Type == HoconType.Object && theirs.Value.Type == HoconType.Object
                ? new HoconField(key, new HoconValue(ours.Value.GetObject().Merge(theirs.Value.GetObject()), theirs.Value.Position))
                : theirs;
        }
        return new HoconObject(merged);
    }

    /// <inheritdoc cref="HoconRoot.PrettyPrint"/>
    public string PrettyPrint(int indentSize) => Printer.Print(this, indentSize);
}

/// <summary>A key with its value.</summary>
public sealed record HoconField(string Key, HoconValue Value);
