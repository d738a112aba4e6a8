using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// The settings as they stand after every layer: the embedded defaults, then a file, then each <c>--set</c>. The defaults are also the list
/// of keys there are: a later layer that names another key is refused, with its place. What a value must be is said by whoever
/// reads it; a value knows where it was written. What stands below <c>akka</c> is kept apart, for <see cref="AkkaSettings"/>.
/// </summary>
internal sealed class LayeredSettings
{
    /// <summary>What the embedded defaults are called as a source.</summary>
    internal const string Defaults = "reference.conf";

    private readonly Dictionary<string, List<(int Layer, HoconValue Value)>> _leaves = new(StringComparer.Ordinal);
    private readonly List<HoconValue> _akka = [];
    private int _layers;

    /// <param name="defaults">The embedded text.</param>
    public LayeredSettings(string defaults)
    {
        foreach (var (path, value) in Leaves(HoconText.Parse(defaults, Defaults), "")) _leaves[path] = [(0, value)];
    }

    /// <summary>What each layer says of the actor system, oldest first.</summary>
    public IReadOnlyList<HoconValue> Akka => _akka;

    /// <summary>Lays a text over what is there.</summary>
    public void Add(HoconSource source)
    {
        _layers++;
        var root = HoconText.Parse(source);
        if (root.TryGetValue("akka", out var akka)) _akka.Add(akka.Value);
        foreach (var (path, value) in Leaves(root, ""))
        {
            if (path == "akka" || path.StartsWith("akka.", StringComparison.Ordinal)) continue;
            if (_leaves.TryGetValue(path, out var known)) known.Add((_layers, value));
            // A group without a setting in it says nothing.
            else if (value.Type != HoconType.Object || !Below(path).Any()) throw Unknown(path, HoconText.Place(value.Position));
        }
    }

    /// <summary>Lays one <c>path=value</c> over what is there.</summary>
    public void Set(string assignment)
    {
        var split = assignment.IndexOf('=', StringComparison.Ordinal);
        var source = HoconText.Option + Shown(assignment);
        if (split <= 0 || split == assignment.Length - 1)
            throw new SettingsException($"{source}: write path=value, like --set auction.doors.floor.port=0.");
        var value = assignment[(split + 1)..].Trim();
        // A value that HOCON would not take as it stands (a colon, a slash) is meant as text.
        var stands = value.Length > 0
            && (value[0] is '"' or '[' or '{' || value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ' '));
        Add(new HoconSource(source, stands ? assignment : $"{assignment[..split]}={Quote(value)}"));
    }

    /// <summary>An assignment as a message repeats it: on one line, and not without end.</summary>
    private static string Shown(string assignment)
    {
        var line = string.Concat(assignment.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 120 ? line : line[..120] + "…";
    }

    /// <summary>The value at a path.</summary>
    public HoconValue At(string path) => At(path, _layers);

    /// <summary>The value at a path before any layer that came after this one.</summary>
    public HoconValue At(string path, int layer) => _leaves.TryGetValue(path, out var values)
        ? values.FindLast(v => v.Layer <= layer).Value
        : throw new InvalidOperationException($"reference.conf has no {path}.");

    /// <summary>Values that people wrote and a later layer covers, each with its layer.</summary>
    public IEnumerable<(string Path, HoconValue Value, int Layer)> Covered() =>
        from leaf in _leaves
        from written in leaf.Value.Skip(1).SkipLast(1)
        select (leaf.Key, written.Value, written.Layer);

    private IEnumerable<string> Below(string path) =>
        _leaves.Keys.Where(k => k.StartsWith(path + ".", StringComparison.Ordinal)).Select(k => k[(path.Length + 1)..]);

    private SettingsException Unknown(string path, string place)
    {
        if (Below(path).Select(below => below.Split('.')[0]).Distinct().ToArray() is { Length: > 0 } held)
        {
            var few = DidYouMean.Few(held, "docs/reference/settings.md has the list");
            return new($"{place}: {path} is a group of settings, not one; it holds {few}.");
        }
        if (path == CatalogueReader.Lots || CatalogueReader.OwnKeys.Contains(path.Split('.')[0]))
            return new($"{place}: there is no setting {path}; it stands in a catalogue, for --catalogue.");
        var outer = _leaves.Keys.FirstOrDefault(k => path.StartsWith(k + ".", StringComparison.Ordinal));
        if (outer is not null) return new($"{place}: {outer} is a single value; there is nothing below it.");
        return new($"{place}: there is no setting {path}.{DidYouMean.PathHint(path, _leaves.Keys)}");
    }

    internal static IEnumerable<(string Path, HoconValue Value)> Leaves(HoconObject from, string prefix)
    {
        foreach (var (key, field) in from)
        {
            var path = prefix + HoconPath.Empty.Plus(key).Value;
            if (field.Value.Type == HoconType.Object && field.Value.GetObject() is { Count: > 0 } inner)
            {
                foreach (var leaf in Leaves(inner, path + ".")) yield return leaf;
            }
            else
            {
                yield return (path, field.Value);
            }
        }
    }

    /// <summary>A text as a value that HOCON takes for that text, whatever is in it.</summary>
    internal static string Quote(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (var c in text) quoted.Append(c switch { '"' or '\\' => $"\\{c}", '\n' => "\\n", '\r' => "\\r", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
