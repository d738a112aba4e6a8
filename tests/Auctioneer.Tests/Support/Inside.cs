using System.Collections;
using System.Reflection;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Support;

/// <summary>
/// Compares objects by all they hold, private fields too: what somebody forgot to write
/// down shows, although no text and no <c>Equals</c> knows of it.
/// </summary>
internal static class Inside
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The way to the first thing in which two objects differ, and how; null: they are alike.</summary>
    /// <param name="apart">Names of fields that may differ.</param>
    public static string? Difference(object? one, object? other, params string[] apart) => Difference("", one, other, apart);

    private static string? Difference(string way, object? one, object? other, string[] apart)
    {
        if (one is null || other is null || one.GetType() != other.GetType())
        {
            return Equals(one, other) ? null : $"{way}: {one ?? "null"} and {other ?? "null"}";
        }
        return (one, other) switch
        {
            // Tables of their own making, which may be laid out otherwise: what they give back counts.
            (RecentBids a, RecentBids b) => Difference(way, a.All().ToArray(), b.All().ToArray(), apart),
            (IDictionary a, IDictionary b) => InEach(way, a.Keys.Cast<object>(), b.Keys.Cast<object>(), apart)
                ?? a.Keys.Cast<object>().Select(k => Difference($"{way}[{k}]", a[k], b[k], apart)).FirstOrDefault(d => d is not null),
            (IEnumerable a, IEnumerable b) and not (string, string) => InEach(way, a.Cast<object?>(), b.Cast<object?>(), apart),
            _ when IsPlain(one.GetType()) => Equals(one, other) ? null : $"{way}: {one} and {other}",
            _ => FieldsOf(one.GetType()).Where(f => !apart.Contains(f.Name))
                .Select(f => Difference($"{way}.{f.Name}", f.GetValue(one), f.GetValue(other), apart)).FirstOrDefault(d => d is not null),
        };
    }

    private static string? InEach(string way, IEnumerable<object?> some, IEnumerable<object?> others, string[] apart)
    {
        var (a, b) = (some.ToArray(), others.ToArray());
        if (a.Length != b.Length) return $"{way}: {a.Length} and {b.Length} of them";
        return a.Select((value, i) => Difference($"{way}[{i}]", value, b[i], apart)).FirstOrDefault(d => d is not null);
    }

    /// <summary>Whether a value is all that its own <c>Equals</c> sees.</summary>
    private static bool IsPlain(Type type) =>
        type.IsPrimitive
            || type.IsEnum
            || type == typeof(string)
            || type.Name is "BidderLog" or "SealedBids"
            || type.Namespace == "System" && !type.Name.StartsWith("ValueTuple", StringComparison.Ordinal);

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own)) yield return field;
        }
    }
}
