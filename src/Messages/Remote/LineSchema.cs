using System.Runtime.InteropServices;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using Case = AkkaAuction.Messages.Remote.Schema.Line.KindOneofCase;
using T = AkkaAuction.Messages.Remote.Schema.Line.Types;

namespace AkkaAuction.Messages.Remote;

/// <summary>Converts answers and notices to the messages of house.proto, and back.</summary>
internal static class LineSchema
{
    private static readonly T.Nothing Nothing = new();

    public static RemoteMessage.LineBatch FromSchema(Schema.LineBatch schema)
    {
        var lines = new FloorLine[schema.Lines.Count];
        for (var i = 0; i < lines.Length; i++) lines[i] = FromSchema(schema.Lines[i]);
        return new RemoteMessage.LineBatch(schema.Key, schema.Number, schema.Taken, ImmutableCollectionsMarshal.AsImmutableArray(lines));
    }

    public static Schema.Line ToSchema(FloorLine line)
    {
        var schema = line.Answer is { } answer ? ToSchema(answer) : line.Notice is { } notice ? ToSchema(notice) : new Schema.Line();
        var digits = line.Answer?.Digits ?? line.Notice?.Digits ?? Currency.DigitsUnsaid;
        if (digits != Currency.DigitsUnsaid) schema.Digits = digits;
        return schema;
    }

    private static Schema.Line ToSchema(Answer answer) => answer switch
    {
        Answer.Accepted a =>
            new() { Accepted = new T.Accepted { Id = a.BidId, Lot = a.Lot, Amount = a.AmountMinor, Seq = a.Seq, Receipt = a.Receipt } },
        Answer.Refused a => new() { Refused = Refused(a) },
        Answer.Welcome a => new() { Welcome = new T.Welcome { Name = a.Name, Token = a.Token, Time = Time(a.Time) } },
        Answer.Listed a => new() { Listed = Lot(a.View) },
        Answer.SaleListed a => new() { SaleListed = Sale(a) },
        Answer.Ready a => new() { Ready = new T.Ready { Seq = a.Seq } },
        Answer.Withdrawn a => new() { Withdrawn = new T.Withdrawn { Id = a.BidId, Lot = a.Lot, Seq = a.Seq } },
        Answer.Passed => new() { Passed = Nothing },
        Answer.Account a => new() { Account = Account(a) },
        Answer.Bought a => new() { Bought = Bought(a) },
        Answer.Pong a => new() { Pong = Pong(a) },
        Answer.Bye => new() { Bye = Nothing },
        Answer.Error a => new() { Error = new T.Error { Code = (int)a.Code, Reason = a.Reason } },
        _ => new(),
    };

    private static Schema.Line ToSchema(Notice notice) => notice switch
    {
        Notice.PriceChanged n => new() { PriceChanged = PriceChanged(n) },
        Notice.LotListed n => new() { LotListed = new T.LotListed { Seq = n.Seq, Lot = Lot(n.View) } },
        Notice.RoundOpened n => new() { RoundOpened = new T.RoundOpened { Seq = n.Seq, Round = n.Round, Closes = Time(n.ClosesAt) } },
        Notice.RoundClosed n => new() { RoundClosed = new T.RoundClosed { Seq = n.Seq, Round = n.Round } },
        Notice.Outbid n => new() { Outbid = new T.Outbid { Seq = n.Seq, Lot = n.Lot, Price = n.PriceMinor, Bidder = n.Bidder } },
        Notice.UnitSold n =>
            new()
            {
                UnitSold = new T.UnitSold
                {
                    Seq = n.Seq,
                    Lot = n.Lot,
                    Price = n.PriceMinor,
                    Winner = n.Winner,
                    UnitsLeft = Count(n.UnitsLeft),
                },
            },
        Notice.UnitWon n => new() { UnitWon = UnitWon(n) },
        Notice.BidPaid n => new() { BidPaid = new T.BidPaid { Seq = n.Seq, Lot = n.Lot, Amount = n.AmountMinor, Bidder = n.Bidder } },
        Notice.PaymentDue n => new() { PaymentDue = PaymentDue(n) },
        Notice.LotClosed n => new()
        {
            LotClosed = new T.LotClosed
            {
                Seq = n.Seq,
                Lot = n.Lot,
                Sold = Count(n.Sold),
                Unsold = Count(n.Unsold),
                ReserveNotMet = n.ReserveNotMet,
            },
        },
        Notice.SaleEnded n => new() { SaleEnded = new T.SaleEnded { Seq = n.Seq, Sold = Count(n.Sold), Unsold = Count(n.Unsold) } },
        _ => new(),
    };

    public static FloorLine FromSchema(Schema.Line line)
    {
        var read = Read(line);
        if (!line.HasDigits || line.Digits is < 0 or > 9) return read;
        var digits = (byte)line.Digits;
        return read.Answer is { } answer ? FloorLine.Of(answer with { Digits = digits })
            : read.Notice is { } notice ? FloorLine.Of(notice with { Digits = digits })
            : read;
    }

