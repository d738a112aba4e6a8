using System.Globalization;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Reads recorded auctions from a file whose first line names its columns (auctionid, bid, bidtime, bidder, openbid, price, in any order
/// and among others), one auction at a time: the rows of one auction are adjacent, so only its bids are in memory. A fault
/// names file, line and column.
/// </summary>
public sealed class BidHistoryReader : IDisposable
{
    /// <summary>Digits behind the point of every amount.</summary>
    public const int Digits = 2;

    /// <summary>The longest an auction may last, days.</summary>
    public const int DaysMax = 3_650;

    /// <summary>The greatest amount taken, minor units: a million million.</summary>
    public const long GreatestMinor = 1_000_000_000_000_00;

    private static readonly string[] Wanted = ["auctionid", "bid", "bidtime", "bidder", "openbid", "price"];

    private readonly string _file;
    private readonly CsvReader _csv;
    private readonly SeenIds _seen = new();
    private readonly int[] _places = new int[Wanted.Length];
    private readonly HashSet<string> _bidders = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _biddersBySpan;
    private int _columns;

    public BidHistoryReader(string file, Stream utf8)
    {
        _file = file;
        _csv = new CsvReader(file, utf8);
        _biddersBySpan = _bidders.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private enum Column
    {
        Auction,
        Bid,
        Time,
        Bidder,
        Start,
        Price,
    }

    public void Dispose() => _csv.Dispose();

    /// <summary>The auctions, in the order of the file. Can be walked once.</summary>
    /// <exception cref="InputException">On the first row that cannot be taken.</exception>
    public IEnumerable<BidHistory> Read()
    {
        ReadHeader();
        var more = ReadRow();
        while (more)
        {
            var auction = Text(Column.Auction).ToString();
            var firstLine = _csv.Line;
            if (!_seen.Add(auction))
                throw Fault(Column.Auction,
                    $"auction {auction} comes back after another one; the rows of one auction must stand together.");
            var start = Money(Column.Start);
            var price = Money(Column.Price);
            var bids = new List<RecordedBid>();
            _bidders.Clear();
            do
            {
                SameAsOnFirstLine(Column.Start, start, firstLine);
                SameAsOnFirstLine(Column.Price, price, firstLine);
                bids.Add(new(Bidder(), Time(), Money(Column.Bid)));
                more = ReadRow();
            }
            while (more && Text(Column.Auction).SequenceEqual(auction));
            yield return new(auction, start, price, InOrderOfTime(bids));
        }
    }

    // Histories need not be in order of time. List.Sort does not keep the order of equals, so the row number decides among them.
    private static RecordedBid[] InOrderOfTime(List<RecordedBid> bids)
    {
        var order = new (TimeSpan At, int Row)[bids.Count];
        for (var i = 0; i < order.Length; i++) order[i] = (bids[i].At, i);
        Array.Sort(order);
        return Array.ConvertAll(order, o => bids[o.Row]);
    }

    private void ReadHeader()
    {
        if (!_csv.Read()) throw new InputException($"{_file} is empty; its first line must name the columns {string.Join(", ", Wanted)}.");
        _columns = _csv.FieldCount;
        Array.Fill(_places, -1);
        for (var i = 0; i < _columns; i++)
        {
            var wanted = Array.IndexOf(Wanted, _csv.Field(i).Trim().ToString());
            if (wanted < 0) continue;
            if (_places[wanted] >= 0)
                throw new InputException($"{_file}, line {_csv.Line}: the column {Wanted[wanted]} is there twice; once is wanted.");
            _places[wanted] = i;
        }
        var missing = Wanted.Where((_, i) => _places[i] < 0).ToArray();
        if (missing.Length > 0)
        {
            throw new InputException($"{_file}, line {_csv.Line}: no column {string.Join(", ", missing)}; "
                + $"the first line must name the columns {string.Join(", ", Wanted)} (others are ignored).");
        }
    }

    private bool ReadRow()
    {
        if (!_csv.Read()) return false;
        if (_csv.FieldCount != _columns)
            throw new InputException($"{_file}, line {_csv.Line}: {Count(_csv.FieldCount)}, but the first line names {_columns}.");
        if (Text(Column.Auction).IsEmpty) throw Fault(Column.Auction, "it is empty; an auction's id is wanted.");
        return true;
    }

    private string Bidder()
    {
        var name = Text(Column.Bidder);
        if (name.IsEmpty) throw Fault(Column.Bidder, "it is empty; a bidder's name is wanted.");
        if (_biddersBySpan.TryGetValue(name, out var known)) return known;
        var made = name.ToString();
        _bidders.Add(made);
        return made;
    }

    private TimeSpan Time()
    {
        const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;
        var text = Text(Column.Time);
        if (!decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out var days))
            throw Fault(Column.Time, $"{Shown(text)} is not a number; days since the opening are wanted, like 2.927373.");
        if (days < 0) throw Fault(Column.Time, $"{Shown(text)} is negative; days since the opening are wanted.");
        if (days > DaysMax) throw Fault(Column.Time, $"{Shown(text)} is more than {DaysMax} days; days since the opening are wanted.");
        return TimeSpan.FromTicks((long)(days * TimeSpan.TicksPerDay));
    }

    private long Money(Column column)
    {
        var text = Text(column);
        var read = Amount.Parse(text, Digits, out var minor);
        if (read is RejectionCode.None && minor <= GreatestMinor) return minor;
        if (read is RejectionCode.AboveCeiling or RejectionCode.None)
            throw Fault(column, $"{Shown(text)} is too much; amounts are at most {Amount.FormatShort(GreatestMinor, Digits)}.");
        throw text.StartsWith("-") && Amount.Parse(text[1..], Digits, out _) is not RejectionCode.NotAnAmount
            ? Fault(column, $"{Shown(text)} is negative; amounts are 0 or more.")
            : Fault(column, $"{Shown(text)} is not an amount; one has at most {Digits} digits behind the point, like 117.5.");
    }

    private void SameAsOnFirstLine(Column column, long first, long firstLine)
    {
        if (Money(column) == first) return;
        throw Fault(column,
            $"{Shown(Text(column))} differs from line {firstLine}, which has {Amount.FormatShort(first, Digits)} for the same auction.");
    }

    private ReadOnlySpan<char> Text(Column column) => _csv.Field(_places[(int)column]).Trim();

    private InputException Fault(Column column, string what) => new($"{_file}, line {_csv.Line}, column {Wanted[(int)column]}: {what}");

    private static string Count(int fields) => fields is 1 ? "there is 1 field" : $"there are {fields} fields";

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
