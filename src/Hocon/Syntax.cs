namespace Hocon;

/// <summary>A piece of a text as it was written, before substitutions are filled in and fields of one key are merged.</summary>
internal abstract class Node(HoconPosition at)
{
    internal HoconPosition At { get; } = at;
}

/// <summary>A piece of text; null for <c>null</c>. White space between two pieces is one of its own.</summary>
internal sealed class LiteralNode(HoconPosition at, string? text, bool isBlank = false) : Node(at)
{
    internal string? Text => text;

    internal bool IsBlank => isBlank;
}

/// <summary>
/// <c>${path}</c> or <c>${?path}</c>. In an included text the path is tried below the including key first, then from the root.
/// </summary>
internal sealed class SubstitutionNode(HoconPosition at, HoconPath path, HoconPath written, bool required) : Node(at)
{
    internal HoconPath Path => path;

    internal HoconPath Written => written;

    internal bool Required => required;
}

/// <summary>What the same key held before: the left half of <c>+=</c>.</summary>
internal sealed class PriorNode(HoconPosition at) : Node(at);

internal sealed class ArrayNode(HoconPosition at) : Node(at)
{
    internal List<ValueNode> Elements { get; } = [];
}

internal sealed class ObjectNode(HoconPosition at) : Node(at)
{
    internal List<KeyValuePair<string, ValueNode>> Fields { get; } = [];
}

/// <summary>The pieces that stand side by side as one value; none of them for <c>key =</c>.</summary>
internal sealed class ValueNode(HoconPosition at, List<Node> pieces) : Node(at)
{
    internal List<Node> Pieces => pieces;
}
