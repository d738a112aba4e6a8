using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// The settings as they stand after every layer: the embedded defaults, then a file, then each <c>--set</c>. The defaults are also the list
/// of keys there are: a later layer that names another key is refused, with the name of the layer. What a value must be is said by whoever
/// reads it; what was wrong names the layer the value came from.
/// </summary>
public sealed class LayeredSettings
{
    private readonly Dictionary<string, (HoconValue Value, string Source)> _leaves = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <param name="defaults">The embedded text.</param>
    public LayeredSettings(string defaults)
    {
        foreach (var (path, value) in Leaves(HoconText.Parse(defaults, "reference.conf"), ""))
        {
            _leaves[path] = (value, "reference.conf");
            _known.Add(path);
        }
    }

    /// <summary>The layers that concern the actor system (<c>akka { … }</c>), oldest first: passed on to it as they are.</summary>
    public List<string> AkkaLayers { get; } = [];

    /// <summary>Every key there is.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>Lays a text over what is there.</summary>
    public void Add(string text, string source)
    {
        var root = HoconText.Parse(text, source);
        if (root.ContainsKey("akka")) AkkaLayers.Add(text);
        foreach (var (path, value) in Leaves(root, ""))
        {
            if (path.StartsWith("akka.", StringComparison.Ordinal) || path == "akka") continue;
            if (!_known.Contains(path)) throw Unknown(path, source);
            _leaves[path] = (value, source);
        }
    }

    /// <summary>Lays one <c>path=value</c> over what is there.</summary>
    public void Set(string assignment)
    {
        var split = assignment.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0 || split == assignment.Length - 1)
            throw new SettingsException($"--set {assignment}: write path=value, like --set auction.doors.floor.port=0.");
        var path = assignment[..split].Trim();
        var value = assignment[(split + 1)..].Trim();
        // A value that HOCON would not take as it stands (a colon, a slash) is meant as text.
        var bare = value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ' ');
        Add($"{path} = {(bare || value[0] is '"' or '[' or '{' ? value : Quote(value))}", $"--set {assignment}");
    }

    /// <summary>The value at a path and where it was written.</summary>
    public (HoconValue Value, string Source) At(string path) =>
        _leaves.TryGetValue(path, out var leaf) ? leaf : throw new InvalidOperationException($"reference.conf has no {path}.");

    private SettingsException Unknown(string path, string source)
    {
        if (_known.Any(k => k.StartsWith(path + ".", StringComparison.Ordinal)))
            return new($"{source}: {path} is a group of settings, not one; it holds {string.Join(", ", _known.Where(k => k.StartsWith(path + ".", StringComparison.Ordinal)).Select(k => k[(path.Length + 1)..]).Order(StringComparer.Ordinal))}.");
        var outer = _known.FirstOrDefault(k => path.StartsWith(k + ".", StringComparison.Ordinal));
        if (outer is not null) return new($"{source}: {outer} is a single value; there is nothing below it.");
        return new($"{source}: there is no setting {path}.{DidYouMean.Hint(path, _known)}");
    }

    private static IEnumerable<(string Path, HoconValue Value)> Leaves(HoconObject from, string prefix)
    {
        foreach (var (key, field) in from)
        {
            var path = prefix + key;
            var value = field.Value;
            if (value.Type == HoconType.Object && value.GetObject() is { Count: > 0 } inner)
            {
                foreach (var leaf in Leaves(inner, path + ".")) yield return leaf;
            }
            else
            {
                yield return (path, value);
            }
        }
    }

    /// <summary>A text as a value that HOCON takes for that text, whatever is in it.</summary>
    internal static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
