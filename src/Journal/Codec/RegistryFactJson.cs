using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Codec;

/// <summary>
/// Registry facts as text, version 2 (<see cref="LotFactJson"/> says how versions go on). They introduce what is kept apart from the
/// facts: persons, and catalogues, which are stored once however many sales they are sold in. A fact holds a commitment to each person and
/// the hash of its catalogue, so the chain covers both. Version 1 kept tokens themselves, and its sales had no name, title or opening time.
/// </summary>
internal static class RegistryFactJson
{
    public const string Family = "Desk.";

    /// <param name="body">Where to.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="added">Gets what the fact refers to and must be stored with it.</param>
    /// <returns>The kind and the time.</returns>
    public static (string Kind, DateTimeOffset? At) Write(BodyWriter body, RegistryFact fact, List<object> added)
    {
        switch (fact)
        {
            case RegistryFact.BidderRegistered registered:
                var bidder = body.People.New(body.People.NextNumber, registered.Name, registered.TokenHash);
                added.Add(bidder);
                body.Long("bidder"u8, bidder.Number).Text("commitment"u8, bidder.Commitment());
                return ("Desk.BidderRegistered/2", registered.At);
            case RegistryFact.SalePutUp putUp:
                var sellers = NewSellers(putUp.Catalogue, body.People);
                var catalogue = CatalogueJson.Write(
                    putUp.Catalogue, name => sellers.FirstOrDefault(s => s.Name == name)?.Number ?? Known(body.People, name));
                added.AddRange(sellers);
                added.Add(catalogue);
                var terms = putUp.Terms;
                body.Long("sale"u8, putUp.Sale).Text("name"u8, terms.Name).Text("title"u8, terms.Title).Time("opensAt"u8, terms.OpensAt)
                    .Text("catalogue"u8, catalogue.Hash).Span("roundLength"u8, terms.RoundLength)
                    .LongOrNull("roundLimit"u8, terms.RoundLimit).LongOrNull("silentRoundLimit"u8, terms.SilentRoundLimit)
                    .Long("biddersToStart"u8, terms.BiddersToStart).Bool("closeRoundWhenAllActed"u8, terms.CloseRoundWhenAllActed);
                body.Json.WriteStartArray("sellers"u8);
                foreach (var seller in sellers)
                {
                    body.Json.WriteNumberValue(seller.Number);
                    body.Json.WriteStringValue(seller.Commitment());
                }
                body.Json.WriteEndArray();
                return ("Desk.SalePutUp/2", putUp.At);
            default: throw new ArgumentException($"There is no text for {fact.GetType().Name}.", nameof(fact));
        }
    }

    /// <param name="kind">The kind.</param>
    /// <param name="body">The body.</param>
    /// <param name="at">The time.</param>
    /// <param name="references">What facts refer to.</param>
    /// <returns>Null: this version knows no such kind.</returns>
    public static RegistryFact? Read(ReadOnlySpan<byte> kind, ref BodyReader body, DateTimeOffset at, ReferenceData references)
    {
        if (kind.SequenceEqual("Desk.BidderRegistered/2"u8) || kind.SequenceEqual("Desk.BidderRegistered"u8))
        {
            var number = body.Int("bidder"u8);
            var commitment = body.Text("commitment"u8);
            var person = references.Check(number, commitment);
            return new RegistryFact.BidderRegistered(references.People.NameOf(number), person.Token ?? "", at);
        }
        var isNamed = kind.SequenceEqual("Desk.SalePutUp/2"u8);
        if (!isNamed && !kind.SequenceEqual("Desk.SalePutUp"u8)) return null;
        var sale = body.Int("sale"u8);
        var name = isNamed ? body.Text("name"u8) : SaleTerms.NameUnsaid;
        var title = isNamed ? body.Text("title"u8) : SaleTerms.NameUnsaid;
        var opensAt = isNamed ? body.TimeOrNull("opensAt"u8) : null;
        var catalogue = references.Catalogue(body.Text("catalogue"u8));
        var terms = new SaleTerms(
            sale, catalogue.RoundLots, catalogue.TimedLots, body.Span("roundLength"u8), (int?)body.LongOrNull("roundLimit"u8),
            (int?)body.LongOrNull("silentRoundLimit"u8), body.Int("biddersToStart"u8), body.Bool("closeRoundWhenAllActed"u8))
        {
            Name = name,
            Title = title,
            OpensAt = opensAt,
        };
        body.Inner("sellers"u8, (ref System.Text.Json.Utf8JsonReader json) =>
        {
            while (json.Read() && json.TokenType == System.Text.Json.JsonTokenType.Number)
            {
                var number = json.GetInt32();
                json.Read();
                references.Check(number, json.GetString() ?? "");
            }
        });
        return new RegistryFact.SalePutUp(sale, at, terms, catalogue);
    }

    private static Person[] NewSellers(Catalogue catalogue, People people)
    {
        var next = people.NextNumber;
        return [.. catalogue.Lots
            .Where(l => l.Seller is { } name && !people.TryNumber(name, out _))
            .Select(l => l.Seller!).Distinct(StringComparer.Ordinal)
            .Select((name, i) => people.New(next + i, name, null))];
    }

    private static int Known(People people, string name) =>
        people.TryNumber(name, out var number) ? number : throw new InvalidOperationException($"Nobody is called {name}.");
}
