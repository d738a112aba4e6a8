using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Recovery;

/// <summary>A fact whose notices count for the account.</summary>
/// <param name="Event">Its event.</param>
/// <param name="Lot">The lot's id; empty: it is of the whole sale.</param>
/// <param name="Currency">The lot's; null: it is of the whole sale.</param>
internal readonly record struct AnnouncedFact(long Event, string Lot, object Fact, Currency? Currency = null)
{
    /// <summary>Whether a fact is one.</summary>
    public static bool Is(SaleFact fact) =>
        fact is SaleFact.RoundOpened or SaleFact.RoundExtended or SaleFact.RoundClosed or SaleFact.Ended;

    /// <inheritdoc cref="Is(SaleFact)"/>
    public static bool Is(LotFact fact) => fact is LotFact.UnitAwarded or LotFact.Closed or FormFact { Payment: not null };

    public DateTimeOffset At => Fact switch
    {
        LotFact.UnitAwarded award => award.At,
        LotFact.Closed closed => closed.At,
        FormFact { Payment: { } payment } => payment.At,
        SaleFact.RoundOpened opened => opened.At,
        SaleFact.RoundExtended extended => extended.At,
        SaleFact.RoundClosed closed => closed.At,
        SaleFact.Ended ended => ended.At,
        _ => throw new InvalidOperationException($"{Fact.GetType().Name} has no notice."),
    };

    /// <summary>What the winner of a unit is told.</summary>
    public static Notice.UnitWon Won(long number, string lot, LotFact.UnitAwarded award, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return new Notice.UnitWon(number, lot, award.PriceMinor, award.Bidder) { Digits = (byte)currency.Digits, Currency = currency.Code };
    }

    /// <summary>What a bidder that pays without a unit is told.</summary>
    public static Notice.PaymentDue Due(long number, string lot, Payment payment, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return new Notice.PaymentDue(number, lot, payment.AmountMinor, payment.Bidder)
        {
            Digits = (byte)currency.Digits,
            Currency = currency.Code,
        };
    }

    public IEnumerable<Notice> Notices() => Fact switch
    {
        LotFact.UnitAwarded award =>
        [
            new Notice.UnitSold(Event, Lot, award.PriceMinor, award.Bidder, award.UnitsLeft) { Digits = (byte)Currency!.Digits },
            Won(Event, Lot, award, Currency),
        ],
        FormFact { Payment: { } payment } =>
        [
            new Notice.BidPaid(Event, Lot, payment.AmountMinor, payment.Bidder) { Digits = (byte)Currency!.Digits },
            Due(Event, Lot, payment, Currency),
        ],
        LotFact.Closed closed => [new Notice.LotClosed(Event, Lot, closed.Sold, closed.Unsold)],
        SaleFact.RoundOpened opened => [new Notice.RoundOpened(Event, opened.Round, opened.ClosesAt)],
        SaleFact.RoundExtended extended => [new Notice.RoundOpened(Event, extended.Round, extended.ClosesAt)],
        SaleFact.RoundClosed closed => [new Notice.RoundClosed(Event, closed.Round)],
        SaleFact.Ended ended => [new Notice.SaleEnded(Event, ended.Sold, ended.Unsold)],
        _ => [],
    };
}
