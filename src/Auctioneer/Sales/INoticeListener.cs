using AkkaAuction.Journal;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// Hears the notices that were handed to the journal, in the order of event numbers. A notice's <see cref="Notice.Seq"/> is the index of
/// its fact among those it was appended with, until the event number takes its place here. Called under the journal's order: short, and
/// only to tell.
/// </summary>
public interface INoticeListener : IAnnouncements
{
    /// <param name="notices">Numbered.</param>
    void Announce(IReadOnlyList<Notice> notices);

    void IAnnouncements.Announce(IReadOnlyList<object> announcements, long firstEvent)
    {
        ArgumentNullException.ThrowIfNull(announcements);
        var numbered = new Notice[announcements.Count];
        for (var i = 0; i < numbered.Length; i++)
        {
            var notice = (Notice)announcements[i];
            numbered[i] = notice with { Seq = firstEvent + notice.Seq };
        }
        Announce(numbered);
    }
}
