using System.Buffers;
using System.Diagnostics;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Messages.Floor;

/// <summary>Writes the house's answers and notices, each as one line (docs/reference/protocol-floor.md).</summary>
public static class FloorWriter
{
    /// <summary>Writes an answer as a line, its LF included.</summary>
    public static void Write(IBufferWriter<byte> output, Answer answer)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (answer)
        {
            case Answer.Accepted accepted: Accepted(output, accepted); break;
            case Answer.Refused refused: Refused(output, refused); break;
            case Answer.Listed listed: Lot(output, listed.View); break;
            case Answer.SaleListed sale: Sale(output, sale); break;
            case Answer.Ready ready: Numbered(output, "READY"u8, ready.Seq); break;
            case Answer.Welcome welcome: Welcome(output, welcome); break;
            case Answer.Withdrawn withdrawn: Withdrawn(output, withdrawn); break;
            case Answer.Passed: Alone(output, "PASSED"u8); break;
            case Answer.Account account: Account(output, account); break;
            case Answer.Bought bought: Bought(output, bought); break;
            case Answer.Pong pong: Pong(output, pong); break;
            case Answer.Bye: Alone(output, "BYE"u8); break;
            case Answer.Error error: Error(output, error); break;
            default: throw new ArgumentException($"The floor has no line for {answer?.GetType().Name ?? "null"}.", nameof(answer));
        }
    }

    /// <summary>Writes a notice as a line, its LF included. The caller chooses the recipients.</summary>
    public static void Write(IBufferWriter<byte> output, Notice notice)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (notice)
        {
            case Notice.PriceChanged changed: PriceChanged(output, changed); break;
            case Notice.LotListed listed: Lot(output, listed.View); break;
            case Notice.RoundOpened opened: RoundOpened(output, opened); break;
            case Notice.RoundClosed closed: RoundClosed(output, closed); break;
            case Notice.Outbid outbid: Outbid(output, outbid); break;
            case Notice.UnitSold sold: UnitSold(output, sold); break;
            case Notice.UnitWon won: UnitWon(output, won); break;
            case Notice.BidPaid paid: BidPaid(output, paid); break;
            case Notice.PaymentDue due: PaymentDue(output, due); break;
            case Notice.LotClosed closed: LotClosed(output, closed); break;
            case Notice.SaleEnded ended: SaleEnded(output, ended); break;
            default: throw new ArgumentException($"The floor has no line for {notice?.GetType().Name ?? "null"}.", nameof(notice));
        }
    }

    private static void Alone(IBufferWriter<byte> output, ReadOnlySpan<byte> verb) => new LineBuilder(output, verb).End();

    private static void Numbered(IBufferWriter<byte> output, ReadOnlySpan<byte> verb, long number)
    {
        var line = new LineBuilder(output, verb);
        line.Field(number);
        line.End();
    }

    private static void Welcome(IBufferWriter<byte> output, Answer.Welcome welcome)
    {
        var line = new LineBuilder(output, "WELCOME"u8);
        line.Field(welcome.Name);
        line.Field(welcome.Token);
        line.Key("time="u8);
        line.Time(welcome.Time);
        line.End();
    }

    private static void Lot(IBufferWriter<byte> output, LotView view)
    {
        var digits = view.Currency.Digits;
        var line = new LineBuilder(output, "LOT"u8);
        line.Field(view.Lot);
        line.Key("form="u8);
        line.BareOrNone(view.Form);
        line.Key("title="u8);
        line.Quoted(view.Title);
        line.Key("start="u8);
        line.Amount(view.StartMinor, digits);
        line.Key("price="u8);
        line.Amount(view.PriceMinor, digits);
        line.Key("next="u8);
        line.AmountOrNone(view.NextMinor < 0 ? null : view.NextMinor, digits);
        line.Key("units="u8);
        line.NumberOrNone(view.Units);
        line.Key("leader="u8);
        line.BareOrNone(view.Leader);
        line.Key("closes="u8);
        line.TimeOrNone(view.ClosesAt);
        line.Key(view.State switch
        {
            LotViewState.Waiting => "state=waiting"u8,
            LotViewState.Open => "state=open"u8,
            _ => "state=closed"u8,
        });
        line.Key("currency="u8);
        line.BareOrNone(view.Currency.Code);
        if (view.Fields is { } fields) Shown(ref line, fields, digits);
        line.End();
    }

    private static void Sale(IBufferWriter<byte> output, Answer.SaleListed sale)
    {
        var line = new LineBuilder(output, "SALE"u8);
        line.Field(sale.Sale);
        line.Key("title="u8);
        line.Quoted(sale.Title);
        line.Key(sale.State switch
        {
            SaleViewState.Waiting => "state=waiting"u8,
            SaleViewState.Open => "state=open"u8,
            _ => "state=ended"u8,
        });
        line.Key("lots="u8);
        line.Number(sale.Lots);
        line.Key("opens="u8);
        line.TimeOrNone(sale.OpensAt);
        line.End();
    }

    private static void Shown(ref LineBuilder line, ShownFields fields, int digits)
    {
        foreach (var field in fields)
        {
            line.Key(field.Name);
            switch (field.Kind)
            {
                case ShownKind.Amount: line.Amount(field.Value, digits); break;
                case ShownKind.Length: line.Milliseconds(field.Value); break;
                case ShownKind.Time: line.Time(DateTimeOffset.FromUnixTimeMilliseconds(field.Value)); break;
                case ShownKind.Number: line.Number(field.Value); break;
                case ShownKind.Name or ShownKind.Word: line.BareOrNone(field.Text); break;
                default: throw new UnreachableException();
            }
        }
    }

    private static void Accepted(IBufferWriter<byte> output, Answer.Accepted accepted)
    {
        var line = new LineBuilder(output, "ACCEPTED"u8);
        line.Field(accepted.BidId);
        line.Field(accepted.Lot);
        line.Space();
        line.Amount(accepted.AmountMinor, accepted.Digits);
        line.Field(accepted.Seq);
        if (accepted.Receipt != 0)
        {
            line.Key("hash="u8);
            line.Hex(accepted.Receipt);
        }
        line.End();
    }

    private static void Withdrawn(IBufferWriter<byte> output, Answer.Withdrawn withdrawn)
    {
        var line = new LineBuilder(output, "WITHDRAWN"u8);
        line.Field(withdrawn.BidId);
        line.Field(withdrawn.Lot);
        line.Field(withdrawn.Seq);
        line.End();
    }

    private static void Refused(IBufferWriter<byte> output, Answer.Refused refused)
    {
        var line = new LineBuilder(output, "REFUSED"u8);
        line.Field(refused.BidId);
        line.Field(refused.Lot);
        line.Field((long)refused.Code);
        line.Key("price="u8);
        line.AmountOrNone(refused.PriceMinor, refused.Digits);
        line.Key("next="u8);
        line.AmountOrNone(refused.NextMinor, refused.Digits);
        line.Space();
        line.Quoted(refused.Reason);
        line.End();
    }

    private static void Account(IBufferWriter<byte> output, Answer.Account account)
    {
        var line = new LineBuilder(output, "ACCOUNT"u8);
        line.Key("purchases="u8);
        line.Number(account.Purchases);
        line.Key("spent="u8);
        line.Amount(account.SpentMinor, account.Digits);
        if (account.EarnedMinor > 0)
        {
            line.Key("earned="u8);
            line.Amount(account.EarnedMinor, account.Digits);
        }
        Currency(ref line, account.Currency);
        line.End();
    }

    private static void Bought(IBufferWriter<byte> output, Answer.Bought bought)
    {
        var line = new LineBuilder(output, "BOUGHT"u8);
        line.Field(bought.Lot);
        line.Space();
        line.Amount(bought.PriceMinor, bought.Digits);
        line.Field(bought.Seq);
        if (bought.IsSupply) line.Key("role=supplier"u8);
        if (bought.IsPayment) line.Key("role=payer"u8);
        Currency(ref line, bought.Currency);
        line.End();
    }

    // A client that knows nothing of currencies has to do with one.
    private static void Currency(ref LineBuilder line, string code)
    {
        if (code == Rules.Money.Currency.Default.Code) return;
        line.Key("currency="u8);
        line.BareOrNone(code);
    }

    private static void Pong(IBufferWriter<byte> output, Answer.Pong pong)
    {
        var line = new LineBuilder(output, "PONG"u8);
        if (pong.Text is { } text)
        {
            line.Space();
            line.BareOrQuoted(text);
        }
        line.Key("time="u8);
        line.Time(pong.Time);
        line.End();
    }

    private static void Error(IBufferWriter<byte> output, Answer.Error error)
    {
        var line = new LineBuilder(output, "ERROR"u8);
        line.Field((long)error.Code);
        line.Space();
        line.Quoted(error.Reason);
        line.End();
    }

    private static void RoundOpened(IBufferWriter<byte> output, Notice.RoundOpened opened)
    {
        var line = new LineBuilder(output, "ROUND"u8);
        line.Field(opened.Round);
        line.Field("OPEN"u8);
        line.Field(opened.Seq);
        line.Key("closes="u8);
        line.Time(opened.ClosesAt);
        line.End();
    }

    private static void RoundClosed(IBufferWriter<byte> output, Notice.RoundClosed closed)
    {
        var line = new LineBuilder(output, "ROUND"u8);
        line.Field(closed.Round);
        line.Field("CLOSED"u8);
        line.Field(closed.Seq);
        line.End();
    }

    private static void PriceChanged(IBufferWriter<byte> output, Notice.PriceChanged changed)
    {
        var line = new LineBuilder(output, "PRICE"u8);
        line.Field(changed.Seq);
        line.Field(changed.Lot);
        line.Space();
        line.Amount(changed.PriceMinor, changed.Digits);
        line.Key("leader="u8);
        line.BareOrNone(changed.Leader);
        line.Key("next="u8);
        line.AmountOrNone(changed.NextMinor < 0 ? null : changed.NextMinor, changed.Digits);
        line.Key("closes="u8);
        line.TimeOrNone(changed.ClosesAt);
        line.End();
    }

    private static void Outbid(IBufferWriter<byte> output, Notice.Outbid outbid)
    {
        var line = new LineBuilder(output, "OUTBID"u8);
        line.Field(outbid.Seq);
        line.Field(outbid.Lot);
        line.Space();
        line.Amount(outbid.PriceMinor, outbid.Digits);
        line.End();
    }

    private static void UnitWon(IBufferWriter<byte> output, Notice.UnitWon won)
    {
        var line = new LineBuilder(output, "WON"u8);
        line.Field(won.Seq);
        line.Field(won.Lot);
        line.Space();
        line.Amount(won.PriceMinor, won.Digits);
        Currency(ref line, won.Currency);
        line.End();
    }

    private static void UnitSold(IBufferWriter<byte> output, Notice.UnitSold sold)
    {
        var line = new LineBuilder(output, "SOLD"u8);
        line.Field(sold.Seq);
        line.Field(sold.Lot);
        line.Space();
        line.Amount(sold.PriceMinor, sold.Digits);
        line.Key("to="u8);
        line.BareOrNone(sold.Winner);
        line.Key("units="u8);
        line.NumberOrNone(sold.UnitsLeft);
        line.End();
    }

    private static void BidPaid(IBufferWriter<byte> output, Notice.BidPaid paid)
    {
        var line = new LineBuilder(output, "PAYS"u8);
        line.Field(paid.Seq);
        line.Field(paid.Lot);
        line.Space();
        line.Amount(paid.AmountMinor, paid.Digits);
        line.Key("by="u8);
        line.BareOrNone(paid.Bidder);
        line.End();
    }

    private static void PaymentDue(IBufferWriter<byte> output, Notice.PaymentDue due)
    {
        var line = new LineBuilder(output, "PAID"u8);
        line.Field(due.Seq);
        line.Field(due.Lot);
        line.Space();
        line.Amount(due.AmountMinor, due.Digits);
        Currency(ref line, due.Currency);
        line.End();
    }

    private static void LotClosed(IBufferWriter<byte> output, Notice.LotClosed closed)
    {
        var line = new LineBuilder(output, "CLOSED"u8);
        line.Field(closed.Seq);
        line.Field(closed.Lot);
        line.Key("sold="u8);
        line.NumberOrNone(closed.Sold);
        line.Key("unsold="u8);
        line.NumberOrNone(closed.Unsold);
        if (closed.ReserveNotMet) line.Key("why=reserve-not-met"u8);
        line.End();
    }

    private static void SaleEnded(IBufferWriter<byte> output, Notice.SaleEnded ended)
    {
        var line = new LineBuilder(output, "END"u8);
        line.Field(ended.Seq);
        line.Key("sold="u8);
        line.NumberOrNone(ended.Sold);
        line.Key("unsold="u8);
        line.NumberOrNone(ended.Unsold);
        line.End();
    }
}
