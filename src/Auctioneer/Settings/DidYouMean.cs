namespace AkkaAuction.Auctioneer.Settings;

/// <summary>Finds what a person probably meant: the known word with the fewest edits, when it is close.</summary>
internal static class DidYouMean
{
    private const int NearestMax = 3;
    private const int FewMax = 10;

    /// <returns><c> Did you mean X?</c>, or nothing when no word is close.</returns>
    /// <param name="written">What was written.</param>
    /// <param name="known">What there is.</param>
    /// <param name="prefix">What stands before each of them, for the person who reads it.</param>
    public static string Hint(string written, IEnumerable<string> known, string prefix = "")
    {
        var best = known.Select(word => (Word: word, Edits: Edits(written, word)))
            .OrderBy(k => k.Edits).ThenBy(k => k.Word, StringComparer.Ordinal).FirstOrDefault();
        return best.Word is not null && best.Edits <= Math.Max(2, best.Word.Length / 4) ? $" Did you mean {prefix}{best.Word}?" : "";
    }

    /// <summary>
    /// The same for the path of a setting that may stand elsewhere: one whose last parts are those of what was written is meant, too.
    /// </summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The paths there are.</param>
    public static string PathHint(string written, IReadOnlyCollection<string> known)
    {
        var parts = written.Split('.');
        for (var from = 0; from < parts.Length; from++)
        {
            var end = string.Join('.', parts[from..]);
            // One part alone stands in many places; a slip of the pen is likelier.
            if (from > 0 && from == parts.Length - 1 && Hint(written, known) is { Length: > 0 } slip) return slip;
            string[] elsewhere =
            [
                .. known.Where(path => path.EndsWith("." + end, StringComparison.Ordinal)).OrderBy(path => Edits(written, path))
                    .ThenBy(path => path, StringComparer.Ordinal).Take(NearestMax),
            ];
            if (elsewhere.Length == 1) return $" Did you mean {elsewhere[0]}?";
            if (elsewhere.Length > 1) return $" Did you mean {string.Join(", ", elsewhere[..^1])} or {elsewhere[^1]}?";
        }
        return Hint(written, known);
    }

    /// <summary>Words in their order, and where the rest is when there are many.</summary>
    /// <param name="words">What there is.</param>
    /// <param name="list">Where all of them stand.</param>
    public static string Few(IEnumerable<string> words, string list)
    {
        var all = words.Order(StringComparer.Ordinal).ToArray();
        return all.Length <= FewMax
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(FewMax))} and {all.Length - FewMax} more: {list}";
    }

    private static int Edits(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
