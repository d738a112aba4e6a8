namespace AkkaAuction.Architecture.Tests;

/// <summary>One namespace uses another of the same project.</summary>
/// <param name="From">The namespace that uses.</param>
/// <param name="To">The namespace that is used.</param>
/// <param name="User">The type that uses, by its name alone.</param>
/// <param name="Used">The type that is used, by its name alone.</param>
public sealed record Arrow(string From, string To, string User, string Used)
{
    public override string ToString() => $"{From}.{User} uses {To}.{Used}";

    /// <summary>
    /// The namespaces that reach each other: each group is one knot of circles, and every arrow inside it is part of a circle.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Arrow>> Circles(IReadOnlyCollection<Arrow> arrows)
    {
        var next = arrows.ToLookup(a => a.From, a => a.To);
        var reach = arrows.Select(a => a.From).Distinct().ToDictionary(from => from, from => ReachableFrom(from, next));
        return [.. arrows
            .Where(a => reach.TryGetValue(a.To, out var back) && back.Contains(a.From))
            .GroupBy(a => reach[a.From]
                .Where(to => reach.TryGetValue(to, out var back) && back.Contains(a.From))
                .Min(StringComparer.Ordinal)!)
            .Select(group => group.OrderBy(a => a.From, StringComparer.Ordinal).ThenBy(a => a.To, StringComparer.Ordinal).ToArray())];
    }

    private static HashSet<string> ReachableFrom(string start, ILookup<string, string> next)
    {
        var (reached, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([start]));
        while (open.TryPop(out var at))
        {
            foreach (var to in next[at])
            {
                if (reached.Add(to)) open.Push(to);
            }
        }
        return reached;
    }
}
