using System.Collections.Immutable;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>A line of the room on its way to its clients.</summary>
/// <param name="Text">The line, without its end.</param>
/// <param name="To">The bidder it is for; null: everyone.</param>
/// <param name="But">The bidder it is not for; null: nobody.</param>
/// <param name="PriceOf">The lot whose price it says; null: it says none.</param>
/// <param name="Seq">The event's number.</param>
internal sealed record RoomLine(string Text, string? To, string? But, string? PriceOf, long Seq)
{
    public bool IsFor(string bidder) => To is null ? But != bidder : To == bidder;
}

/// <summary>What the room's desk and its sessions send each other.</summary>
internal abstract record RoomMessage
{
    private RoomMessage() { }

    /// <summary>Lines in the order of their events, one message for all sessions; each passes on those for its client.</summary>
    /// <param name="Lines">The lines.</param>
    /// <param name="Addressees">The bidders whom single lines are for, or not for, in ordinal order: all others get the same lines.</param>
    public sealed record Broadcast(ImmutableArray<RoomLine> Lines, ImmutableArray<string> Addressees) : RoomMessage
    {
        public static Broadcast Of(ImmutableArray<RoomLine> lines)
        {
            var named = lines.SelectMany(line => new[] { line.To, line.But }).OfType<string>();
            return new Broadcast(lines, [.. named.Distinct().Order(StringComparer.Ordinal)]);
        }

        /// <summary>Whether this bidder gets something else than those whom no line names.</summary>
        public bool IsAddressedTo(string bidder) => Addressees.BinarySearch(bidder, StringComparer.Ordinal) >= 0;
    }

    /// <summary>A client is told its place among those connected, from 1: somebody before it has left.</summary>
    public sealed record Place(int Number) : RoomMessage;

    /// <summary>The desk's own: those who have moved up are told so.</summary>
    public sealed record TellPlaces : RoomMessage
    {
        public static TellPlaces Instance { get; } = new();
    }

    /// <summary>A session's client has said all it will: it is no longer among those connected.</summary>
    public sealed record Leaves : RoomMessage
    {
        public static Leaves Instance { get; } = new();
    }
}
