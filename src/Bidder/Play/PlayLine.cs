using System.Text;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Play;

/// <summary>What a person typed.</summary>
public abstract record PlayLine
{
    private PlayLine() { }

    /// <param name="AmountMinor">Minor units.</param>
    public sealed record Bid(string Lot, long AmountMinor) : PlayLine
    {
        /// <summary>Digits behind the point of the amount.</summary>
        public byte Digits { get; init; } = Currency.DigitsUnsaid;

        /// <summary>Whether the lot's currency is not known here: the digits are those that were typed.</summary>
        public bool IsOfUnknownCurrency { get; init; }
    }

    public sealed record Pass(string? Lot) : PlayLine;

    /// <summary>Takes the last bid on a lot back.</summary>
    public sealed record Withdraw(string Lot) : PlayLine;

    public sealed record Me : PlayLine;

    public sealed record Lots : PlayLine;

    public sealed record Sales : PlayLine;

    public sealed record Join(string Sale) : PlayLine;

    public sealed record Help : PlayLine;

    public sealed record Quit : PlayLine;

    public sealed record Nothing : PlayLine;

    /// <param name="Why">What was wrong and what would be right.</param>
    public sealed record Wrong(string Why) : PlayLine;

    private const int DigitsMost = 4;

    public const string HelpText = "Type a lot and an amount, or: withdraw LOT, pass, me, lots, sales, join SALE, help, quit.";

    /// <summary>The same in the bidding room: it has one sale, and no rounds to pass in.</summary>
    public const string HelpTextOfRoom = "Type ITEM,AMOUNT, or: me, lots, help, quit.";

    /// <summary>What it all means, a thought a line.</summary>
    public static IReadOnlyList<string> Explained { get; } =
    [
        HelpText,
        "LOT AMOUNT bids, as in: clock 12.50. On a proxy lot it is the most you would give: the house bids for you, as high as it must.",
        "rounds: bids are hidden until the round closes; your highest counts. pass, or pass LOT: no more of you in this round.",
        "SALE/LOT AMOUNT bids in another sale, as in: evening/lamp 20. sales lists them, join SALE goes to one; your bids stay.",
        "me: what you bought and bid on. lots: every lot in a line. quit: your bids stay, and you are told how to come back.",
    ];

    /// <summary>The same in the bidding room.</summary>
    public static IReadOnlyList<string> ExplainedOfRoom { get; } =
    [
        HelpTextOfRoom,
        "ITEM,AMOUNT bids, as in: Laptop,550. Who bids highest gets one of the item when its time is over; each bid starts the time anew.",
        "me: what you bought and bid on. lots: every item in a line. quit leaves the room.",
    ];

