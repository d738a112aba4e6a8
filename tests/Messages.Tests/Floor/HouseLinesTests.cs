using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;
using static AkkaAuction.Messages.Tests.Floor.Lines;

namespace AkkaAuction.Messages.Tests.Floor;

/// <summary>Every line that the house says: the exact text, and that a client reads it back as what was meant.</summary>
public sealed class HouseLinesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly LotView Laptop =
        new("laptop", "rounds", "A \"fast\" laptop \\ bag", 50000, 55025, 55026, 2, "ada", Noon.AddMilliseconds(7), LotViewState.Open);

    public static TheoryData<string, Answer> Answers => new()
    {
        { "WELCOME ada t0k3n time=2026-11-20T12:00:00.000Z\n", new Answer.Welcome("ada", "t0k3n", Noon) },
        {
            "LOT laptop form=rounds title=\"A \\\"fast\\\" laptop \\\\ bag\" start=500.00 price=550.25 next=550.26 units=2 leader=ada "
                + "closes=2026-11-20T12:00:00.007Z state=open currency=USD\n",
            new Answer.Listed(Laptop)
        },
        {
            "LOT vase form=first_price title=\"\" start=0.00 price=0.00 next=0.01 units=1 leader=- closes=- state=waiting currency=USD\n",
            new Answer.Listed(new LotView("vase", "first_price", "", 0, 0, 1, 1, null, null, LotViewState.Waiting))
        },
        {
            "LOT tür form=proxy title=\"Tür 日本\" start=1.00 price=1.00 next=1.00 units=0 leader=- closes=- state=closed currency=USD\n",
            new Answer.Listed(new LotView("tür", "proxy", "Tür 日本", 100, 100, 100, 0, null, null, LotViewState.Closed))
        },
        {
            "SALE books title=\"Books \\\"and\\\" maps\" state=waiting lots=12 opens=2026-11-20T12:00:00.000Z\n",
            new Answer.SaleListed("books", "Books \"and\" maps", SaleViewState.Waiting, 12, Noon)
        },
        { "SALE a.b title=\"\" state=open lots=1 opens=-\n", new Answer.SaleListed("a.b", "", SaleViewState.Open, 1, null) },
        { "SALE c title=\"日本\" state=ended lots=0 opens=-\n", new Answer.SaleListed("c", "日本", SaleViewState.Ended, 0, null) },
        { "READY 0\n", new Answer.Ready(0) },
        { "ACCEPTED b-1 laptop 550.25 17\n", new Answer.Accepted("b-1", "laptop", 55025, 17) },
        { "ACCEPTED b-1 books/atlas 550.25 17\n", new Answer.Accepted("b-1", "books/atlas", 55025, 17) },
        { "ACCEPTED b-1 laptop 550.25 17 hash=00000000c0ffee12\n", new Answer.Accepted("b-1", "laptop", 55025, 17, 0xc0ffee12) },
        {
            "REFUSED b-1 laptop 204 price=550.25 next=550.26 \"too low; bid what next= says or more\"\n",
            new Answer.Refused("b-1", "laptop", RejectionCode.TooLow, 55025, 55026, Reasons.For(RejectionCode.TooLow))
        },
        {
            "REFUSED b-1 nosuch 201 price=- next=- \"there is no lot of this name; LIST shows what is on sale\"\n",
            new Answer.Refused("b-1", "nosuch", RejectionCode.NoSuchLot, null, null, Reasons.For(RejectionCode.NoSuchLot))
        },
        { "PASSED\n", new Answer.Passed() },
        { "ACCOUNT purchases=2 spent=92233720368547758.07\n", new Answer.Account(2, long.MaxValue) },
        { "BOUGHT laptop 100.00 9\n", new Answer.Bought("laptop", 10000, 9) },
        { "ACCOUNT purchases=1 spent=0.00 earned=90.00\n", new Answer.Account(1, 0, 90_00) },
        { "BOUGHT roof 90.00 9 role=supplier\n", new Answer.Bought("roof", 90_00, 9, IsSupply: true) },
        { "PONG time=2026-11-20T12:00:00.000Z\n", new Answer.Pong(null, Noon) },
        { "PONG hi time=2026-11-20T12:00:00.000Z\n", new Answer.Pong("hi", Noon) },
        { "PONG \"a b=\\\"c\\\"\" time=2026-11-20T12:00:00.000Z\n", new Answer.Pong("a b=\"c\"", Noon) },
        { "PONG \"\" time=2026-11-20T12:00:00.000Z\n", new Answer.Pong("", Noon) },
        { "WITHDRAWN b-1 books/atlas 47\n", new Answer.Withdrawn("b-1", "books/atlas", 47) },
        { "BYE\n", new Answer.Bye() },
        { "ERROR 104 \"say HELLO <name> first\"\n", new Answer.Error(RejectionCode.HelloFirst, Reasons.For(RejectionCode.HelloFirst)) },
    };

    public static TheoryData<string, Notice> Notices => new()
    {
        { "ROUND 3 OPEN 40 closes=2026-11-20T12:00:00.000Z\n", new Notice.RoundOpened(40, 3, Noon) },
        { "ROUND 3 CLOSED 41\n", new Notice.RoundClosed(41, 3) },
        {
            "PRICE 42 laptop 550.25 leader=ada next=550.26 closes=2026-11-20T12:00:00.000Z\n",
            new Notice.PriceChanged(42, "laptop", 55025, "ada", 55026, Noon)
        },
        { "PRICE 43 laptop 550.25 leader=- next=550.26 closes=-\n", new Notice.PriceChanged(43, "laptop", 55025, null, 55026, null) },
        { "OUTBID 44 laptop 560.00\n", new Notice.Outbid(44, "laptop", 56000, "me") },
        { "OUTBID 44 books/atlas 560.00\n", new Notice.Outbid(44, "books/atlas", 56000, "me") },
        { "WON 44 books/atlas 560.00\n", new Notice.UnitWon(44, "books/atlas", 56000, "me") },
        { "SOLD 45 laptop 560.00 to=bob units=1\n", new Notice.UnitSold(45, "laptop", 56000, "bob", 1) },
        { "PAYS 46 laptop 540.00 by=carol\n", new Notice.BidPaid(46, "laptop", 54000, "carol") },
        { "PAID 46 laptop 540.00\n", new Notice.PaymentDue(46, "laptop", 54000, "me") },
        { "PAID 46 books/atlas 540.00 currency=EUR\n", new Notice.PaymentDue(46, "books/atlas", 54000, "me") { Currency = "EUR" } },
        { "WON 46 laptop 560.00\n", new Notice.UnitWon(46, "laptop", 56000, "me") },
        { "CLOSED 47 laptop sold=2 unsold=0\n", new Notice.LotClosed(47, "laptop", 2, 0) },
        { "END 9223372036854775807 sold=5 unsold=1\n", new Notice.SaleEnded(long.MaxValue, 5, 1) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Each_answer_has_its_exact_line_and_reads_back_as_itself(string line, Answer answer)
    {
        Assert.Equal(line, Written(answer));
        Assert.Equal(answer, FloorReplyParser.Parse(Bytes(line[..^1]), "me").Answer);
    }

    [Theory]
    [MemberData(nameof(Notices))]
    public void Each_notice_has_its_exact_line_and_reads_back_as_itself(string line, Notice notice)
    {
        Assert.Equal(line, Written(notice));
        Assert.Equal(notice, FloorReplyParser.Parse(Bytes(line[..^1]), "me").Notice);
    }

    [Fact]
    public void A_lot_announced_reads_as_a_lot_listed_because_its_line_carries_no_event_number()
    {
        var line = Written(new Notice.LotListed(99, Laptop));

        Assert.Equal(Written(new Answer.Listed(Laptop)), line);
        Assert.Equal(new Answer.Listed(Laptop), FloorReplyParser.Parse(Bytes(line[..^1])).Answer);
    }

    [Fact]
    public void Every_member_of_both_families_has_a_row_above()
    {
        var rows = Answers.Select(row => row[1].GetType()).Concat(Notices.Select(row => row[1].GetType())).ToHashSet();
        rows.Add(typeof(Notice.LotListed));

        var family = typeof(Answer).GetNestedTypes().Concat(typeof(Notice).GetNestedTypes()).Where(type => !type.IsAbstract);

        Assert.Empty(family.Where(type => !rows.Contains(type)).Select(type => type.Name));
    }

    [Fact]
    public void Amounts_have_the_digits_of_their_currency()
    {
        var yen = Currency.Of("JPY");
        FloorLine[] lines =
        [
            FloorLine.Of(new Answer.Listed(
                new LotView("vase", "proxy", "Vase", 500, 1200, 1225, 1, "ada", null, LotViewState.Open) { Currency = yen })),
            FloorLine.Of(new Answer.Accepted("b", "vase", 1225, 7) { Digits = 0 }),
            FloorLine.Of(new Answer.Refused("b", "vase", RejectionCode.TooLow, 1234, 5678, "too low") { Digits = 3 }),
            FloorLine.Of(new Answer.Account(2, 1225) { Digits = 0, Currency = "JPY" }),
            FloorLine.Of(new Answer.Bought("vase", 1225, 9) { Digits = 0, Currency = "JPY" }),
            FloorLine.Of(new Notice.PriceChanged(8, "vase", 1225, "ada", 1250, null) { Digits = 0 }),
            FloorLine.Of(new Notice.Outbid(8, "vase", 12345, "me") { Digits = 3 }),
            FloorLine.Of(new Notice.UnitSold(9, "vase", 1225, "ada", 0) { Digits = 0 }),
            FloorLine.Of(new Notice.UnitWon(9, "vase", 1225, "me") { Digits = 0, Currency = "JPY" }),
        ];
        string[] texts =
        [
            "LOT vase form=proxy title=\"Vase\" start=500 price=1200 next=1225 units=1 leader=ada closes=- state=open currency=JPY",
            "ACCEPTED b vase 1225 7",
            "REFUSED b vase 204 price=1.234 next=5.678 \"too low\"",
            "ACCOUNT purchases=2 spent=1225 currency=JPY",
            "BOUGHT vase 1225 9 currency=JPY",
            "PRICE 8 vase 1225 leader=ada next=1250 closes=-",
            "OUTBID 8 vase 12.345",
            "SOLD 9 vase 1225 to=ada units=0",
            "WON 9 vase 1225 currency=JPY",
        ];
        for (var i = 0; i < lines.Length; i++)
        {
            var written = lines[i].Answer is { } answer ? Written(answer) : Written(lines[i].Notice!);
            Assert.Equal(texts[i] + "\n", written);
            Assert.Equal(lines[i], FloorReplyParser.Parse(Bytes(texts[i]), "me"));
        }
    }

    [Theory]
    [InlineData("LOT laptop colour=red state=open form=rounds title=\"x\" start=1 price=1.5 next=2 units=1 leader=- closes=- more later")]
    [InlineData(
        "lot laptop units=1 title=\"x\" text=\"units=9 \\\"\" start=1.00 price=1.50 form=rounds next=2.00 leader=- closes=- state=open")]
    public void Fields_in_any_order_and_fields_unknown_to_the_reader_are_no_trouble(string line) =>
        Assert.Equal(
            new Answer.Listed(new LotView("laptop", "rounds", "x", 100, 150, 200, 1, null, null, LotViewState.Open)),
            FloorReplyParser.Parse(Bytes(line)).Answer);

    [Theory]
    [InlineData("GONG 1 2 3")]
    [InlineData("AVERYLONGVERBINDEED")]
    [InlineData("HELLO ada")]
    public void A_verb_of_a_newer_house_is_told_apart_from_a_broken_line(string line) =>
        Assert.Equal(FloorLineKind.Unknown, FloorReplyParser.Parse(Bytes(line)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData(" READY 1")]
    [InlineData("READY")]
    [InlineData("READY x")]
    [InlineData("READY 99999999999999999999")]
    [InlineData("ACCEPTED b-1 laptop 1e9 17")]
    [InlineData("ACCEPTED b-1 laptop 1.2345678901 17")]
    [InlineData("ACCEPTED b-1 laptop 92233720368547758.08 17")]
    [InlineData("SOLD 45 laptop 560.00 units=1")]
    [InlineData("SOLD 45 laptop 560.00 to=bob units=2147483648")]
    [InlineData("ROUND 3 SOMETHING 40 closes=-")]
    [InlineData("ROUND 3 OPEN 40 closes=-")]
    [InlineData("ROUND 3 OPEN 40 closes=yesterday")]
    [InlineData("ERROR 104 \"open")]
    [InlineData("LOT laptop form=rounds title=\"x\" start=1 price=1 next=1 units=1 leader=- closes=- state=ajar")]
    [InlineData("SALE books title=\"x\" state=ajar lots=1 opens=-")]
    [InlineData("SALE books title=\"x\" lots=1 opens=-")]
    [InlineData("SALE books title=\"x\" state=open lots=many opens=-")]
    [InlineData("SALE books title=\"x\" state=open lots=1 opens=soon")]
    [InlineData("SALE title=\"x\" state=open lots=1 opens=-")]
    [InlineData("WELCOME ada  t0k3n time=2026-11-20T12:00:00.000Z")]
    [InlineData("PONG a\tb time=2026-11-20T12:00:00.000Z")]
    public void A_broken_line_is_called_broken(string line) =>
        Assert.Equal(FloorLineKind.Malformed, FloorReplyParser.Parse(Bytes(line)).Kind);

    [Fact]
    public void Nothing_in_a_title_or_a_name_can_end_a_line_or_begin_another_field()
    {
        var hostile = Laptop with { Title = "x\nEND 1 sold=0 unsold=0\r\0\u0085", Leader = "Client 1=\"x\"\n" };

        var line = Written(new Answer.Listed(hostile));

        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        var view = Assert.IsType<Answer.Listed>(FloorReplyParser.Parse(Bytes(line[..^1])).Answer).View;
        Assert.Equal("x?END 1 sold=0 unsold=0???", view.Title);
        Assert.Equal("Client_1__x__", view.Leader);
    }

    [Fact]
    public void Times_are_told_in_utc_whatever_their_offset() =>
        Assert.Equal(
            "PONG time=2026-11-20T12:00:00.000Z\n",
            Written(new Answer.Pong(null, Noon.ToOffset(TimeSpan.FromHours(9)))));
}
