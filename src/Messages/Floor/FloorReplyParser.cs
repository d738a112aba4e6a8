using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// Parses the lines of the house. The parser is forward compatible, as the protocol requires: it tells unknown verbs from broken lines, and
/// skips unknown <c>key=value</c> fields and additional positional fields.
/// </summary>
public static class FloorReplyParser
{
    /// <summary>Reads one line; never throws, whatever the bytes.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="self">
    /// The reader's own name: the bidder of lines that go to one bidder alone (<c>OUTBID</c>, <c>WON</c>, <c>PAID</c>).
    /// </param>
    public static FloorLine Parse(ReadOnlySpan<byte> line, string self = "")
    {
        if (line.IsEmpty || line[0] == ' ' || LineText.Fault(line) is not null) return FloorLine.Malformed;
        var end = line.IndexOf((byte)' ');
        var fields = new ReplyFields(end < 0 ? default : line[end..]);
        var read = Read(end < 0 ? line : line[..end], ref fields, self);
        if (fields.IsBroken && read.Kind != FloorLineKind.Unknown) return FloorLine.Malformed;
        return fields.Digits is { } digits and not Currency.DigitsUnsaid ? WithDigits(read, digits) : read;
    }

    private static FloorLine Read(ReadOnlySpan<byte> word, ref ReplyFields fields, string self)
    {
        Span<byte> upper = stackalloc byte[9];
        if (word.Length > upper.Length) return FloorLine.Unknown;
        System.Text.Ascii.ToUpper(word, upper, out var length);
        ReadOnlySpan<byte> verb = upper[..length];
        return verb switch
        {
            _ when verb.SequenceEqual("PRICE"u8) => Price(ref fields),
            _ when verb.SequenceEqual("LOT"u8) => Lot(ref fields),
            _ when verb.SequenceEqual("ACCEPTED"u8) => FloorLine.Of(
                new Answer.Accepted(fields.Text(0), fields.Text(1), fields.Amount(2), fields.Long(3), fields.HexOrNone("hash"u8))),
            _ when verb.SequenceEqual("REFUSED"u8) => FloorLine.Of(new Answer.Refused(
                fields.Text(0), fields.Text(1), Code(ref fields, 2), fields.AmountOrNone("price"u8), fields.AmountOrNone("next"u8),
                fields.Text(3))),
            _ when verb.SequenceEqual("ROUND"u8) => Round(ref fields),
            _ when verb.SequenceEqual("SOLD"u8) => FloorLine.Of(
                new Notice.UnitSold(fields.Long(0), fields.Text(1), fields.Amount(2), fields.Text("to"u8), fields.IntOrNone("units"u8))),
            _ when verb.SequenceEqual("WON"u8) => FloorLine.Of(
                new Notice.UnitWon(fields.Long(0), fields.Text(1), fields.Amount(2), self) { Currency = CurrencyOf(ref fields) }),
            _ when verb.SequenceEqual("PAYS"u8) =>
                FloorLine.Of(new Notice.BidPaid(fields.Long(0), fields.Text(1), fields.Amount(2), fields.Text("by"u8))),
            _ when verb.SequenceEqual("PAID"u8) => FloorLine.Of(
                new Notice.PaymentDue(fields.Long(0), fields.Text(1), fields.Amount(2), self) { Currency = CurrencyOf(ref fields) }),
            _ when verb.SequenceEqual("OUTBID"u8) =>
                FloorLine.Of(new Notice.Outbid(fields.Long(0), fields.Text(1), fields.Amount(2), self)),
            _ when verb.SequenceEqual("CLOSED"u8) => FloorLine.Of(
                new Notice.LotClosed(fields.Long(0), fields.Text(1), fields.IntOrNone("sold"u8), fields.IntOrNone("unsold"u8))
                {
                    ReserveNotMet = fields.Has("why"u8, "reserve-not-met"u8),
                }),
            _ when verb.SequenceEqual("END"u8) => FloorLine.Of(
                new Notice.SaleEnded(fields.Long(0), fields.IntOrNone("sold"u8), fields.IntOrNone("unsold"u8))),
            _ when verb.SequenceEqual("SALE"u8) => Sale(ref fields),
            _ when verb.SequenceEqual("READY"u8) => FloorLine.Of(new Answer.Ready(fields.Long(0))),
            _ when verb.SequenceEqual("WELCOME"u8) => FloorLine.Of(
                new Answer.Welcome(fields.Text(0), fields.Text(1), fields.Time("time"u8))),
            _ when verb.SequenceEqual("WITHDRAWN"u8) =>
                FloorLine.Of(new Answer.Withdrawn(fields.Text(0), fields.Text(1), fields.Long(2))),
            _ when verb.SequenceEqual("PASSED"u8) => FloorLine.Of(new Answer.Passed()),
            _ when verb.SequenceEqual("ACCOUNT"u8) => FloorLine.Of(
                new Answer.Account(fields.Int("purchases"u8), fields.Amount("spent"u8), fields.AmountOrZero("earned"u8))
                {
                    Currency = CurrencyOf(ref fields),
                }),
            _ when verb.SequenceEqual("BOUGHT"u8) => FloorLine.Of(
                new Answer.Bought(fields.Text(0), fields.Amount(1), fields.Long(2), fields.Has("role"u8, "supplier"u8))
                {
                    IsPayment = fields.Has("role"u8, "payer"u8),
                    Currency = CurrencyOf(ref fields),
                }),
            _ when verb.SequenceEqual("PONG"u8) => FloorLine.Of(
                new Answer.Pong(fields.Count > 0 ? fields.Text(0) : null, fields.Time("time"u8))),
            _ when verb.SequenceEqual("BYE"u8) => FloorLine.Of(new Answer.Bye()),
            _ when verb.SequenceEqual("ERROR"u8) => FloorLine.Of(new Answer.Error(Code(ref fields, 0), fields.Text(1))),
            _ => FloorLine.Unknown,
        };
    }

