namespace AkkaAuction.Journal;

/// <summary>How far a journal went once, by what lies beside it.</summary>
/// <param name="Journal">The journal's name.</param>
/// <param name="Epoch">The life of the house that wrote then; 0: it is not said.</param>
/// <param name="Place">The place of the last fact; 0: there was none.</param>
/// <param name="Hash">That fact's hash.</param>
internal sealed record KnownEnd(string Journal, long Epoch, long Place, byte[] Hash)
{
    /// <summary>Whether a journal still has that fact. Another journal's end says nothing of this one.</summary>
    public bool IsIn(IFactReader reader) =>
        Place == 0 || Journal != reader.Journal || (Place <= reader.LastPlace && Hash.AsSpan().SequenceEqual(reader.HashOf(Place)));
}

/// <summary>
/// A journal does not have the last fact that is known of it: every row that is left is right, and yet some are missing that somebody was
/// told of.
/// </summary>
internal sealed class LostEndException : DamageException
{
    private LostEndException(string what, string remedy) : base("its end", $"{what}. {remedy}") => (What, Remedy) = (what, remedy);

    /// <summary>What is wrong, without what to do.</summary>
    public string What { get; }

    /// <summary>How the owner goes on all the same.</summary>
    public string Remedy { get; }

    /// <param name="who">Who knows of it, up to the place: "a house has told what happened".</param>
    /// <param name="file">Where that stands.</param>
    /// <param name="known">The place.</param>
    /// <param name="lastPlace">The last place that there is.</param>
    public static LostEndException Of(string who, string file, long known, long lastPlace) => new(
        $"{who} up to place {known} ({file}), and " + (known > lastPlace
            ? $"the journal ends at place {lastPlace}: its end is lost (a log that was cut, or a backup that was put back)"
            : "the journal has another fact there: it is an older one that went on (a backup that was put back)"),
        "To go on from this older state: --set auction.recovery.lost-end=accept");

    /// <param name="head">The file with the head of another journal.</param>
    /// <param name="known">The place up to which a house has told what happened in that.</param>
    public static LostEndException OfAnother(string head, long known) => new(
        $"{head} is another journal's, in which a house has told what happened up to place {known}: that journal is not here",
        $"Put it back. If this is the right one, delete {head}, or for one start: --set auction.recovery.lost-end=accept");
}
