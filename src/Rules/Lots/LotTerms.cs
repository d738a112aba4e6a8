using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Lots;

/// <summary>What is fixed about a lot before anybody bids.</summary>
/// <param name="Id">The lot's name on the wire: 1–64 of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Form">The form of auction, with what only it fixes.</param>
/// <param name="StartPriceMinor">Start price (where bids are hidden, the seller's minimum), minor units, 0 or more.</param>
/// <param name="Units">Units on sale, 1 or more; some forms sell one (<see cref="Lots.Form.SellsSeveral"/>).</param>
/// <param name="Currency">Currency of all amounts of this lot.</param>
/// <param name="CeilingMinor">Amounts above it are refused (206), minor units.</param>
/// <param name="OpenFor">
/// How long the lot stays open; null where something else ends it (<see cref="Lots.Form.EndsBy"/>), and for bids that are opened by the
/// hammer (<see cref="LotCommand.Hammer"/>).
/// </param>
/// <param name="Seller">The bidder who may not bid on it; null: nobody.</param>
public sealed record LotTerms(
    string Id,
    string Title,
    FormTerms Form,
    long StartPriceMinor,
    int Units,
    Currency Currency,
    long CeilingMinor,
    TimeSpan? OpenFor = null,
    string? Seller = null)
{
    /// <summary>Longest title, characters (<see cref="LengthOf"/>).</summary>
    public const int TitleMax = 255;

    /// <summary>
    /// A title's length as people and other languages count it: in characters, not in the units that .NET stores them in.
    /// </summary>
    public static int LengthOf(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var length = 0;
        foreach (var _ in title.EnumerateRunes()) length++;
        return length;
    }

    /// <summary>An amount in the lot's currency, for a person.</summary>
    public string Text(long minor) => Amount.Format(minor, Currency.Digits);

    /// <summary>Longest time a lot may stay open.</summary>
    public static readonly TimeSpan OpenForMax = TimeSpan.FromDays(366);

    /// <summary>What is wrong with these terms and what would be right, for a person; null: nothing.</summary>
    public string? Fault() => LotTermsCheck.Fault(this);
}
