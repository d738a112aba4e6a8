using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Originals;

/// <summary>What a Seller of the sealed house asks for (R3.2): <c>type lowest_price number_of_bids item_name</c>.</summary>
/// <param name="SecondPrice">Type 2: the winner pays the second highest bid; otherwise type 1, its own.</param>
/// <param name="LowestMinor">The Seller's lowest price, minor units, above 0; on the wire whole units of the currency.</param>
/// <param name="Bids">How many Buyers the auction waits for, 1 to 9.</param>
/// <param name="Item">The item, 1 to 255 characters on one line; it may have spaces inside.</param>
/// <param name="Text">The request as it was sent, without the spaces around it.</param>
public sealed record SealedRequest(bool SecondPrice, long LowestMinor, int Bids, string Item, string Text)
{
    /// <summary>Most Buyers of one auction.</summary>
    public const int BidsMax = 9;

    /// <summary>Reads a request.</summary>
    /// <returns>The request; null if it is invalid, for any reason: the original has one answer to all of them.</returns>
    public static SealedRequest? Parse(string text, SealedHouseTerms terms)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(terms);
        var whole = text.Trim();
        var rest = whole;
        var type = NextWord(ref rest);
        var lowest = NextWord(ref rest);
        var bids = NextWord(ref rest);
        if (type is not ("1" or "2")) return null;
        if (terms.WholeAmount(lowest) is not { } lowestMinor) return null;
        if (Amount.Parse(bids, 0, out var count) != RejectionCode.None || count is < 1 or > BidsMax) return null;
        // Invalid UTF-8 arrives as replacement characters: a name that nobody wrote.
        if (LotTerms.LengthOf(rest) is < 1 or > LotTerms.TitleMax || rest.Any(c => char.IsControl(c) || c == '\uFFFD')) return null;
        return new SealedRequest(type == "2", lowestMinor, (int)count, rest, whole);
    }

    /// <summary>The lot of this request: sealed bids that are opened by the hammer.</summary>
    /// <param name="id">The lot's id.</param>
    /// <param name="terms">The house's currency and ceiling.</param>
    public LotTerms Lot(string id, SealedHouseTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        Form form = SecondPrice ? SecondPriceForm.Instance : FirstPriceForm.Instance;
        return new LotTerms(id, Item, form.Blank, LowestMinor, 1, terms.Currency, terms.CeilingMinor);
    }

    private static string NextWord(ref string rest)
    {
        var end = rest.IndexOf(' ', StringComparison.Ordinal);
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? "" : rest[end..].TrimStart();
        return word;
    }
}
