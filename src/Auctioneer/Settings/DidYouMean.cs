namespace AkkaAuction.Auctioneer.Settings;

/// <summary>Finds what a person probably meant: the known word with the fewest edits, when it is close.</summary>
internal static class DidYouMean
{
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
