using System.Buffers;
using System.Text;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>A line of the room on its way to its clients.</summary>
/// <param name="Line">The line, its LF included.</param>
/// <param name="To">The bidder it is for; null: everyone.</param>
/// <param name="But">The bidder it is not for; null: nobody.</param>
/// <param name="PriceOf">The lot whose price it tells; null: it tells none.</param>
/// <param name="Seq">The event's number.</param>
public sealed record RoomLine(ReadOnlyMemory<byte> Line, string? To, string? But, string? PriceOf, long Seq)
{
    public bool IsFor(string bidder) => To is null ? But != bidder : To == bidder;
}

/// <summary>What is said between the room's desk and its sessions.</summary>
public abstract record RoomMessage
{
    private RoomMessage() { }

    /// <summary>Lines for every session, in the order of their events; each session passes on those that are for its client.</summary>
    public sealed record Told(RoomLine[] Lines) : RoomMessage
    {
        private readonly HashSet<string> _apart = [.. Lines.SelectMany(line => new[] { line.To, line.But }).OfType<string>()];
        private byte[]? _textForAll;

        /// <summary>Whether this bidder is told something else than those whom no line names.</summary>
        public bool IsApart(string bidder) => _apart.Contains(bidder);

        /// <summary>The lines for a bidder whom none names, made once for all of them.</summary>
        public ReadOnlyMemory<byte> TextForAll => _textForAll ??= Joined();

        private byte[] Joined()
        {
            var text = new ArrayBufferWriter<byte>(Lines.Length * 80);
            foreach (var line in Lines)
            {
                if (line.To is null) text.Write(line.Line.Span);
            }
            return text.WrittenSpan.ToArray();
        }
    }

    /// <summary>A session's client has said all it will: it is no longer among those connected.</summary>
    public sealed record Leaves : RoomMessage
    {
        public static Leaves Instance { get; } = new();
    }
}

/// <summary>Text for the wire.</summary>
internal static class WireText
{
    /// <summary>The line in UTF-8, with its LF.</summary>
    public static ReadOnlyMemory<byte> Line(string text) => Encoding.UTF8.GetBytes(text + "\n");
}
