using System.Text;

namespace Hocon;

/// <summary>
/// Reads keys: <c>a.b."c.d" e</c> is the path a, b, "c.d e". Dots part keys only outside quotes; white space inside a key belongs to it,
/// around it not.
/// </summary>
internal static class KeyReader
{
    internal static List<string> Read(Scanner text)
    {
        var start = text.Position;
        var keys = new List<string>(1);
        var key = new StringBuilder(16);
        var begun = false;
        while (true)
        {
            var spaces = text.TakeSpaces();
            if (text.Current is '"' or '\'')
            {
                var at = text.Position;
                var (quoted, tripled) = text.TakeQuoted();
                if (tripled)
                    throw new HoconParserException(at, "Expected a key, found a string in three quotes, which only a value can be");
                key.Append(begun ? spaces : "").Append(quoted);
                begun = true;
                continue;
            }
            var plain = text.TakeUnquoted(static at => at.Current == '.' || at.At("+="));
            if (plain.Length > 0)
            {
                key.Append(begun ? spaces : "").Append(plain);
                begun = true;
                continue;
            }
            if (!begun)
                throw new HoconParserException(keys.Count == 0 ? start : text.Position, $"Expected a key, found {text.Found()}");
            keys.Add(key.ToString());
            if (text.Current != '.')
                return keys;
            text.Take();
            key.Clear();
            begun = false;
        }
    }
}
