namespace AkkaAuction.Journal.Snapshots;

/// <summary>What a snapshot says of itself.</summary>
/// <param name="Journal">The name of the journal it is of.</param>
/// <param name="Place">The place of the last fact that is in it.</param>
/// <param name="Hash">That fact's hash: with those of the chains, what binds the snapshot to everything before it.</param>
/// <param name="Time">The latest time of any fact in it.</param>
/// <param name="People">Persons whose numbers stand for them in it: a name that was given a number later stands there itself.</param>
/// <param name="BidIds">Bid ids that each lot remembers of each bidder.</param>
/// <param name="Program">
/// The build of the program that made it: another one may make other states of the same facts, so it reads the facts.
/// </param>
internal sealed record SnapshotHead(string Journal, long Place, byte[] Hash, DateTimeOffset? Time, int People, int BidIds, string Program)
{
    /// <summary>This build: the journal's, the rules' and that of the code which folds the facts.</summary>
    public static string ProgramOf(IRecovery past)
    {
        ArgumentNullException.ThrowIfNull(past);
        Type[] types = [typeof(Snapshot), typeof(Rules.Lots.Lot), past.GetType()];
        return string.Join('-', types.Select(type => $"{type.Module.ModuleVersionId:N}"));
    }
}

/// <summary>
/// What the facts up to one place have come to: a short cut for a house that begins again, never the truth. It is made by reading the
/// journal just as a start does, so that a past that was read and one that was folded from all facts are the same.
/// </summary>
internal sealed record Snapshot(
    SnapshotHead Head, IReadOnlyList<ChainPlace> Chains, IReadOnlyList<StreamPlace> Streams, IRecovery Past)
{
    /// <summary>Writes all but the first and the last line of the file.</summary>
    public void Write(SnapshotWriter to)
    {
        to.Line("head"u8).Text("journal"u8, Head.Journal).Long("place"u8, Head.Place).Text("hash"u8, Convert.ToHexStringLower(Head.Hash))
            .Time("time"u8, Head.Time).Long("people"u8, Head.People).Long("bidIds"u8, Head.BidIds).Text("program"u8, Head.Program);
        to.End();
        foreach (var chain in Chains)
        {
            to.Line("chain"u8).Text("name"u8, chain.Name).Long("event"u8, chain.LastEvent)
                .Text("head"u8, Convert.ToHexStringLower(chain.Head)).Long("anchored"u8, chain.Anchored);
            to.End();
        }
        foreach (var stream in Streams)
        {
            to.Line("stream"u8).Text("name"u8, stream.Name).Long("version"u8, stream.Version).Long("last"u8, stream.LastPlace);
            to.End();
        }
        Past.Write(to);
    }

    /// <exception cref="FormatException">It is not what was written.</exception>
    public static SnapshotHead ReadHead(SnapshotReader from)
    {
        if (!from.Next() || !from.Kind.SequenceEqual("head"u8)) throw new FormatException("it has no head");
        var body = from.Body();
        var head = new SnapshotHead(
            body.Text("journal"u8), body.Long("place"u8), Convert.FromHexString(body.Text("hash"u8)),
            body.TimeOrNull("time"u8), body.Int("people"u8), body.Int("bidIds"u8), body.Text("program"u8));
        body.End();
        return head;
    }

    /// <summary>Reads what comes after the head.</summary>
    /// <exception cref="FormatException">It is not what was written.</exception>
    public static Snapshot ReadRest(SnapshotHead head, SnapshotReader from, IRecovery past)
    {
        var (chains, streams) = (new List<ChainPlace>(), new List<StreamPlace>());
        while (from.Next())
        {
            var body = from.Body();
            if (from.Kind.SequenceEqual("chain"u8))
            {
                chains.Add(new ChainPlace(
                    body.Text("name"u8), body.Long("event"u8), Convert.FromHexString(body.Text("head"u8)), body.Long("anchored"u8)));
            }
            else if (from.Kind.SequenceEqual("stream"u8))
            {
                streams.Add(new StreamPlace(body.Text("name"u8), body.Long("version"u8), body.Long("last"u8)));
            }
            else
            {
                from.Again();
                break;
            }
            body.End();
        }
        past.Read(from);
        return new Snapshot(head, chains, streams, past);
    }
}
