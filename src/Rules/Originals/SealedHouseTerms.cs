using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Originals;

/// <summary>
/// Terms of a sealed-bid house. The original has no time limits; without them a silent client would hold its seat for ever.
/// </summary>
/// <param name="Currency">Currency of all amounts; on the wire they are whole units of it.</param>
/// <param name="CeilingMinor">Amounts above it are not taken, minor units.</param>
/// <param name="RequestPatience">How long a Seller may take for its request; then it loses its seat.</param>
/// <param name="BuyersPatience">How long an auction waits for its Buyers; then the item is unsold.</param>
/// <param name="BidPatience">How long the Buyers may take for their bids; then a Buyer without a bid has no bid.</param>
public sealed record SealedHouseTerms(
    Currency Currency,
    long CeilingMinor,
    TimeSpan RequestPatience,
    TimeSpan BuyersPatience,
    TimeSpan BidPatience)
{
    /// <summary>Reads a positive integer, in whole units of the currency (R3.2, R3.4).</summary>
    /// <returns>Minor units; null when it is none, or is above the ceiling.</returns>
    public long? WholeAmount(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The currency's own digits are appended before reading, so that nothing can overflow afterwards.
        return text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            && Amount.Parse(text, 0, out _) == RejectionCode.None
            && Amount.Parse(text + new string('0', Currency.Digits), 0, out var minor) == RejectionCode.None
            && minor > 0
            && minor <= CeilingMinor
            ? minor
            : null;
    }
}
