namespace Hocon;

/// <summary>
/// Says what a text amounts to. Evaluation is lazy and remembered: a substitution evaluates just the keys on its path, so the order of
/// fields does not matter, and only a value that really needs itself is a cycle. A substitution that names the key it stands under (or
/// something inside it) means what that key held before.
/// </summary>
internal sealed class Resolver
{
    private readonly Slot _root = new(HoconPath.Empty);
    private readonly Node _top;
    private long _elementsLeft;
    private long _copiesLeft;

    internal Resolver(Node top, long charactersRead)
    {
        _top = top;
        _elementsLeft = Limits.Elements + charactersRead;
        _copiesLeft = Limits.Copies + charactersRead;
        _root.Definitions.Add(new Definition(new ValueNode(top.At, [top]), null));
    }

    internal HoconValue Resolve() =>
        new TreeBuilder(this).Build(_root) ?? throw new HoconParserException(_top.At, "Expected a configuration");

    /// <summary>What the slot holds in the end; null if it turns out not to be there.</summary>
    internal Shape? Evaluate(Slot slot) => Evaluate(slot, slot.Definitions.Count, PositionOf(slot));

    internal static HoconPosition PositionOf(Slot slot)
    {
        var last = slot.Definitions[^1];
        return last.Value?.At ?? PositionOf(last.Other!);
    }

    /// <summary>Counts what is built, and what is copied on the way to it (references or characters), against the ceilings.</summary>
    internal void Spend(HoconPosition at, int elements = 0, int copies = 0)
    {
        _elementsLeft -= elements;
        _copiesLeft -= copies;
        if (_elementsLeft < 0 || _copiesLeft < 0)
            throw new HoconParserException(at, "Expected a configuration of bearable size, found substitutions that multiply it");
    }

    private Shape? Evaluate(Slot slot, int count, HoconPosition asker)
    {
        if (count == 0)
            return null;
        // Most values are one literal, which is quicker made anew than remembered.
        if (count == 1 && slot.Definitions[0].Value?.Pieces is [LiteralNode literal])
            return new TextShape([literal]);
        if (slot.Known(count) is { } known)
            return known.IsDone ? known.Result : throw Cycle(slot, asker);
        Limits.CheckStack(asker);
        // A long row of `+=` would go as deep as it is long; from its beginning on, each step finds the one before it done.
        var first = count;
        while (first > 1 && slot.Known(first - 1) is null && NeedsPrior(slot, slot.Definitions[first - 1]))
            first--;
        for (var earlier = first; earlier < count; earlier++)
            Evaluate(slot, earlier, asker);
        var evaluation = slot.Begin(count);
        evaluation.Result = Fold(slot, count);
        evaluation.IsDone = true;
        return evaluation.Result;
    }

    /// <summary>Goes back to the last definition that is no object; what is older than that is not even looked at.</summary>
    private Shape? Fold(Slot slot, int count)
    {
        var layers = new List<ObjectShape>();
        for (var i = count; i > 0; i--)
        {
            var definition = slot.Definitions[i - 1];
            var shape = definition.Other is { } other ? Evaluate(other) : Concatenate(definition.Value!, slot, i);
            if (shape is null)
                continue;
            if (shape is ObjectShape layer)
                layers.Add(layer);
            else if (layers.Count == 0)
                return shape;
            else
                break;
        }
        layers.Reverse();
        return layers.Count == 0 ? null : Join(layers, slot.Path);
    }

    private static bool NeedsPrior(Slot slot, Definition definition) =>
        definition.Value is { } value
        && value.Pieces.Exists(piece => piece is PriorNode || (piece is SubstitutionNode sub && sub.Path.Equals(slot.Path)));

    private Shape? Concatenate(ValueNode value, Slot slot, int count)
    {
        if (value.Pieces.Count == 0)
            return EmptyShape.Instance;
        if (value.Pieces.Count == 1)
            return ShapeOf(value.Pieces[0], slot, count);
        var texts = new List<LiteralNode>();
        var objects = new List<ObjectShape>();
        var elements = new List<Slot>();
        var arrays = 0;
        var isTextual = false;
        foreach (var piece in value.Pieces)
        {
            switch (ShapeOf(piece, slot, count))
            {
                case TextShape text:
                    texts.AddRange(text.Pieces);
                    isTextual |= piece is not LiteralNode { IsBlank: true };
                    break;
                case ObjectShape fields:
                    objects.Add(fields);
                    break;
                case ArrayShape array:
                    elements.AddRange(array.Elements);
                    arrays++;
                    break;
            }
            Spend(piece.At, copies: texts.Count + elements.Count);
            if ((isTextual ? 1 : 0) + (objects.Count > 0 ? 1 : 0) + (arrays > 0 ? 1 : 0) > 1)
            {
                throw new HoconParserException(
                    piece.At,
                    $"Expected values of one type side by side in `{slot.Path}`, found a text, an object or an array beside another");
            }
        }
        if (isTextual)
            return new TextShape(texts);
        if (arrays > 0)
            return new ArrayShape(elements);
        return objects.Count > 0 ? Join(objects, slot.Path) : null;
    }

