using System.Collections.Immutable;
using System.IO.Pipelines;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>The way out of one connection on the floor: answers and notices as the floor's lines.</summary>
/// <param name="pipe">The connection's output.</param>
/// <param name="texts">What all connections of the door share.</param>
/// <param name="limits">The limits.</param>
/// <param name="time">The clock of the stuck reader's timer.</param>
/// <param name="cut">Cuts the connection; gets the reason.</param>
internal sealed class FloorOutput(PipeWriter pipe, FloorTexts texts, OutputLimits limits, TimeProvider time, Action<string> cut)
    : TcpOutbox(pipe, limits, time, cut)
{
    public void Write(Answer answer) => Write(answer, static (to, made) => FloorWriter.Write(to, made));

    public void Write(ReadOnlySpan<BidAnswer> answers) => Write(answers, static (to, made) => BidAnswers.Write(to, made));

    public void Write(Notice notice) => Write(notice, static (to, made) => FloorWriter.Write(to, made));

    /// <inheritdoc cref="Sessions.ISessionLink.Write(BoardAnswer.Broadcast, string?)"/>
    public void Write(BoardAnswer.Broadcast broadcast, string? bidder) =>
        Write(texts.Of(broadcast), .., bidder, isNamed: bidder is not null && broadcast.IsAddressedTo(bidder));

    public void WriteList(ImmutableArray<LotPage> pages)
    {
        lock (Gate)
        {
            // A page counts as its lots' references, which is about what a reader can hold of it alone.
            if (!IsOver) AddList(pages.Select(texts.Of), pages.Length, LotPage.LotsMax * IntPtr.Size);
        }
    }
}
