using System.Text;

namespace Hocon;

/// <summary>
/// Builds the public tree from evaluated slots, everything copied: nothing in the result is shared or still to be evaluated.
/// </summary>
internal sealed class TreeBuilder(Resolver resolver)
{
    // Substitutions can lead from inside a value back to it though no single evaluation meets itself: a = { b = ${c} }, c = { d = ${a} }.
    private readonly HashSet<Shape> _open = new(ReferenceEqualityComparer.Instance);

    internal HoconValue? Build(Slot slot)
    {
        var shape = resolver.Evaluate(slot);
        if (shape is null)
            return null;
        var at = Resolver.PositionOf(slot);
        if (shape is EmptyShape)
            return new HoconValue(at);
        if (shape is TextShape text)
        {
            resolver.Spend(at, 1);
            return new HoconValue(TextOf(text, at), at);
        }
        if (!_open.Add(shape))
            throw new HoconParserException(at, $"Expected substitutions that end, found `{slot.Path}` inside itself");
        Limits.CheckDepth(_open.Count, at);
        Limits.CheckStack(at);
        var value = shape is ObjectShape fields
            ? new HoconValue(ObjectOf(fields, at), at)
            : new HoconValue(ArrayOf((ArrayShape)shape, at), at);
        _open.Remove(shape);
        return value;
    }

    private HoconObject ObjectOf(ObjectShape shape, HoconPosition at)
    {
        resolver.Spend(at, 1 + shape.Fields.Count);
        var result = new Dictionary<string, HoconField>(shape.Fields.Count);
        foreach (var (key, slot) in shape.Fields)
            if (Build(slot) is { } value)
                result.Add(key, new HoconField(key, value));
        return new HoconObject(result);
    }

    private List<HoconValue> ArrayOf(ArrayShape shape, HoconPosition at)
    {
        resolver.Spend(at, 1 + shape.Elements.Count);
        var result = new List<HoconValue>(shape.Elements.Count);
        var kind = HoconType.Empty;
        foreach (var slot in shape.Elements)
        {
            if (Build(slot) is not { } element)
                continue;
            // Arrays may stand beside anything.
            if (element.Type is HoconType.Object or HoconType.String)
            {
                if (kind != HoconType.Empty && kind != element.Type)
                {
                    throw new HoconParserException(
                        Resolver.PositionOf(slot), $"Expected {Name(kind)} like those before it in the array, found {Name(element.Type)}");
                }
                kind = element.Type;
            }
            result.Add(element);
        }
        return result;
    }

    private static string Name(HoconType type) => type == HoconType.Object ? "an object" : "a text";

    private string? TextOf(TextShape shape, HoconPosition at)
    {
        if (shape.Pieces.Count == 1)
            return shape.Pieces[0].Text;
        var joined = new StringBuilder();
        foreach (var piece in shape.Pieces)
        {
            resolver.Spend(at, copies: piece.Text?.Length ?? 4);
            joined.Append(piece.Text ?? "null");
        }
        return joined.ToString();
    }
}
