using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// Encodes the originals' lines. It encodes a broadcast once for all readers, and keeps the bytes as long as the broadcast lives.
/// </summary>
internal sealed class RoomTexts
{
    private readonly ConditionalWeakTable<RoomMessage.Broadcast, SharedLines> _broadcasts = [];

    public SharedLines Of(RoomMessage.Broadcast broadcast) => _broadcasts.GetValue(broadcast, static made =>
        SharedLines.Of(
            made.Lines,
            static line => new LineAddress(line.To, line.But, line.PriceOf is { } lot ? new TickKey(lot, true) : null, line.Seq),
            static (to, line) => Encode(to, line.Text)));

    /// <summary>Writes a line in UTF-8, with its LF.</summary>
    public static void Encode(IBufferWriter<byte> to, string line)
    {
        Encoding.UTF8.GetBytes(line, to);
        to.Write("\n"u8);
    }

    /// <summary>Writes a text in UTF-8.</summary>
    public static void EncodeAsIs(IBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);
}
