using System.Text;

namespace Hocon.Parsing;

/// <summary>Builds the public tree from evaluated slots, everything copied: nothing in the result is shared or still to be evaluated.</summary>
internal sealed class TreeBuilder(Resolver resolver)
{
    // Substitutions can lead from inside a value back to it though no single evaluation meets itself: a = { b = ${c} }, c = { d = ${a} }.
    private readonly HashSet<Shape> _open = new(ReferenceEqualityComparer.Instance);

    internal HoconValue? Build(Slot slot) => Build(slot, null);

    private HoconValue? Build(Slot slot, IHoconElement? parent)
    {
        var shape = resolver.Evaluate(slot);
        if (shape is null)
            return null;
        if (shape is EmptyShape)
            return new HoconEmptyValue(parent);
        var at = Resolver.PositionOf(slot);
        var value = new HoconValue(parent);
        if (shape is TextShape text)
        {
            resolver.Spend(at, 1);
            value.Add(TextOf(text, value, at));
            return value;
        }
        if (!_open.Add(shape))
            throw new HoconParserException(at, $"Expected substitutions that end, found `{slot.Path}` inside itself");
        Limits.CheckDepth(_open.Count, at);
        Limits.CheckStack(at);
        value.Add(shape is ObjectShape fields ? ObjectOf(fields, value, at) : ArrayOf((ArrayShape)shape, value, at));
        _open.Remove(shape);
        return value;
    }

    private HoconObject ObjectOf(ObjectShape shape, HoconValue parent, TextPosition at)
    {
        resolver.Spend(at, 1 + shape.Fields.Count);
        var result = new HoconObject(parent, shape.Fields.Count);
        foreach (var (key, slot) in shape.Fields)
        {
            var field = new HoconField(key, result);
            if (Build(slot, field) is not { } value)
                continue;
            field.SetValue(value);
            result.SetField(key, field);
        }
        return result;
    }

    private HoconArray ArrayOf(ArrayShape shape, HoconValue parent, TextPosition at)
    {
        resolver.Spend(at, 1 + shape.Elements.Count);
        var result = new HoconArray(parent);
        foreach (var slot in shape.Elements)
        {
            if (Build(slot, result) is not { } element)
                continue;
            try
            {
                result.Add(element);
            }
            catch (HoconException mismatch)
            {
                throw new HoconParserException(Resolver.PositionOf(slot), mismatch.Message, mismatch);
            }
        }
        return result;
    }

    private HoconLiteral TextOf(TextShape shape, HoconValue parent, TextPosition at)
    {
        if (shape.Pieces.Count == 1)
            return HoconLiteral.Create(parent, shape.Pieces[0].Kind, shape.Pieces[0].Text);
        var joined = new StringBuilder();
        foreach (var piece in shape.Pieces)
        {
            resolver.Spend(at, copies: piece.Text?.Length ?? 4);
            joined.Append(piece.Text ?? "null");
        }
        var text = joined.ToString();
        var kind = !Quoting.NeedsQuotes(text) ? HoconLiteralType.UnquotedString
            : text.Contains('\n', StringComparison.Ordinal) ? HoconLiteralType.TripleQuotedString
            : HoconLiteralType.QuotedString;
        return HoconLiteral.Create(parent, kind, text);
    }
}