    private Shape? ShapeOf(Node piece, Slot slot, int count)
    {
        switch (piece)
        {
            case LiteralNode literal:
                return new TextShape([literal]);
            case ArrayNode array:
                return new ArrayShape(array.Elements.ConvertAll(element => ElementOf(element, slot)));
            case ObjectNode fields:
                var shape = new ObjectShape(fields.Fields.Count);
                foreach (var (key, value) in fields.Fields)
                {
                    if (!shape.Fields.TryGetValue(key, out var field))
                        shape.Fields.Add(key, field = new Slot(slot.Path, key));
                    field.Definitions.Add(new Definition(value, null));
                }
                return shape;
            case PriorNode:
                return Evaluate(slot, count - 1, piece.At);
            default:
                return Substitute((SubstitutionNode)piece, slot, count);
        }
    }

    private static Slot ElementOf(ValueNode element, Slot owner)
    {
        var slot = new Slot(owner.Path, isElement: true);
        slot.Definitions.Add(new Definition(element, null));
        return slot;
    }

    /// <summary>
    /// Later layers win; fields that came through a substitution are taken over as they are, with the context they were written in.
    /// </summary>
    private ObjectShape Join(List<ObjectShape> layers, HoconPath path)
    {
        if (layers.Count == 1)
            return layers[0];
        var joined = new ObjectShape(layers.Max(layer => layer.Fields.Count));
        foreach (var (key, field) in layers.SelectMany(layer => layer.Fields))
        {
            Spend(PositionOf(field), copies: 1);
            if (!joined.Fields.TryGetValue(key, out var slot))
                joined.Fields.Add(key, slot = new Slot(path, key));
            if (field.Path.Equals(slot.Path))
                slot.Definitions.AddRange(field.Definitions);
            else
                slot.Definitions.Add(new Definition(null, field));
        }
        return joined;
    }

    private Shape? Substitute(SubstitutionNode sub, Slot slot, int count)
    {
        Shape? found = null;
        if (sub.Path.StartsWith(slot.Path) && slot.Path.Count > 0)
        {
            if (slot.IsElement && sub.Path.Count == slot.Path.Count)
                throw new HoconParserException(
                    sub.At, $"Expected no substitution of `{sub.Path}` inside its own array; `{sub.Path} += …` appends to it");
            if (!slot.IsElement)
                found = Descend(Evaluate(slot, count - 1, sub.At), sub.Path, slot.Path.Count, sub.At);
            if (found is null && sub.Path.Count > slot.Path.Count)
                found = LookUp(sub.Path, sub.At);
        }
        else if (slot.Path.StartsWith(sub.Path))
        {
            throw new HoconParserException(sub.At, $"Expected no substitution of `{sub.Path}` inside itself: it would never end");
        }
        else
        {
            found = LookUp(sub.Path, sub.At);
        }
        if (found is null && sub.Written.Count < sub.Path.Count)
            found = LookUp(sub.Written, sub.At);
        found ??= FromEnvironment(sub);
        if (found is null && sub.Required)
        {
            throw new HoconParserException(
                sub.At, $"Expected a value for the substitution ${{{sub.Written}}}, found none in the text or the environment");
        }
        return found;
    }

    private Shape? LookUp(HoconPath path, HoconPosition asker) => Descend(Evaluate(_root, _root.Definitions.Count, asker), path, 0, asker);

    private Shape? Descend(Shape? shape, HoconPath path, int from, HoconPosition asker)
    {
        for (var depth = from; depth < path.Count && shape is not null; depth++)
            shape = shape is ObjectShape fields && fields.Fields.TryGetValue(path[depth], out var field)
                ? Evaluate(field, field.Definitions.Count, asker)
                : null;
        return shape;
    }

    private static TextShape? FromEnvironment(SubstitutionNode sub) =>
        Environment.GetEnvironmentVariable(sub.Written.Value) is { } text
            ? new TextShape([new LiteralNode(sub.At, text)])
            : null;

    private static HoconParserException Cycle(Slot slot, HoconPosition asker) =>
        new(asker, $"Expected substitutions that end, found a cycle through `{slot.Path}`");
}
