using AkkaAuction.CommandLine;

namespace AkkaAuction.Lab.Replay;

/// <summary>A column of recorded bids.</summary>
internal enum HistoryColumn
{
    Auction,
    Bid,
    Time,
    Bidder,
    Start,
    Price,
}

/// <summary>
/// Where the columns of recorded bids stand in a file. Its first line names them, in any order and among others: as
/// <see cref="Names"/> says, or in another spelling that the same data is published with (<c>auction_id</c>, <c>Final Price</c>).
/// </summary>
internal sealed class HistoryColumns
{
    // In the order of the columns; the first of each is the one that messages use.
    private static readonly string[][] Spellings =
    [
        ["auctionid", "auction", "itemid", "lotid"],
        ["bid", "bidamount", "bidprice", "amount"],
        ["bidtime", "time", "days", "bidday"],
        ["bidder", "bidderid", "biddername", "bidderuserid", "user", "userid"],
        ["openbid", "openingbid", "openingprice", "openprice", "startprice", "startingprice", "startingbid", "startbid"],
        ["price", "finalprice", "closingprice", "closeprice", "endprice", "hammerprice", "winningprice", "winningbid"],
    ];

    private readonly int[] _places;

    private HistoryColumns(int[] places, int count) => (_places, Count) = (places, count);

    /// <summary>The names that are wanted.</summary>
    public static string Names { get; } = string.Join(", ", Spellings.Select(s => s[0]));

    /// <summary>How many columns the file has.</summary>
    public int Count { get; }

    public int this[HistoryColumn column] => _places[(int)column];

    public static string NameOf(HistoryColumn column) => Spellings[(int)column][0];

    /// <param name="file">What messages call it.</param>
    /// <param name="csv">At its first record.</param>
    /// <exception cref="InputException">A column is missing, or is there twice.</exception>
    public static HistoryColumns Of(string file, CsvReader csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var found = Enumerable.Range(0, csv.FieldCount).Select(i => csv.Field(i).Trim().ToString()).ToArray();
        var plain = found.Select(Plain).ToArray();
        var places = Spellings.Select(spellings => Place(spellings)).ToArray();
        var missing = Spellings.Where((_, i) => places[i] < 0).Select(s => s[0]).ToArray();
        if (missing.Length == 0) return new HistoryColumns(places, found.Length);
        throw new InputException($"{file}, line {csv.Line}: no column {string.Join(", ", missing)}; "
            + $"the first line must name the columns {Names} (others are ignored). "
            + $"Found, between {Word(csv.Separator)}: {string.Join(", ", found.Select(name => ShownText.Of(Cut(name))))}.");

        int Place(string[] spellings)
        {
            // The first spelling that is there counts: another may be the name of another column.
            foreach (var spelling in spellings)
            {
                var first = Array.IndexOf(plain, spelling);
                if (first < 0) continue;
                if (Array.IndexOf(plain, spelling, first + 1) >= 0)
                    throw new InputException($"{file}, line {csv.Line}: the column {spelling} is there twice; once is wanted.");
                return first;
            }
            return -1;
        }
    }

    // Capitals, spaces and signs between words make no other name.
    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Cut(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private static string Word(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => $"'{separator}'",
    };
}