    private static FloorLine Read(Schema.Line line) => line.KindCase switch
    {
        Case.Accepted when line.Accepted is var s => FloorLine.Of(new Answer.Accepted(s.Id, s.Lot, s.Amount, s.Seq, s.Receipt)),
        Case.Refused when line.Refused is var s => FloorLine.Of(new Answer.Refused(
            s.Id, s.Lot, (RejectionCode)s.Code, s.HasPrice ? s.Price : null, s.HasNext ? s.Next : null, s.Reason)),
        Case.Welcome when line.Welcome is var s => FloorLine.Of(new Answer.Welcome(s.Name, s.Token, Time(s.Time))),
        Case.Listed => FloorLine.Of(new Answer.Listed(View(line.Listed))),
        Case.SaleListed when line.SaleListed is var s => FloorLine.Of(new Answer.SaleListed(
            s.Sale, s.Title, s.State switch { 0 => SaleViewState.Waiting, 1 => SaleViewState.Open, _ => SaleViewState.Ended }, s.Lots,
            s.HasOpens ? Time(s.Opens) : null)),
        Case.Ready => FloorLine.Of(new Answer.Ready(line.Ready.Seq)),
        Case.Withdrawn when line.Withdrawn is var s => FloorLine.Of(new Answer.Withdrawn(s.Id, s.Lot, s.Seq)),
        Case.Passed => FloorLine.Of(new Answer.Passed()),
        Case.Account => FloorLine.Of(new Answer.Account(line.Account.Purchases, line.Account.Spent, line.Account.Earned)
        {
            Currency = CodeOf(line.Account.HasCurrency, line.Account.Currency),
        }),
        Case.Bought when line.Bought is var s => FloorLine.Of(
            new Answer.Bought(s.Lot, s.Price, s.Seq, s.Supply)
            {
                IsPayment = s.Payment,
                Currency = CodeOf(s.HasCurrency, s.Currency),
            }),
        Case.Pong when line.Pong is var s => FloorLine.Of(new Answer.Pong(s.HasText ? s.Text : null, Time(s.Time))),
        Case.Bye => FloorLine.Of(new Answer.Bye()),
        Case.Error => FloorLine.Of(new Answer.Error((RejectionCode)line.Error.Code, line.Error.Reason)),
        Case.PriceChanged when line.PriceChanged is var s => FloorLine.Of(new Notice.PriceChanged(
            s.Seq, s.Lot, s.Price, s.HasLeader ? s.Leader : null, s.Next, s.HasCloses ? Time(s.Closes) : null)),
        // A notice without its lot is unknown.
        Case.LotListed when line.LotListed is { Lot: { } lot } s => FloorLine.Of(new Notice.LotListed(s.Seq, View(lot))),
        Case.RoundOpened when line.RoundOpened is var s => FloorLine.Of(new Notice.RoundOpened(s.Seq, s.Round, Time(s.Closes))),
        Case.RoundClosed when line.RoundClosed is var s => FloorLine.Of(new Notice.RoundClosed(s.Seq, s.Round)),
        Case.Outbid when line.Outbid is var s => FloorLine.Of(new Notice.Outbid(s.Seq, s.Lot, s.Price, s.Bidder)),
        Case.UnitSold when line.UnitSold is var s => FloorLine.Of(new Notice.UnitSold(s.Seq, s.Lot, s.Price, s.Winner, Known(s.UnitsLeft))),
        Case.UnitWon when line.UnitWon is var s => FloorLine.Of(
            new Notice.UnitWon(s.Seq, s.Lot, s.Price, s.Bidder) { Currency = CodeOf(s.HasCurrency, s.Currency) }),
        Case.BidPaid when line.BidPaid is var s => FloorLine.Of(new Notice.BidPaid(s.Seq, s.Lot, s.Amount, s.Bidder)),
        Case.PaymentDue when line.PaymentDue is var s => FloorLine.Of(
            new Notice.PaymentDue(s.Seq, s.Lot, s.Amount, s.Bidder) { Currency = CodeOf(s.HasCurrency, s.Currency) }),
        Case.LotClosed when line.LotClosed is var s => FloorLine.Of(
            new Notice.LotClosed(s.Seq, s.Lot, Known(s.Sold), Known(s.Unsold)) { ReserveNotMet = s.ReserveNotMet }),
        Case.SaleEnded when line.SaleEnded is var s => FloorLine.Of(new Notice.SaleEnded(s.Seq, Known(s.Sold), Known(s.Unsold))),
        _ => FloorLine.Unknown,
    };

    private static T.Refused Refused(Answer.Refused refused)
    {
        var schema = new T.Refused { Id = refused.BidId, Lot = refused.Lot, Code = (int)refused.Code, Reason = refused.Reason };
        if (refused.PriceMinor is { } price) schema.Price = price;
        if (refused.NextMinor is { } next) schema.Next = next;
        return schema;
    }

