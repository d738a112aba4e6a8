using System.Buffers;
using System.Runtime.CompilerServices;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// What the board sends to all readers of the floor, as lines: the first connection that writes a message encodes it, the others use the
/// same bytes. The bytes live as long as the message they were made of. All connections of a door use one of these, from any thread.
/// </summary>
internal sealed class FloorTexts
{
    private readonly ConditionalWeakTable<BoardAnswer.Broadcast, SharedLines> _broadcasts = [];
    private readonly ConditionalWeakTable<LotPage, byte[]> _pages = [];

    public SharedLines Of(BoardAnswer.Broadcast broadcast) => _broadcasts.GetValue(broadcast, static made =>
        SharedLines.Of(
            made.Notices, static notice => new LineAddress(notice.To, null, TickKey.Of(notice), notice.Seq),
            static (to, notice) => FloorWriter.Write(to, notice)));

    /// <summary>A page of a list.</summary>
    public ReadOnlyMemory<byte> Of(LotPage page) => _pages.GetValue(page, static made =>
    {
        var text = new ArrayBufferWriter<byte>(made.Lots.Length * 160);
        foreach (var lot in made.Lots) FloorWriter.Write(text, new Answer.Listed(lot));
        return text.WrittenSpan.ToArray();
    });
}
