using System.Globalization;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// The ids of the room's bids. Its clients give none, so the house does, and puts into each the place that its client had: a client is
/// known by its place alone, and when the house is started again, only the bid still says which one it was.
/// </summary>
internal static class RoomBidIds
{
    /// <param name="number">The how manieth bid of its client it is, from 1.</param>
    /// <param name="place">The client's place among those connected, from 1.</param>
    public static string Of(long number, int place) => string.Create(CultureInfo.InvariantCulture, $"m{number}@{place}");

    /// <summary>The place in an id; 0: it says none, as those of version 0.2 do.</summary>
    public static int PlaceOf(string bidId) =>
        bidId.IndexOf('@', StringComparison.Ordinal) is var at and > 0
            && int.TryParse(bidId.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : 0;
}
