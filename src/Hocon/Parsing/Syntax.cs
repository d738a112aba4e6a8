namespace Hocon.Parsing;

/// <summary>A piece of a text as it was written, before substitutions are filled in and fields of one key are merged.</summary>
internal abstract class Node(TextPosition at)
{
    internal TextPosition At { get; } = at;
}

internal sealed class LiteralNode(TextPosition at, HoconLiteralType kind, string? text) : Node(at)
{
    internal HoconLiteralType Kind => kind;

    internal string? Text => text;
}

/// <summary><c>${path}</c> or <c>${?path}</c>. In an included text the path is tried below the including key first, then from the root.</summary>
internal sealed class SubstitutionNode(TextPosition at, HoconPath path, HoconPath written, bool required) : Node(at)
{
    internal HoconPath Path => path;

    internal HoconPath Written => written;

    internal bool Required => required;
}

/// <summary>What the same key held before: the left half of <c>+=</c>.</summary>
internal sealed class PriorNode(TextPosition at) : Node(at);

internal sealed class ArrayNode(TextPosition at) : Node(at)
{
    internal List<ValueNode> Elements { get; } = [];
}

internal sealed class ObjectNode(TextPosition at) : Node(at)
{
    internal List<KeyValuePair<string, ValueNode>> Fields { get; } = [];
}

/// <summary>The pieces that stand side by side as one value; none of them for <c>key =</c>.</summary>
internal sealed class ValueNode(TextPosition at, List<Node> pieces) : Node(at)
{
    internal List<Node> Pieces => pieces;
}
