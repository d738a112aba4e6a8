namespace AkkaAuction.Journal;

/// <summary>
/// One house's part of a journal that several share: its streams have a name of their own in front, and all of them are one chain,
/// whichever of its chains is meant. So its events have numbers of their own, and its announcements go to its own listener.
/// </summary>
/// <param name="shared">Where facts are kept.</param>
/// <param name="house">What stands before its streams' names.</param>
internal sealed class HouseJournal(IJournal shared, string house) : IJournal
{
    public long LastEvent(string chain) => shared.LastEvent(house);

    public long Epoch => shared.Epoch;

    public IReadOnlyList<StoredFact> Read(string stream) => shared.Read($"{house}/{stream}");

    public bool HasRoom => shared.HasRoom;

    public void WhenRoom(Action resume) => shared.WhenRoom(resume);

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll() =>
        shared.ReadAll()
            .Where(f => f.Stream.StartsWith(house + "/", StringComparison.Ordinal))
            .Select(f => (f.Stream[(house.Length + 1)..], f.Fact));

    public void LetGo(string what, int upTo) => shared.LetGo($"{house}/{what}", upTo);

    public FactWriter OpenWriter(string stream) => shared.OpenWriter($"{house}/{stream}");

    public Appended Append(FactWriter writer, ReadOnlySpan<object> facts, IReadOnlyList<object> announcements, IRelease? release) =>
        shared.Append(writer, facts, announcements, release);

    public long Announce(string chain, IReadOnlyList<object> announcements) => shared.Announce(house, announcements);

    public void After(IRelease release) => shared.After(release);

    public void Listen(string chain, IAnnouncements listener) => shared.Listen(house, listener);
}
