using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What the board is sent.</summary>
internal abstract record BoardMessage
{
    private BoardMessage() { }

    /// <summary>A fresh sale: the lots of the one before are forgotten, what was bought in it is not.</summary>
    public sealed record NewSale(int Sale, Catalogue Catalogue) : BoardMessage;

    /// <summary>What a board that begins again would have been sent, in place of whatever it knows; only the observer sees it.</summary>
    /// <param name="Resumed">The sale that goes on, and what has been announced of it.</param>
    /// <param name="Earlier">Units won in the sales before.</param>
    public sealed record Restore(SaleResumed Resumed, ImmutableArray<Notice> Earlier) : BoardMessage;

    /// <summary>Notices of stored events, in order.</summary>
    public sealed record Announced(ImmutableArray<Notice> Notices) : BoardMessage;

    /// <summary>A session wants every notice from here on, for this bidder. Answered with a <see cref="BoardAnswer.Listing"/>.</summary>
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
internal abstract record BoardAnswer
{
    private BoardAnswer() { }

    /// <param name="Pages">The lots that are not closed, as they are.</param>
    /// <param name="Seq">What the list says is true as of this event.</param>
    /// <param name="Now">The round that runs, or the end of the sale; for a session that has just come. Null: neither.</param>
    public sealed record Listing(ImmutableArray<LotPage> Pages, long Seq, Notice? Now) : BoardAnswer;

    /// <param name="Bought">What the bidder has bought, oldest first.</param>
    /// <param name="Seq">True as of this event.</param>
    public sealed record Purchases(ImmutableArray<Answer.Bought> Bought, long Seq) : BoardAnswer;

    /// <summary>
    /// Sent to every session that watches, one message for all of them; each passes on what is for everybody and for its own bidder.
    /// </summary>
    /// <param name="Notices">In the order of their events.</param>
    /// <param name="Addressees">The bidders whom single notices are for, in ordinal order: everybody else gets the same lines.</param>
    public sealed record Broadcast(ImmutableArray<Notice> Notices, ImmutableArray<string> Addressees) : BoardAnswer
    {
        public static Broadcast Of(ImmutableArray<Notice> notices)
        {
            SortedSet<string>? addressees = null;
            foreach (var notice in notices)
            {
                if (notice.To is { } bidder) (addressees ??= new SortedSet<string>(StringComparer.Ordinal)).Add(bidder);
            }
            return new Broadcast(notices, addressees is null ? [] : [.. addressees]);
        }

        /// <summary>Whether something in it is for this bidder only.</summary>
        public bool IsAddressedTo(string bidder) => Addressees.BinarySearch(bidder, StringComparer.Ordinal) >= 0;
    }
}

/// <summary>Some lots of a list, at most <see cref="LotsMax"/>. One and the same page is in the lists of many readers.</summary>
/// <param name="Lots">In catalogue order.</param>
internal sealed record LotPage(ImmutableArray<LotView> Lots)
{
    /// <summary>So many that a page is about what a door sends in one piece.</summary>
    public const int LotsMax = 256;
}
