using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What the board is sent.</summary>
internal abstract record BoardMessage
{
    private BoardMessage() { }

    /// <summary>A fresh run of the sale: the lots of the one before are forgotten, what was bought in it is not.</summary>
    public sealed record NewSale(SaleTerms Terms, Catalogue Catalogue) : BoardMessage;

    /// <summary>What a board that begins again would have been sent, in place of whatever it knows; only the observer sees it.</summary>
    /// <param name="Resumed">The sale that goes on, and what has been announced of it.</param>
    /// <param name="Earlier">Units won in the runs before.</param>
    public sealed record Restore(SaleResumed Resumed, ImmutableArray<Notice> Earlier) : BoardMessage;

    /// <summary>Notices of stored events, in order.</summary>
    public sealed record Announced(ImmutableArray<Notice> Notices) : BoardMessage;

    /// <summary>A session wants every notice from here on, for this bidder. Answered with a <see cref="BoardAnswer.Listing"/>.</summary>
    public sealed record Watch(string Bidder) : BoardMessage;

    /// <summary>As <see cref="Watch"/>, for a session that knows what there is: not answered.</summary>
    public sealed record Follow(string Bidder) : BoardMessage;

    /// <summary>A session wants no notices any more.</summary>
    public sealed record Unwatch : BoardMessage
    {
        public static Unwatch Instance { get; } = new();
    }

    /// <summary>How does the whole sale stand? Answered with a <see cref="BoardAnswer.Shown"/>.</summary>
    public sealed record Show : BoardMessage
    {
        public static Show Instance { get; } = new();
    }

    /// <summary>As of which event is what was told? Answered with a <see cref="BoardAnswer.AsOf"/>.</summary>
    public sealed record CatchUp : BoardMessage
    {
        public static CatchUp Instance { get; } = new();
    }

    /// <summary>How many units are sold? Answered with a <see cref="BoardAnswer.Counted"/>.</summary>
    public sealed record Count : BoardMessage
    {
        public static Count Instance { get; } = new();
    }

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

    /// <param name="Account">The account as it stands.</param>
    /// <param name="Lots">Every lot, also those that are closed.</param>
    public sealed record Shown(FinalAccount Account, ImmutableArray<LotView> Lots) : BoardAnswer;

    /// <param name="Seq">The event.</param>
    public sealed record AsOf(long Seq) : BoardAnswer;

    /// <param name="Sold">Units sold.</param>
    /// <param name="Unsold">Units not sold.</param>
    public sealed record Counted(int Sold, int Unsold) : BoardAnswer;

    /// <summary>
    /// Sent to every session that watches, one message for all of them; each passes on what is for everybody and for its own bidder.
    /// </summary>
    /// <param name="Sale">The id of the sale that they are of.</param>
    /// <param name="Notices">In the order of their events.</param>
    /// <param name="Addressees">The bidders whom single notices are for, in ordinal order: everybody else gets the same lines.</param>
    public sealed record Broadcast(string Sale, ImmutableArray<Notice> Notices, ImmutableArray<string> Addressees) : BoardAnswer
    {
        public static Broadcast Of(string sale, ImmutableArray<Notice> notices)
        {
            SortedSet<string>? addressees = null;
            foreach (var notice in notices)
            {
                if (notice.To is { } bidder) (addressees ??= new SortedSet<string>(StringComparer.Ordinal)).Add(bidder);
            }
            return new Broadcast(sale, notices, addressees is null ? [] : [.. addressees]);
        }

        /// <summary>Whether something in it is for this bidder only.</summary>
        public bool IsAddressedTo(string bidder) => Addressees.BinarySearch(bidder, StringComparer.Ordinal) >= 0;

        /// <summary>What of it a bidder in another sale is told: its own notices, with the sale's id before their lots.</summary>
        public Broadcast ElsewhereFor(string bidder) =>
            new(Sale, [.. Notices.Where(notice => notice.To == bidder).Select(OfThisSale)], [bidder]);

        private Notice OfThisSale(Notice notice) => notice switch
        {
            Notice.PaymentDue due => due with { Lot = SalesOnOffer.NameOf(Sale, due.Lot) },
            Notice.Outbid outbid => outbid with { Lot = SalesOnOffer.NameOf(Sale, outbid.Lot) },
            Notice.UnitWon won => won with { Lot = SalesOnOffer.NameOf(Sale, won.Lot) },
            _ => notice,
        };
    }
}

/// <summary>What a board tells its parent, the auctioneer.</summary>
internal abstract record BoardReport
{
    private BoardReport() { }

    /// <summary>A notice concerns a bidder that does not watch this board, and may be in another sale.</summary>
    /// <param name="Sale">The sale it is of.</param>
    public sealed record Elsewhere(string Sale, Notice Notice) : BoardReport;
}

/// <summary>Some lots of a list, at most <see cref="LotsMax"/>. One and the same page is in the lists of many readers.</summary>
/// <param name="Lots">In catalogue order.</param>
internal sealed record LotPage(ImmutableArray<LotView> Lots)
{
    /// <summary>So many that a page is about what a door sends in one piece.</summary>
    public const int LotsMax = 256;
}
