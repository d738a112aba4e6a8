using System.Collections.Concurrent;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Codec;

/// <summary>
/// What facts only refer to: the persons and the catalogues of a journal, held to what the facts say of them. Several may read a journal
/// at the same time.
/// </summary>
/// <param name="people">Whom numbers stand for.</param>
/// <param name="bodyOf">The body of the catalogue with a hash; null: there is none.</param>
internal sealed class ReferenceData(People people, Func<string, byte[]?> bodyOf)
{
    private readonly ConcurrentDictionary<string, Catalogue> _read = new(StringComparer.Ordinal);

    public People People => people;

    /// <summary>Holds a person to the commitment of the fact that introduces it; one that was erased fits any.</summary>
    /// <exception cref="FormatException">It is not the person the fact speaks of.</exception>
    public Person Check(int number, string commitment)
    {
        if (!people.TryGet(number, out var person)) throw new FormatException($"there is no person {number}");
        if (person.Name is not null && (person.Salt is null || person.Commitment() != commitment))
            throw new FormatException($"person {number} is not the one it was when it came");
        return person;
    }

    /// <exception cref="FormatException">There is no such catalogue, or it is not what it was.</exception>
    public Catalogue Catalogue(string hash)
    {
        if (_read.TryGetValue(hash, out var known)) return known;
        var body = bodyOf(hash) ?? throw new FormatException($"there is no catalogue {hash}");
        if (CatalogueJson.HashOf(body) != hash) throw new FormatException($"catalogue {hash} is not what it was");
        return _read[hash] = CatalogueJson.Read(body, people.NameOf);
    }
}
