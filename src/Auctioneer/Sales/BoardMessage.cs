using System.Buffers;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>A notice on its way to many: whoever writes it first makes its text, the others use the same bytes.</summary>
/// <param name="notice">What is told.</param>
public sealed class Announcement(Notice notice)
{
    private byte[]? _floorText;

    public Notice Notice { get; } = notice;

    /// <summary>The line on the floor, its LF included.</summary>
    public ReadOnlyMemory<byte> FloorText => _floorText ??= Encode();

    private byte[] Encode()
    {
        var text = new ArrayBufferWriter<byte>(160);
        FloorWriter.Write(text, Notice);
        return text.WrittenSpan.ToArray();
    }
}

/// <summary>What is said to the board.</summary>
public abstract record BoardMessage
{
    private BoardMessage() { }

    /// <summary>A fresh sale: the lots of the one before are forgotten, what was bought in it is not.</summary>
    public sealed record NewSale(int Sale, Catalogue Catalogue) : BoardMessage;

    /// <summary>What a board that begins again would have been told, in place of whatever it knows; told to nobody but the observer.</summary>
    /// <param name="Resumed">The sale that goes on, and what has been told of it.</param>
    /// <param name="Earlier">Units won in the sales before.</param>
    public sealed record Restore(SaleResumed Resumed, IReadOnlyList<Notice> Earlier) : BoardMessage;

    /// <summary>Notices of stored events, in order.</summary>
    public sealed record Announced(IReadOnlyList<Notice> Notices) : BoardMessage;

    /// <summary>A session wants to hear everything from here on, for this bidder. Answered with a <see cref="BoardAnswer.Listing"/>.</summary>
    public sealed record Watch(string Bidder) : BoardMessage;

    /// <summary>What is on sale? Answered with a <see cref="BoardAnswer.Listing"/>.</summary>
    public sealed record ListLots : BoardMessage
    {
        public static ListLots Instance { get; } = new();
    }

    /// <summary>What has this bidder bought? Answered with a <see cref="BoardAnswer.Purchases"/>.</summary>
    public sealed record AccountOf(string Bidder) : BoardMessage;
}

/// <summary>What the board answers a session.</summary>
public abstract record BoardAnswer
{
    private BoardAnswer() { }

    /// <param name="Lots">The lots that are not closed, as they are.</param>
    /// <param name="Seq">What the list says is true as of this event.</param>
    /// <param name="Now">The round that runs, or the end of the sale; for one who has just come. Null: neither.</param>
    public sealed record Listing(IReadOnlyList<Announcement> Lots, long Seq, Announcement? Now) : BoardAnswer;

    /// <param name="Bought">What the bidder has bought, oldest first.</param>
    /// <param name="Seq">True as of this event.</param>
    public sealed record Purchases(IReadOnlyList<Answer.Bought> Bought, long Seq) : BoardAnswer;

    /// <summary>Told to every session that watches, in order; what concerns another bidder is not for it.</summary>
    public sealed record Broadcast(Announcement[] Announcements) : BoardAnswer
    {
        private readonly HashSet<string>? _apart = Apart(Announcements);
        private byte[]? _floorText;

        /// <summary>Whether something in it is for this bidder only.</summary>
        public bool IsApart(string bidder) => _apart is not null && _apart.Contains(bidder);

        /// <summary>The lines for everybody on the floor, made once for all who hear them.</summary>
        public ReadOnlyMemory<byte> FloorText => _floorText ??= Joined();

        private static HashSet<string>? Apart(Announcement[] announcements)
        {
            HashSet<string>? apart = null;
            foreach (var announcement in announcements)
            {
                if (announcement.Notice.To is { } bidder) (apart ??= new HashSet<string>(StringComparer.Ordinal)).Add(bidder);
            }
            return apart;
        }

        private byte[] Joined()
        {
            var text = new ArrayBufferWriter<byte>(Announcements.Length * 160);
            foreach (var announcement in Announcements)
            {
                if (announcement.Notice.To is null) text.Write(announcement.FloorText.Span);
            }
            return text.WrittenSpan.ToArray();
        }
    }
}
