using AkkaAuction.Auctioneer.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Actors.Originals;

/// <summary>
/// What a lot's stored facts told when they happened: for the account of a house that begins again with its journal. The lot itself comes back by its own.
/// </summary>
internal static class LotPast
{
    /// <summary>The notices of a lot's facts, each with its event number, oldest first.</summary>
    public static IEnumerable<Notice> Of(LotTerms terms, IEnumerable<StoredFact> facts)
    {
        var state = LotState.Initial(terms);
        var told = new List<Notice>();
        foreach (var stored in facts)
        {
            var before = state;
            state = Lot.Evolve(before, (LotFact)stored.Fact);
            told.Clear();
            LotNotices.Add(before, (LotFact)stored.Fact, state, 0, told);
            foreach (var notice in told) yield return notice with { Seq = stored.Event };
        }
    }
}
