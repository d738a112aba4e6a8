using System.Globalization;

namespace AkkaAuction.Rules.Originals;

/// <summary>The names of the sealed house's auctions and Buyers in its lots.</summary>
public static class SealedBids
{
    private const string Buyer = "buyer-";

    public static string LotOf(int auction) => $"sealed-{auction}";

    public static string IdOf(long connection) => connection.ToString(CultureInfo.InvariantCulture);

    public static string BidderOf(long connection) => $"{Buyer}{connection}";

    public static long ConnectionOf(string bidder) => long.Parse(bidder.AsSpan(Buyer.Length), CultureInfo.InvariantCulture);
}
