using System.Text;
using AkkaAuction.Journal.Audit;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Migration;

/// <summary>
/// Reads a copy back through the reader that every house and every command uses, and holds each of its facts to the one it was made from,
/// which is read beside it. It decides everything again, too.
/// </summary>
/// <param name="old">The journal that was copied; its rows have been checked.</param>
/// <param name="copy">The copy.</param>
/// <param name="streams">What streams are called now.</param>
/// <param name="facts">Which facts were written anew.</param>
/// <param name="rerun">Decides again.</param>
internal sealed class MigrationCheck(SqliteReader old, SqliteReader copy, MigratedStreams streams, MigratedFacts facts, Rerun rerun)
{
    /// <returns>Where the copy ends.</returns>
    /// <exception cref="JournalException">A fact is not the one it was made from.</exception>
    /// <exception cref="DamageException">The copy cannot be read.</exception>
    public JournalEnd Run(Action<long> at)
    {
        ComparePeople();
        using var rows = old.Rows();
        return copy.ReadAll((in ReadRow row, string stream) =>
        {
            var fact = copy.Decode(row);
            if (row.Place <= old.LastPlace)
            {
                if (!rows.Step()) throw Differs(row.Place);
                Compare(SqliteTables.RowOf(rows), row, stream, fact);
                FactTime.TryRead(row.Time, out var time);
                rerun.Add(stream, new StoredFact(row.Event, fact, Place: row.Place), time);
            }
            at(row.Place);
        });
    }

    private void Compare(in ReadRow was, in ReadRow row, string stream, object fact)
    {
        var oldStream = Encoding.UTF8.GetString(was.Stream);
        var isSame = was.Event == row.Place && was.Epoch == row.Epoch && was.Time.SequenceEqual(row.Time)
            && stream == streams.NameOf(oldStream, MigratedFacts.IsPutUp(was))
            && (IsAnew(oldStream, was)
                ? IsMeant(oldStream, old.Decode(was), fact)
                : was.Kind.SequenceEqual(row.Kind) && was.Body.SequenceEqual(row.Body));
        if (!isSame) throw Differs(row.Place);
    }

    private bool IsAnew(string stream, in ReadRow was) =>
        MigratedFacts.IsRegistered(was) || MigratedFacts.IsPutUp(was) || facts.IsHidden(stream, was);

    private bool IsMeant(string stream, object was, object now) => (was, now) switch
    {
        (RegistryFact.BidderRegistered a, RegistryFact.BidderRegistered b) => a with { TokenHash = HashOf(a.TokenHash) } == b,
        (RegistryFact.SalePutUp a, RegistryFact.SalePutUp b) =>
            a.Sale == b.Sale && a.At == b.At && a.Catalogue.Lots.SequenceEqual(b.Catalogue.Lots) && b.Terms.Name == facts.SaleOf(stream)
            && Bare(a.Terms) == Bare(b.Terms),
        (LotFact.BidAccepted a, LotFact.BidAccepted b) => b.Salt != 0 && a == b with { Salt = 0 },
        _ => false,
    };

    /// <summary>Version 1 had the token where its hash is now; somebody erased has neither.</summary>
    private static string HashOf(string token) => token.Length == 0 ? token : TokenHash.Of(token);

    /// <summary>The lots are compared with the catalogue, and version 1 had no names.</summary>
    private static SaleTerms Bare(SaleTerms terms) =>
        terms with { RoundLots = [], TimedLots = [], Name = "", Title = "", OpensAt = null };

    private void ComparePeople()
    {
        var (was, now) = (old.References.People.All, copy.References.People.All);
        for (var i = 0; i < Math.Max(was.Count, now.Count); i++)
        {
            var isSame = i < was.Count && i < now.Count && was[i].Name == now[i].Name
                && now[i].Token == (was[i].Token is { } token ? TokenHash.Of(token) : null);
            if (!isSame) throw new JournalException($"The copy has another person {i + 1}: a fault of this program. It was not kept.");
        }
    }

    private static JournalException Differs(long place) =>
        new($"The copy has something else for event {place}: a fault of this program. It was not kept.");
}
