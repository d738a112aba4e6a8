namespace AkkaAuction.Journal;

/// <summary>
/// One house's part of a journal that several share: its streams have a name of their own in front, and its announcements go to its own
/// listeners instead of to everybody. Event numbers are the shared journal's, so they order what happens in all houses.
/// </summary>
/// <param name="shared">Where facts are kept.</param>
/// <param name="house">What stands before its streams' names.</param>
/// <param name="listeners">Who hears its announcements, in the order of event numbers.</param>
internal sealed class HouseJournal(IJournal shared, string house, IAnnouncements listeners) : IJournal
{
    public long LastEvent => shared.LastEvent;

    public long Epoch => shared.Epoch;

    public IReadOnlyList<StoredFact> Read(string stream) => shared.Read($"{house}/{stream}");

    public bool HasRoom => shared.HasRoom;

    public void WhenRoom(Action resume) => shared.WhenRoom(resume);

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll() =>
        shared.ReadAll()
            .Where(f => f.Stream.StartsWith(house + "/", StringComparison.Ordinal))
            .Select(f => (f.Stream[(house.Length + 1)..], f.Fact));

    public FactWriter OpenWriter(string stream) => shared.OpenWriter($"{house}/{stream}");

    public Appended Append(FactWriter writer, ReadOnlySpan<object> facts, IReadOnlyList<object> announcements, IRelease? release) =>
        shared.Append(writer, facts, [], new Released(release, [.. announcements], listeners));

    public long Announce(IReadOnlyList<object> announcements)
    {
        ArgumentNullException.ThrowIfNull(announcements);
        var number = shared.Announce([]);
        shared.After(new Released(null, [.. announcements], listeners, number));
        return number;
    }

    public void After(IRelease release) => shared.After(release);

    /// <summary>Called under the shared journal's order: first who waits for an answer, then who listens.</summary>
    private sealed class Released(
        IRelease? release, IReadOnlyList<object> announcements, IAnnouncements listeners, long? asOf = null) : IRelease
    {
        public void Stored(Appended facts)
        {
            release?.Stored(facts);
            if (announcements.Count > 0) listeners.Announce(announcements, asOf ?? facts.FirstEvent);
        }
    }
}
