namespace Hocon;

/// <summary>
/// A key of the result, or an element of an array, with everything the text says about it in the order it says it. Later definitions
/// replace earlier ones, or are merged with them if both are objects.
/// </summary>
internal sealed class Slot
{
    private readonly HoconPath _parent;
    private readonly string? _key;
    private HoconPath? _path;
    private Evaluation? _whole;
    private Dictionary<int, Evaluation>? _partial;

    /// <summary>The root, or an element of the array at <paramref name="path"/>.</summary>
    internal Slot(HoconPath path, bool isElement = false)
    {
        _parent = _path = path;
        IsElement = isElement;
    }

    internal Slot(HoconPath parent, string key)
    {
        _parent = parent;
        _key = key;
    }

    /// <summary>
    /// Where the definitions were written; an element bears the path of its array. Made when asked for: most slots never are.
    /// </summary>
    internal HoconPath Path => _path ??= _parent.Plus(_key!);

    internal bool IsElement { get; }

    internal List<Definition> Definitions { get; } = new(1);

    /// <summary>What the first n definitions amount to, if that was asked for before.</summary>
    internal Evaluation? Known(int count) => count == Definitions.Count ? _whole : _partial?.GetValueOrDefault(count);

    internal Evaluation Begin(int count)
    {
        var evaluation = new Evaluation();
        if (count == Definitions.Count)
            _whole = evaluation;
        else
            (_partial ??= [])[count] = evaluation;
        return evaluation;
    }
}

/// <summary>
/// Either a value as it was written, or another slot that was taken over through a substitution and keeps its own context.
/// </summary>
internal readonly record struct Definition(ValueNode? Value, Slot? Other);

/// <summary>An evaluation is noted when it begins: meeting it again before it is done is a cycle.</summary>
internal sealed class Evaluation
{
    internal bool IsDone { get; set; }

    internal Shape? Result { get; set; }
}

/// <summary>
/// A value down to its first level: an object's fields and an array's elements are looked at only when somebody asks for them, so that
/// a field may refer to its neighbours.
/// </summary>
internal abstract class Shape;

internal sealed class TextShape(List<LiteralNode> pieces) : Shape
{
    internal List<LiteralNode> Pieces => pieces;
}

internal sealed class ArrayShape(List<Slot> elements) : Shape
{
    internal List<Slot> Elements => elements;
}

internal sealed class ObjectShape(int capacity) : Shape
{
    internal Dictionary<string, Slot> Fields { get; } = new(capacity);
}

/// <summary>A value that was left out (<c>key =</c>), which is not the same as a key that is not there.</summary>
internal sealed class EmptyShape : Shape
{
    internal static readonly EmptyShape Instance = new();
}
