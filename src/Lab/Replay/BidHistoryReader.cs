using System.Globalization;
using AkkaAuction.CommandLine;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Reads recorded auctions from a file whose first line names its columns (<see cref="HistoryColumns"/>), one auction at a time: where the
/// rows of one auction stand together, only its bids are in memory. It goes through the file once before, and holds the rows of auctions
/// that do not until the end. A row that cannot be taken costs its auction, and no other: that one is left out, with file, line and column
/// of the fault.
/// </summary>
public sealed class BidHistoryReader : IDisposable
{
    /// <summary>Digits behind the point of every amount.</summary>
    public const int Digits = 2;

    /// <summary>The longest an auction may last, days.</summary>
    public const int DaysMax = 3_650;

    /// <summary>The greatest amount taken, minor units: a million million.</summary>
    public const long GreatestMinor = 1_000_000_000_000_00;

    private readonly string _file;
    private readonly Stream _utf8;
    private readonly Action<LeftOut> _leaveOut;
    private readonly CsvReader _csv;
    private readonly ScatteredIds _ids = new();
    private readonly Dictionary<string, Gathered> _scattered = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bidders = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _biddersBySpan;
    private HistoryColumns _columns = null!;

    /// <param name="file">What messages call it.</param>
    /// <param name="utf8">The file, from its beginning, to be read twice; closed with the reader.</param>
    /// <param name="leaveOut">Gets what could not be taken.</param>
    public BidHistoryReader(string file, Stream utf8, Action<LeftOut> leaveOut)
    {
        _file = file;
        _utf8 = utf8;
        _leaveOut = leaveOut;
        _csv = new CsvReader(file, utf8);
        _biddersBySpan = _bidders.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Dispose() => _csv.Dispose();

    /// <summary>
    /// The auctions, in the order of the file; those whose rows do not stand together come last. Can be walked once.
    /// </summary>
    /// <exception cref="InputException">The file is no text, is cut up in no way that could be followed, or lacks a column.</exception>
    public IEnumerable<BidHistory> Read()
    {
        FindScattered();
        _columns = ReadHeader(_csv);
        Gathered? current = null;
        while (_csv.Read())
        {
            if (current is null || !IdOf(_csv).SequenceEqual(current.Auction))
            {
                var id = IdOf(_csv).ToString();
                if (id.Length == 0)
                {
                    _leaveOut(new LeftOut(null, FaultOfRow() ?? NoId()));
                    continue;
                }
                if (_ids.Contains(id))
                {
                    if (!_scattered.TryGetValue(id, out var gathered)) _scattered.Add(id, gathered = new Gathered(id));
                    Take(gathered);
                    continue;
                }
                if (current is not null && Done(current) is { } done) yield return done;
                _bidders.Clear();
                current = new Gathered(id);
            }
            Take(current);
        }
        if (current is not null && Done(current) is { } last) yield return last;
        foreach (var gathered in _scattered.Values)
        {
            if (Done(gathered) is { } done) yield return done;
        }
    }

    private void FindScattered()
    {
        using (var csv = new CsvReader(_file, _utf8, leaveOpen: true))
        {
            _columns = ReadHeader(csv);
            while (csv.Read())
            {
                if (IdOf(csv) is { IsEmpty: false } id) _ids.Next(id);
            }
        }
        _utf8.Position = 0;
    }

    private HistoryColumns ReadHeader(CsvReader csv)
    {
        csv.FindSeparator();
        return csv.Read()
            ? HistoryColumns.Of(_file, csv)
            : throw new InputException($"{_file} is empty; its first line must name the columns {HistoryColumns.Names}.");
    }

    private ReadOnlySpan<char> IdOf(CsvReader csv)
    {
        var place = _columns[HistoryColumn.Auction];
        return place < csv.FieldCount ? csv.Field(place).Trim() : default;
    }

    private string NoId() => Fault(HistoryColumn.Auction, "it is empty; an auction's id is wanted.").Message;

    private string? FaultOfRow()
    {
        if (_csv.Broken is { } broken) return broken;
        if (_csv.FieldCount == _columns.Count) return null;
        var fields = _csv.FieldCount is 1 ? "there is 1 field" : $"there are {_csv.FieldCount} fields";
        return $"{_file}, line {_csv.Line}: {fields}, but the first line names {_columns.Count}.";
    }

    private void Take(Gathered auction)
    {
        if (auction.Why is not null) return;
        auction.Why = FaultOfRow();
        if (auction.Why is not null) return;
        try
        {
            var (start, price) = (Money(HistoryColumn.Start), Money(HistoryColumn.Price));
            if (auction.Bids.Count == 0) (auction.StartMinor, auction.RecordedMinor, auction.FirstLine) = (start, price, _csv.Line);
            SameAsOnFirstLine(HistoryColumn.Start, start, auction.StartMinor, auction.FirstLine);
            SameAsOnFirstLine(HistoryColumn.Price, price, auction.RecordedMinor, auction.FirstLine);
            auction.Bids.Add(new(Bidder(), Time(), Money(HistoryColumn.Bid)));
        }
        catch (InputException fault)
        {
            auction.Why = fault.Message;
        }
    }

    private BidHistory? Done(Gathered auction)
    {
        if (auction.Why is null) return new(auction.Auction, auction.StartMinor, auction.RecordedMinor, InOrderOfTime(auction.Bids));
        _leaveOut(new LeftOut(auction.Auction, auction.Why));
        return null;
    }

    // Histories need not be in order of time. List.Sort does not keep the order of equals, so the row number decides among them.
    private static RecordedBid[] InOrderOfTime(List<RecordedBid> bids)
    {
        var order = new (TimeSpan At, int Row)[bids.Count];
        for (var i = 0; i < order.Length; i++) order[i] = (bids[i].At, i);
        Array.Sort(order);
        return Array.ConvertAll(order, o => bids[o.Row]);
    }

    private string Bidder()
    {
        var name = Text(HistoryColumn.Bidder);
        if (name.IsEmpty) throw Fault(HistoryColumn.Bidder, "it is empty; a bidder's name is wanted.");
        if (_biddersBySpan.TryGetValue(name, out var known)) return known;
        var made = name.ToString();
        _bidders.Add(made);
        return made;
    }

    private TimeSpan Time()
    {
        const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;
        var text = Text(HistoryColumn.Time);
        if (!decimal.TryParse(WithPoint(text), Number, CultureInfo.InvariantCulture, out var days))
            throw Fault(HistoryColumn.Time, $"{Shown(text)} is not a number; days since the opening are wanted, like 2.927373.");
        if (days < 0) throw Fault(HistoryColumn.Time, $"{Shown(text)} is negative; days since the opening are wanted.");
        if (days > DaysMax)
            throw Fault(HistoryColumn.Time, $"{Shown(text)} is more than {DaysMax} days; days since the opening are wanted.");
        return TimeSpan.FromTicks((long)(days * TimeSpan.TicksPerDay));
    }

    private long Money(HistoryColumn column)
    {
        var text = Text(column);
        var amount = WithPoint(text);
        var read = Amount.Parse(amount, Digits, out var minor);
        if (read is RejectionCode.None && minor <= GreatestMinor) return minor;
        if (read is RejectionCode.AboveCeiling or RejectionCode.None)
            throw Fault(column, $"{Shown(text)} is too much; amounts are at most {Amount.FormatShort(GreatestMinor, Digits)}.");
        throw amount.StartsWith("-") && Amount.Parse(amount[1..], Digits, out _) is not RejectionCode.NotAnAmount
            ? Fault(column, $"{Shown(text)} is negative; amounts are 0 or more.")
            : Fault(column, $"{Shown(text)} is not an amount; one has at most {Digits} digits behind the point, like 117.5.");
    }

    // A comma is a decimal comma: one that stood for thousands would leave three digits behind it, which no amount has.
    private static ReadOnlySpan<char> WithPoint(ReadOnlySpan<char> number) =>
        number.Count(',') == 1 && !number.Contains('.') ? number.ToString().Replace(',', '.') : number;

    private void SameAsOnFirstLine(HistoryColumn column, long here, long first, long firstLine)
    {
        if (here == first) return;
        throw Fault(column,
            $"{Shown(Text(column))} differs from line {firstLine}, which has {Amount.FormatShort(first, Digits)} for the same auction.");
    }

    private ReadOnlySpan<char> Text(HistoryColumn column) => _csv.Field(_columns[column]).Trim();

    private InputException Fault(HistoryColumn column, string what) =>
        new($"{_file}, line {_csv.Line}, column {HistoryColumns.NameOf(column)}: {what}");

    private static string Shown(ReadOnlySpan<char> text) =>
        ShownText.Of(text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'");

    /// <summary>The rows of one auction, as far as they were read.</summary>
    private sealed class Gathered(string auction)
    {
        public string Auction { get; } = auction;
        public List<RecordedBid> Bids { get; } = [];
        public long StartMinor { get; set; }
        public long RecordedMinor { get; set; }
        public long FirstLine { get; set; }

        /// <summary>The first fault in its rows; null: none so far.</summary>
        public string? Why { get; set; }
    }
}
