namespace Hocon.Parsing;

/// <summary>
/// A key of the result, or an element of an array, with everything the text says about it in the order it says it. Later definitions
/// replace earlier ones, or are merged with them if both are objects.
/// </summary>
internal sealed class Slot(HoconPath path, bool isElement = false)
{
    /// <summary>Where the definitions were written; an element bears the path of its array.</summary>
    internal HoconPath Path => path;

    internal bool IsElement => isElement;

    internal List<Definition> Definitions { get; } = [];

    /// <summary>What the first n definitions amount to, for those n that were asked for.</summary>
    internal Dictionary<int, Evaluation> Evaluations { get; } = [];
}

/// <summary>Either a value as it was written, or another slot that was taken over through a substitution and keeps its own context.</summary>
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

internal sealed class ObjectShape : Shape
{
    internal Dictionary<string, Slot> Fields { get; } = new(StringComparer.Ordinal);
}

/// <summary>A value that was left out (<c>key =</c>), which is not the same as a key that is not there.</summary>
internal sealed class EmptyShape : Shape
{
    internal static readonly EmptyShape Instance = new();
}
