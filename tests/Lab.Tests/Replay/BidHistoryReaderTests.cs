using System.Text;
using AkkaAuction.Lab.Replay;

namespace AkkaAuction.Lab.Tests.Replay;

/// <summary>Recorded auctions are read by their columns' names, one at a time and in order of time; a broken row is named.</summary>
public sealed class BidHistoryReaderTests
{
    private const string Header = "auctionid,bid,bidtime,bidder,openbid,price\n";

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_others_are_ignored()
    {
        var one = Assert.Single(Read(
            "price, item ,bidder,openbid,bid,bidtime,auctionid\r\n\"117.5\",\"Xbox, \"\"new\"\"\",b4,95,117.50,2.5,8213034705\r\n"));
        Assert.Equal(("8213034705", 95_00, 117_50), (one.Auction, one.StartMinor, one.RecordedMinor));
        Assert.Equal(new RecordedBid("b4", TimeSpan.FromDays(2.5), 117_50), Assert.Single(one.Bids));
    }

    [Fact]
    public void Bids_are_put_in_order_of_time_and_equal_times_keep_the_order_of_their_rows()
    {
        var one = Assert.Single(Read(Header + "1,5,0.2,late,1,5\n1,6,0.1,first,1,5\n1,7,0.1,second,1,5\n1,8,1e-1,third,1,5\n"));
        Assert.Equal(["first", "second", "third", "late"], one.Bids.Select(b => b.Bidder));
    }

    [Fact]
    public void Rows_that_stand_together_are_one_auction()
    {
        var all = Read(Header + "1,5,0.1,a,1,5\n1,6,0.2,b,1,5\n2,7,0.1,a,2,7\n\n3,7,0.1,a,2,7\n");
        Assert.Equal([("1", 2), ("2", 1), ("3", 1)], all.Select(h => (h.Auction, h.Bids.Count)));
    }

    [Fact]
    public void A_file_with_columns_and_no_rows_has_no_auctions() => Assert.Empty(Read(Header));

    [Theory]
    [InlineData("", "empty", "auctionid, bid, bidtime, bidder, openbid, price")]
    [InlineData("auctionid,bid,bidtime,bidder,openbid\n1,5,0.1,a,1\n", "line 1: no column price", "must name the columns")]
    [InlineData("id,bid,bid,bidtime,bidder,openbid,price\n", "line 1: the column bid is there twice", "once")]
    public void A_first_line_without_the_columns_is_named_and_what_would_be_right(string text, string what, string remedy)
    {
        var fault = Assert.Throws<InputException>(() => Read(text));
        Assert.Contains("x.csv", fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Header + "1,5,0.1,a,1,5\n1,5,0.1,a,1\n", "line 3: there are 5 fields", "names 6")]
    [InlineData(Header + "1,5,0.1,a,1,5,9\n", "line 2: there are 7 fields", "names 6")]
    [InlineData(Header + "1,x,0.1,a,1,5\n", "line 2, column bid: 'x'", "117.5")]
    [InlineData(Header + "1,,0.1,a,1,5\n", "line 2, column bid: ''", "117.5")]
    [InlineData(Header + "1,-5,0.1,a,1,5\n", "line 2, column bid: '-5' is negative", "0 or more")]
    [InlineData(Header + "1,5.005,0.1,a,1,5\n", "line 2, column bid: '5.005'", "at most 2 digits")]
    [InlineData(Header + "1,1e3,0.1,a,1,5\n", "line 2, column bid: '1e3'", "not an amount")]
    [InlineData(Header + "1,NaN,0.1,a,1,5\n", "line 2, column bid: 'NaN'", "not an amount")]
    [InlineData(Header + "1,99999999999999999999,0.1,a,1,5\n", "column bid: '99999999999999999999' is too much", "1000000000000")]
    [InlineData(Header + "1,5,0.1,a,-1,5\n", "line 2, column openbid: '-1' is negative", "0 or more")]
    [InlineData(Header + "1,5,0.1,a,1,\n", "line 2, column price: ''", "not an amount")]
    [InlineData(Header + "1,5,soon,a,1,5\n", "line 2, column bidtime: 'soon'", "days since the opening")]
    [InlineData(Header + "1,5,-0.1,a,1,5\n", "line 2, column bidtime: '-0.1' is negative", "days since the opening")]
    [InlineData(Header + "1,5,1e9,a,1,5\n", "line 2, column bidtime: '1e9' is more than 3650 days", "days since the opening")]
    [InlineData(Header + "1,5,0.1, ,1,5\n", "line 2, column bidder: it is empty", "name")]
    [InlineData(Header + ",5,0.1,a,1,5\n", "line 2, column auctionid: it is empty", "id")]
    [InlineData(Header + "1,5,0.1,a,1,5\n1,6,0.2,b,2,5\n", "line 3, column openbid: '2' differs from line 2", "has 1")]
    [InlineData(Header + "1,5,0.1,a,1,5\n1,6,0.2,b,1,6\n", "line 3, column price: '6' differs from line 2", "has 5")]
    [InlineData(Header + "1,5,0.1,\"two\nlines\",1,5\n1,x,0.1,a,1,5\n", "line 4, column bid", "117.5")]
    public void A_broken_row_costs_its_auction_and_is_named_with_its_line_and_column(string text, string what, string remedy)
    {
        var leftOut = new List<LeftOut>();
        var read = Read(text + "other,5,0.1,a,1,5\n", leftOut);
        Assert.Equal("other", Assert.Single(read).Auction);
        var why = Assert.Single(leftOut).Why;
        Assert.Contains("x.csv", why, StringComparison.Ordinal);
        Assert.Contains(what, why, StringComparison.Ordinal);
        Assert.Contains(remedy, why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_auction_is_read_before_the_rest_of_the_file()
    {
        // A thousand rows for each of a hundred auctions: all are read once for their ids, and then no more than are asked for.
        using var file = new MadeFile(Header, 100_000, i => $"{i / 1_000},5,0.{i % 1_000:000},b{i % 7},1,5\n");
        using var reader = new BidHistoryReader("x.csv", file, _ => { });
        var ten = reader.Read().Take(10).ToList();
        Assert.All(ten, history => Assert.Equal(1_000, history.Bids.Count));
        Assert.InRange(file.RowsMade, 10_000, 20_000);
    }

    private static List<BidHistory> Read(string text, List<LeftOut>? leftOut = null)
    {
        using var reader = new BidHistoryReader("x.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), one => leftOut?.Add(one));
        return [.. reader.Read()];
    }

    /// <summary>Rows that are made when they are read.</summary>
    private sealed class MadeFile(string header, int rows, Func<int, string> row) : Stream
    {
        private byte[] _ready = Encoding.UTF8.GetBytes(header);
        private int _at;

        public int RowsMade { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => (_ready, _at, RowsMade) = (Encoding.UTF8.GetBytes(header), (int)value, 0);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _ready.Length && RowsMade == rows) return 0;
            if (_at == _ready.Length) (_ready, _at) = (Encoding.UTF8.GetBytes(row(RowsMade++)), 0);
            var read = Math.Min(count, _ready.Length - _at);
            _ready.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