    /// <summary>Reads what was typed; never throws.</summary>
    /// <param name="text">A line.</param>
    /// <param name="lots">The lots on sale: a lot may be typed in any case.</param>
    /// <param name="sale">The sale they are of; null: not known by name.</param>
    /// <param name="elsewhere">The currency of a lot of another sale, by its full name; null where it is not known.</param>
    public static PlayLine Parse(
        string text, IEnumerable<LotView> lots, string? sale = null, Func<string, Currency?>? elsewhere = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        PlayLine BidOn(string lot, string amount) => PlayLine.BidOn(lot, amount, lots, sale, elsewhere);

        // A bid as the bidding room writes it. Behind a space the comma stands in an amount, as in "clock 9,50".
        if (text.IndexOf(',') is > 0 and var comma && text[..comma].Trim() is var item && MayBeLot(item))
            return BidOn(item, text[(comma + 1)..].Trim());
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => new Nothing(),
            [var verb] when Is(verb, "me") => new Me(),
            [var verb] when Is(verb, "lots") || Is(verb, "list") => new Lots(),
            [var verb] when Is(verb, "sales") => new Sales(),
            [var verb, var joined] when Is(verb, "join") && FloorLimits.IsSaleId(Encoding.UTF8.GetBytes(joined)) => new Join(joined),
            [var verb, ..] when Is(verb, "join") => new Wrong("Write the sale's id: join SALE; type sales to see them."),
            [var verb] when Is(verb, "help") || verb == "?" => new Help(),
            [var verb] when Is(verb, "quit") || Is(verb, "exit") => new Quit(),
            [var verb] when Is(verb, "pass") => new Pass(null),
            [var verb, var lot] when Is(verb, "pass") && !MayBeLot(lot) => new Wrong($"'{lot}' is no lot's id; type lots to see them."),
            [var verb, var lot] when Is(verb, "pass") => new Pass(Known(lot, lots, sale)),
            [var verb, var lot] when Is(verb, "withdraw") && MayBeLot(lot) => new Withdraw(Known(lot, lots, sale)),
            [var verb, ..] when Is(verb, "withdraw") => new Wrong("Write the lot's id: withdraw LOT; type lots to see them."),
            [var verb, var lot, var amount] when Is(verb, "bid") => BidOn(lot, amount),
            [var verb, ..] when Is(verb, "bid") => new Wrong("Write a lot and an amount: bid LOT AMOUNT, like bid clock 12.50."),
            [var lot, var amount] => BidOn(lot, amount),
            [var lot] when Find(lot, lots, sale) is { } view => new Wrong(AmountMissing(view)),
            _ => new Wrong("Not understood. Type a lot and an amount, or help."),
        };
    }

    private static LotView? Find(string typed, IEnumerable<LotView> lots, string? sale) =>
        Known(typed, lots, sale) is var known ? lots.FirstOrDefault(lot => lot.Lot == known) : null;

    private static string AmountMissing(LotView lot) => lot.State == LotViewState.Closed
        ? $"{lot.Lot} is closed."
        : lot.NextMinor < 0 ? $"Write an amount behind the lot: {lot.Lot} AMOUNT."
        : $"Write an amount behind the lot: {lot.Lot} {Amount.Format(lot.NextMinor, lot.Currency.Digits)} would do.";

    private static PlayLine BidOn(
        string lot, string amount, IEnumerable<LotView> lots, string? sale, Func<string, Currency?>? elsewhere)
    {
        // The house could not say which bid it means when it cannot read the lot.
        if (!MayBeLot(lot)) return new Wrong($"'{lot}' is no lot's id; type lots to see them.");
        var known = Known(lot, lots, sale);
        var currency = lots.FirstOrDefault(view => view.Lot == known)?.Currency ?? elsewhere?.Invoke(known);
        // Another sale may be in another currency: yen have no digits behind the point, dinars have three.
        var isUnknown = currency is null && known.Contains('/', StringComparison.Ordinal);
        var digits = currency?.Digits ?? (isUnknown ? Typed(amount) : Currency.DigitsUnsaid);
        var code = Amount.Parse(amount, digits, out var minor);
        return code == RejectionCode.None
            ? new Bid(known, minor) { Digits = (byte)digits, IsOfUnknownCurrency = isUnknown }
            : new Wrong(RefusalText.NotSent(code, amount, digits));
    }

    /// <summary>Digits behind the point, as many as any currency may have.</summary>
    private static int Typed(string amount) =>
        amount.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? Math.Min(amount.Length - point - 1, DigitsMost) : 0;

    private static bool MayBeLot(string text) => FloorLimits.IsLotName(Encoding.UTF8.GetBytes(text));

    // A lot of this sale has one name here, so that what the house says of it is found again.
    private static string Known(string typed, IEnumerable<LotView> lots, string? sale)
    {
        if (sale is not null && typed.StartsWith(sale + "/", StringComparison.Ordinal)) typed = typed[(sale.Length + 1)..];
        var alike = lots.Select(lot => lot.Lot).Where(lot => Is(lot, typed)).ToList();
        return alike.Contains(typed) || alike.Count != 1 ? typed : alike[0];
    }

    private static bool Is(string typed, string word) => string.Equals(typed, word, StringComparison.OrdinalIgnoreCase);
}