    private static FloorLine WithDigits(FloorLine line, byte digits) =>
        // A lot says its currency itself.
        line.Answer is Answer.Listed ? line
        : line.Answer is { } answer ? FloorLine.Of(answer with { Digits = digits })
        : line.Notice is { } notice ? FloorLine.Of(notice with { Digits = digits })
        : line;

    private static FloorLine Price(ref ReplyFields fields) => FloorLine.Of(new Notice.PriceChanged(
        fields.Long(0), fields.Text(1), fields.Amount(2), fields.NameOrNone("leader"u8), Next(ref fields),
        fields.TimeOrNone("closes"u8)));

    private static long Next(ref ReplyFields fields) => fields.AmountOrNone("next"u8) ?? LotState.NothingLower;

    private static FloorLine Lot(ref ReplyFields fields)
    {
        var word = fields.Keyed("state"u8);
        LotViewState? state =
            word.SequenceEqual("open"u8) ? LotViewState.Open
            : word.SequenceEqual("waiting"u8) ? LotViewState.Waiting
            : word.SequenceEqual("closed"u8) ? LotViewState.Closed
            : null;
        if (state is null) fields.Fail();
        var form = fields.Text("form"u8);
        var currency = Currency.Of(CurrencyOf(ref fields));
        fields.Digits = (byte)currency.Digits;
        return FloorLine.Of(new Answer.Listed(new LotView(
            fields.Text(0), form, fields.Text("title"u8), fields.Amount("start"u8), fields.Amount("price"u8),
            Next(ref fields), fields.IntOrNone("units"u8), fields.NameOrNone("leader"u8), fields.TimeOrNone("closes"u8),
            state ?? LotViewState.Closed, FormRegistry.Find(form) is { } known ? fields.Shown(known.Shown) : null)
        {
            Currency = currency,
        }));
    }

    private static FloorLine Sale(ref ReplyFields fields)
    {
        var word = fields.Keyed("state"u8);
        SaleViewState? state =
            word.SequenceEqual("open"u8) ? SaleViewState.Open
            : word.SequenceEqual("waiting"u8) ? SaleViewState.Waiting
            : word.SequenceEqual("ended"u8) ? SaleViewState.Ended
            : null;
        if (state is null) fields.Fail();
        return FloorLine.Of(new Answer.SaleListed(
            fields.Text(0), fields.Text("title"u8), state ?? SaleViewState.Ended, fields.Int("lots"u8), fields.TimeOrNone("opens"u8)));
    }

    private static FloorLine Round(ref ReplyFields fields)
    {
        if (fields.Raw(1).SequenceEqual("OPEN"u8))
            return FloorLine.Of(new Notice.RoundOpened(fields.Long(2), fields.Int(0), fields.Time("closes"u8)));
        if (fields.Raw(1).SequenceEqual("CLOSED"u8)) return FloorLine.Of(new Notice.RoundClosed(fields.Long(2), fields.Int(0)));
        fields.Fail();
        return FloorLine.Malformed;
    }

    private static string CurrencyOf(ref ReplyFields fields) => fields.TextOrNone("currency"u8) ?? Currency.Default.Code;

    // Keeps an unknown code as its number; the reason beside it explains it.
    private static RejectionCode Code(ref ReplyFields fields, int place) => (RejectionCode)fields.Int(place);
}