    private static T.Account Account(Answer.Account account)
    {
        var schema = new T.Account { Purchases = account.Purchases, Spent = account.SpentMinor, Earned = account.EarnedMinor };
        if (account.Currency != Currency.Default.Code) schema.Currency = account.Currency;
        return schema;
    }

    private static T.Bought Bought(Answer.Bought bought)
    {
        var schema = new T.Bought
        {
            Lot = bought.Lot,
            Price = bought.PriceMinor,
            Seq = bought.Seq,
            Supply = bought.IsSupply,
            Payment = bought.IsPayment,
        };
        if (bought.Currency != Currency.Default.Code) schema.Currency = bought.Currency;
        return schema;
    }

    private static T.UnitWon UnitWon(Notice.UnitWon won)
    {
        var schema = new T.UnitWon { Seq = won.Seq, Lot = won.Lot, Price = won.PriceMinor, Bidder = won.Bidder };
        if (won.Currency != Currency.Default.Code) schema.Currency = won.Currency;
        return schema;
    }

    private static T.PaymentDue PaymentDue(Notice.PaymentDue due)
    {
        var schema = new T.PaymentDue { Seq = due.Seq, Lot = due.Lot, Amount = due.AmountMinor, Bidder = due.Bidder };
        if (due.Currency != Currency.Default.Code) schema.Currency = due.Currency;
        return schema;
    }

    private static string CodeOf(bool isSaid, string code) => isSaid ? code : Currency.Default.Code;

    private static T.SaleListed Sale(Answer.SaleListed sale)
    {
        var schema = new T.SaleListed { Sale = sale.Sale, Title = sale.Title, State = (int)sale.State, Lots = sale.Lots };
        if (sale.OpensAt is { } opens) schema.Opens = Time(opens);
        return schema;
    }

    private static T.Pong Pong(Answer.Pong pong)
    {
        var schema = new T.Pong { Time = Time(pong.Time) };
        if (pong.Text is { } text) schema.Text = text;
        return schema;
    }

    private static T.PriceChanged PriceChanged(Notice.PriceChanged changed)
    {
        var schema = new T.PriceChanged { Seq = changed.Seq, Lot = changed.Lot, Price = changed.PriceMinor, Next = changed.NextMinor };
        if (changed.Leader is { } leader) schema.Leader = leader;
        if (changed.ClosesAt is { } closes) schema.Closes = Time(closes);
        return schema;
    }

    // A count that is not known is below 0.
    private static int Count(int? units) => units ?? -1;

    private static int? Known(int count) => count < 0 ? null : count;

    private static Schema.Lot Lot(LotView view)
    {
        var schema = new Schema.Lot
        {
            Lot_ = view.Lot,
            Form = view.Form,
            Title = view.Title,
            Start = view.StartMinor,
            Price = view.PriceMinor,
            Next = view.NextMinor,
            Units = Count(view.Units),
            State = (int)view.State,
        };
        if (view.Leader is { } leader) schema.Leader = leader;
        if (view.ClosesAt is { } closes) schema.Closes = Time(closes);
        if (view.Currency.Code != Currency.Default.Code) schema.Currency = view.Currency.Code;
        if (view.Currency.Digits != Currency.DigitsUnsaid) schema.Digits = view.Currency.Digits;
        foreach (var field in view.Fields ?? ShownFields.None)
        {
            schema.Fields.Add(
                new Schema.ShownField { Name = field.Name, Kind = (int)field.Kind, Value = field.Value, Text = field.Text ?? "" });
        }
        return schema;
    }

    // An unknown state counts as closed, so nobody bids on the lot.
    private static LotView View(Schema.Lot s) => new(
        s.Lot_, s.Form, s.Title, s.Start, s.Price, s.Next, Known(s.Units),
        s.HasLeader ? s.Leader : null, s.HasCloses ? Time(s.Closes) : null,
        s.State is >= (int)LotViewState.Waiting and <= (int)LotViewState.Closed ? (LotViewState)s.State : LotViewState.Closed,
        s.Fields.Count == 0 ? null
            : new ShownFields([
                .. s.Fields.Where(f => Enum.IsDefined((ShownKind)f.Kind)).Select(Shown)
            ]))
    {
        Currency = CurrencyOf(s),
    };

    private static Currency CurrencyOf(Schema.Lot lot)
    {
        var digits = lot.HasDigits && lot.Digits is >= 0 and <= 9 ? lot.Digits : Currency.DigitsUnsaid;
        var said = new Currency(CodeOf(lot.HasCurrency, lot.Currency), digits);
        return said == Currency.Default ? Currency.Default : said;
    }

    private static ShownField Shown(Schema.ShownField f) =>
        new(f.Name, (ShownKind)f.Kind, f.Value, (ShownKind)f.Kind is ShownKind.Name or ShownKind.Word ? f.Text : null);

    private static long Time(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    private static DateTimeOffset Time(long time) =>
        new(
            DateTimeOffset.UnixEpoch.Ticks
                + Math.Clamp(time, -DateTimeOffset.UnixEpoch.Ticks, DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks),
                TimeSpan.Zero);
}
