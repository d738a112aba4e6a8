using System.Text;

namespace Hocon;

/// <summary>
/// Prints a tree in one form that leaves nothing to a reader's rules: keys and texts stand between quotes, each field on its own line.
/// </summary>
internal static class Printer
{
    internal static string Print(HoconValue value, int indentSize)
    {
        var printed = new StringBuilder();
        if (value.Type == HoconType.Object) Fields(printed, value.GetObject(), "", indentSize);
        else Value(printed, value, "", indentSize);
        return printed.ToString();
    }

    internal static string Print(HoconObject fields, int indentSize)
    {
        var printed = new StringBuilder();
        Fields(printed, fields, "", indentSize);
        return printed.ToString();
    }

    private static void Fields(StringBuilder printed, HoconObject fields, string margin, int indentSize)
    {
        foreach (var (key, field) in fields)
        {
            printed.Append(margin).Append(Quoting.Quote(key)).Append(" : ");
            Value(printed, field.Value, margin, indentSize);
            printed.Append('\n');
        }
    }

    private static void Value(StringBuilder printed, HoconValue value, string margin, int indentSize)
    {
        switch (value.Type)
        {
            case HoconType.Object:
                printed.Append("{\n");
                Fields(printed, value.GetObject(), margin + new string(' ', indentSize), indentSize);
                printed.Append(margin).Append('}');
                break;
            case HoconType.Array:
                var separator = "[";
                foreach (var element in value.GetArray())
                {
                    printed.Append(separator);
                    Value(printed, element, margin, indentSize);
                    separator = ",";
                }
                printed.Append(separator == "[" ? "[]" : "]");
                break;
            default:
                printed.Append(value.GetString() is { } text ? Quoting.Quote(text) : "null");
                break;
        }
    }
}
