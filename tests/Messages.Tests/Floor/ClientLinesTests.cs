using System.Text;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using static AkkaAuction.Messages.Tests.Floor.Lines;

namespace AkkaAuction.Messages.Tests.Floor;

/// <summary>Every line that a client may say, and every way in which one can be wrong.</summary>
public sealed class ClientLinesTests
{
    public static TheoryData<string, Request> Requests => new()
    {
        { "HELLO ada\n", new Request.Hello("ada", null) },
        { "HELLO Ada.L_1-x t0k3n\n", new Request.Hello("Ada.L_1-x", "t0k3n") },
        { "LIST\n", new Request.List() },
        { "BID laptop 550.25\n", new Request.Bid("laptop", 55025, null) },
        { "BID laptop 0.07 b-1_X\n", new Request.Bid("laptop", 7, "b-1_X") },
        { "PASS\n", new Request.Pass(null) },
        { "PASS laptop\n", new Request.Pass("laptop") },
        { "ME\n", new Request.Me() },
        { "PING\n", new Request.Ping(null) },
        { "PING hi\n", new Request.Ping("hi") },
        { "PING \"a \\\"b\\\" \\\\ c=d\"\n", new Request.Ping("a \"b\" \\ c=d") },
        { "PING \"\"\n", new Request.Ping("") },
        { "QUIT\n", new Request.Quit() },
        { "SALES\n", new Request.Sales() },
        { "JOIN books-2026\n", new Request.Join("books-2026") },
        { "BID books/atlas 550.25 b-1\n", new Request.Bid("books/atlas", 55025, "b-1") },
        { "WITHDRAW books/atlas b-1\n", new Request.Withdraw("books/atlas", "b-1") },
        { "PASS books/atlas\n", new Request.Pass("books/atlas") },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Each_request_has_its_line_and_reads_back_as_itself(string line, Request request)
    {
        Assert.Equal(line, Written(request));
        Assert.True(FloorRequestParser.TryParse(Bytes(line[..^1]), out var read, out var fault), fault.Reason);
        var amountMinor = FloorAmount.TryParse(read.AmountText, out var minor, out _) ? minor : 0;
        Assert.Equal(request, read.ToRequest(amountMinor));
    }

    [Fact]
    public void Every_member_of_the_family_has_a_row_above() =>
        Assert.Empty(typeof(Request).GetNestedTypes().Except(Requests.Select(row => row[1].GetType())));

    [Theory]
    [InlineData("bid laptop 5", FloorVerb.Bid)]
    [InlineData("Bid laptop 5", FloorVerb.Bid)]
    [InlineData("hElLo ada", FloorVerb.Hello)]
    [InlineData("list", FloorVerb.List)]
    [InlineData("pass", FloorVerb.Pass)]
    [InlineData("me", FloorVerb.Me)]
    [InlineData("ping", FloorVerb.Ping)]
    [InlineData("quit", FloorVerb.Quit)]
    [InlineData("withdraw laptop b-1", FloorVerb.Withdraw)]
    [InlineData("Sales", FloorVerb.Sales)]
    [InlineData("join books", FloorVerb.Join)]
    public void Verbs_are_taken_in_any_case(string line, FloorVerb verb)
    {
        Assert.True(FloorRequestParser.TryParse(Bytes(line), out var request, out _));
        Assert.Equal(verb, request.Verb);
    }

    [Theory]
    [InlineData("BID x=1 laptop 550.25 b-1")]
    [InlineData("BID laptop x=1 550.25 y=\"a b\" b-1 z=")]
    [InlineData("BID laptop 550.25 b-1 max-step_2=1")]
    public void Keyed_fields_that_the_house_does_not_know_are_skipped_wherever_they_stand(string line)
    {
        Assert.True(FloorRequestParser.TryParse(Bytes(line), out var request, out _));
        Assert.Equal(new Request.Bid("laptop", 1, "b-1"), request.ToRequest(1));
        Assert.Equal("550.25", Encoding.UTF8.GetString(request.AmountText));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1e9")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("1.234")]
    [InlineData("99999999999999999999")]
    [InlineData("=5")]
    [InlineData("5,00")]
    [InlineData("٣")]
    public void A_bid_whose_amount_is_none_is_well_formed_and_hands_the_text_over(string amount)
    {
        if (amount.Length == 0) return;
        Assert.True(FloorRequestParser.TryParse(Bytes($"BID laptop {amount} b-1"), out var request, out _));
        Assert.Equal(amount, Encoding.UTF8.GetString(request.AmountText));
        Assert.Equal("laptop", Encoding.UTF8.GetString(request.Lot));
        Assert.Equal("b-1", Encoding.UTF8.GetString(request.BidId));
    }

    [Fact]
    public void An_amount_in_quotes_is_no_amount()
    {
        Assert.True(FloorRequestParser.TryParse("BID laptop \"5\""u8, out var request, out _));
        Assert.False(FloorAmount.TryParse(request.AmountText, out _, out _));
    }

    [Theory]
    [InlineData("", RejectionCode.MalformedLine, Reasons.EmptyLine)]
    [InlineData(" ", RejectionCode.MalformedLine, Reasons.LeadingSpace)]
    [InlineData(" PING", RejectionCode.MalformedLine, Reasons.LeadingSpace)]
    [InlineData("PING ", RejectionCode.MalformedLine, Reasons.TrailingSpace)]
    [InlineData("PING  ", RejectionCode.MalformedLine, Reasons.TrailingSpace)]
    [InlineData("BID laptop  5", RejectionCode.MalformedLine, Reasons.DoubleSpace)]
    [InlineData("BID laptop 5 ", RejectionCode.MalformedLine, Reasons.TrailingSpace)]
    [InlineData("BID\tlaptop\t5", RejectionCode.MalformedLine, Reasons.ControlCharacter)]
    [InlineData("PING a\0b", RejectionCode.MalformedLine, Reasons.ControlCharacter)]
    [InlineData("PING a\rb", RejectionCode.MalformedLine, Reasons.ControlCharacter)]
    [InlineData("PING a\u007Fb", RejectionCode.MalformedLine, Reasons.ControlCharacter)]
    [InlineData("PING ä\u0085b", RejectionCode.MalformedLine, Reasons.ControlCharacter)]
    [InlineData("PING a b", RejectionCode.MalformedLine, Reasons.PingForm)]
    [InlineData("PING \"a", RejectionCode.MalformedLine, Reasons.OpenQuote)]
    [InlineData("PING \"a\\", RejectionCode.MalformedLine, Reasons.OpenQuote)]
    [InlineData("PING \"a\\\"", RejectionCode.MalformedLine, Reasons.OpenQuote)]
    [InlineData("PING \"a\"b", RejectionCode.MalformedLine, Reasons.TextBehindQuote)]
    [InlineData("PING \"a\\n\"", RejectionCode.MalformedLine, Reasons.BadEscape)]
    [InlineData("PING x=\"a", RejectionCode.MalformedLine, Reasons.OpenQuote)]
    [InlineData("LIST all", RejectionCode.MalformedLine, Reasons.ListForm)]
    [InlineData("ME too", RejectionCode.MalformedLine, Reasons.MeForm)]
    [InlineData("QUIT now", RejectionCode.MalformedLine, Reasons.QuitForm)]
    [InlineData("SALES all", RejectionCode.MalformedLine, Reasons.SalesForm)]
    [InlineData("JOIN", RejectionCode.MalformedLine, Reasons.JoinForm)]
    [InlineData("JOIN x=1", RejectionCode.MalformedLine, Reasons.JoinForm)]
    [InlineData("JOIN a b", RejectionCode.MalformedLine, Reasons.JoinForm)]
    [InlineData("JOIN \"a\"", RejectionCode.MalformedLine, Reasons.NotASaleId)]
    [InlineData("SALE books", RejectionCode.UnknownVerb, null)]
    [InlineData("PASS a b", RejectionCode.MalformedLine, Reasons.PassForm)]
    [InlineData("PASS \"a\"", RejectionCode.MalformedLine, Reasons.NotALotId)]
    [InlineData("BID", RejectionCode.MalformedLine, Reasons.BidForm)]
    [InlineData("BID laptop", RejectionCode.MalformedLine, Reasons.BidForm)]
    [InlineData("BID laptop x=5", RejectionCode.MalformedLine, Reasons.BidForm)]
    [InlineData("BID laptop 5 id more", RejectionCode.MalformedLine, Reasons.BidForm)]
    [InlineData("BID \"laptop\" 5", RejectionCode.MalformedLine, Reasons.NotALotId)]
    [InlineData("BID laptop 5 i.d", RejectionCode.MalformedLine, Reasons.NotABidId)]
    [InlineData("BID laptop 5 \"id\"", RejectionCode.MalformedLine, Reasons.NotABidId)]
    [InlineData("BID laptop 5 né", RejectionCode.MalformedLine, Reasons.NotABidId)]
    [InlineData("HELLO", RejectionCode.MalformedLine, Reasons.HelloForm)]
    [InlineData("HELLO a b c", RejectionCode.MalformedLine, Reasons.HelloForm)]
    [InlineData("HELLO ada \"token\"", RejectionCode.MalformedLine, Reasons.NotAToken)]
    [InlineData("HELLO a$da", RejectionCode.NotAName, null)]
    [InlineData("HELLO -", RejectionCode.NotAName, null)]
    [InlineData("HELLO \"ada\"", RejectionCode.NotAName, null)]
    [InlineData("HELLO Zoë", RejectionCode.NotAName, null)]
    [InlineData("GET / HTTP/1.1", RejectionCode.UnknownVerb, null)]
    [InlineData("BIDS laptop 5", RejectionCode.UnknownVerb, null)]
    [InlineData("gurgel", RejectionCode.UnknownVerb, null)]
    [InlineData("x=1 BID laptop 5", RejectionCode.UnknownVerb, null)]
    public void A_line_that_cannot_be_taken_gets_its_code_and_a_remedy(string line, RejectionCode code, string? reason) =>
        Assert.Equal(new FloorFault(code, reason ?? Reasons.For(code)), FaultOf(Bytes(line)));

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0x50, 0x49, 0x4E, 0x47, 0x20, 0xC3 })]
    [InlineData(new byte[] { 0x50, 0x49, 0x4E, 0x47, 0x20, 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    public void Bytes_that_are_not_utf8_are_malformed(byte[] line) =>
        Assert.Equal(new FloorFault(RejectionCode.MalformedLine, Reasons.NotUtf8), FaultOf(line));

    [Theory]
    [InlineData(32, RejectionCode.None)]
    [InlineData(33, RejectionCode.NotAName)]
    public void A_name_holds_32_characters(int length, RejectionCode code) =>
        Assert.Equal(code, FaultOf(Bytes("HELLO " + new string('n', length))).Code);

    [Theory]
    [InlineData(64, RejectionCode.None)]
    [InlineData(65, RejectionCode.MalformedLine)]
    public void A_bid_id_holds_64_characters(int length, RejectionCode code) =>
        Assert.Equal(code, FaultOf(Bytes("BID laptop 5 " + new string('i', length))).Code);

    [Theory]
    [InlineData(64, RejectionCode.None)]
    [InlineData(65, RejectionCode.MalformedLine)]
    public void A_lot_holds_64_bytes(int length, RejectionCode code)
    {
        Assert.Equal(code, FaultOf(Bytes($"BID {new string('l', length)} 5")).Code);
        Assert.Equal(code, FaultOf(Bytes($"PASS {new string('l', length)}")).Code);
    }

    [Theory]
    [InlineData(64, 64, RejectionCode.None)]
    [InlineData(65, 1, RejectionCode.MalformedLine)]
    [InlineData(1, 65, RejectionCode.MalformedLine)]
    [InlineData(0, 65, RejectionCode.MalformedLine)]
    public void A_lot_with_its_sale_holds_64_bytes_each(int sale, int lot, RejectionCode code)
    {
        var name = $"{new string('s', sale)}/{new string('l', lot)}";

        Assert.Equal(code, FaultOf(Bytes($"BID {name} 5")).Code);
        Assert.Equal(code, FaultOf(Bytes($"PASS {name}")).Code);
        Assert.Equal(code == RejectionCode.None, FloorLimits.LotNameFits(name.AsSpan()));
    }

    [Theory]
    [InlineData(64, RejectionCode.None)]
    [InlineData(65, RejectionCode.MalformedLine)]
    public void A_sale_holds_64_bytes(int length, RejectionCode code) =>
        Assert.Equal(code, FaultOf(Bytes("JOIN " + new string('s', length))).Code);

    [Theory]
    [InlineData("JOIN a/b")]
    [InlineData("JOIN ü")]
    [InlineData("BID /lamp 5")]
    [InlineData("BID books/ 5")]
    [InlineData("BID a/b/c 5")]
    [InlineData("PASS /")]
    public void A_name_that_no_sale_or_lot_can_have_is_well_formed_so_that_the_house_says_that_there_is_none(string line) =>
        Assert.True(FloorRequestParser.TryParse(Bytes(line), out _, out _));

    [Theory]
    [InlineData("lamp", true)]
    [InlineData("books/lamp", true)]
    [InlineData("b.1-_/l.1-_", true)]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("/lamp", false)]
    [InlineData("books/", false)]
    [InlineData("a/b/c", false)]
    [InlineData("bücher/lamp", false)]
    [InlineData("la mp", false)]
    public void A_lot_is_named_by_its_id_or_by_its_sale_and_its_id(string name, bool isName) =>
        Assert.Equal(isName, FloorLimits.IsLotName(Bytes(name)));

    [Fact]
    public void Every_code_has_words_of_its_own()
    {
        var codes = Enum.GetValues<RejectionCode>().Where(code => code != RejectionCode.None).ToList();

        var words = codes.Select(Reasons.For).ToList();

        Assert.DoesNotContain("refused", words);
        Assert.Equal(codes.Count, words.Distinct().Count());
        Assert.All(words, text => Assert.InRange(text.Length, 10, 120));
    }

    [Fact]
    public void Reading_bids_and_bad_lines_allocates_nothing()
    {
        var bid = Bytes("BID laptop 550.25 b-123456");
        var bad = Bytes("BID laptop  5");
        var read = 0;
        for (var warm = 0; warm < 100; warm++) read += Read(bid) + Read(bad);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var line = 0; line < 1000; line++) read += Read(bid) + Read(bad);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1100, read);
        Assert.Equal(0, allocated);
    }

    private static int Read(byte[] line) => FloorRequestParser.TryParse(line, out _, out _) ? 1 : 0;
}
