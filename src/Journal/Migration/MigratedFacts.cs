using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Migration;

/// <summary>
/// The words of version 1 as they are written now. Only three kinds change: bidders and sellers get commitments over the hash of a token
/// instead of the token, a sale gets an id and a title, and a bid that is hidden still gets a salt. Everything else keeps its bytes;
/// persons keep their numbers.
/// </summary>
/// <param name="people">The persons as they are in the new journal.</param>
/// <param name="sale">The sale's id.</param>
/// <param name="hidden">The streams, as version 1 called them, of lots that hide their bids still.</param>
/// <param name="chance">Where salts come from.</param>
internal sealed class MigratedFacts(People people, string sale, IReadOnlySet<string> hidden, RandomNumberGenerator chance) : IDisposable
{
    private readonly BodyWriter _body = new();

    /// <summary>A person of version 1 with the hash of its token and a salt of its own; one that was erased stays so.</summary>
    public static Person Of(Person old, RandomNumberGenerator chance)
    {
        if (old.Name is null) return old;
        var salt = new byte[16];
        chance.GetBytes(salt);
        return old with { Token = old.Token is { } token ? TokenHash.Of(token) : null, Salt = salt };
    }

    public static bool IsRegistered(in ReadRow row) => row.Kind.SequenceEqual("Desk.BidderRegistered"u8);

    public static bool IsPutUp(in ReadRow row) => row.Kind.SequenceEqual("Desk.SalePutUp"u8);

    /// <summary>Whether a fact is a bid that gets a salt.</summary>
    /// <param name="stream">Its stream in version 1.</param>
    /// <param name="row">The fact.</param>
    public bool IsHidden(string stream, in ReadRow row) =>
        hidden.Count > 0 && row.Kind.SequenceEqual("Lot.BidAccepted"u8) && hidden.Contains(stream);

    /// <summary>The id of the sale that a stream's runs are of.</summary>
    public string SaleOf(string stream) => stream == StreamNames.Desk ? sale : SaleTerms.NameUnsaid;

    /// <summary>Puts a fact into today's words.</summary>
    /// <param name="stream">Its stream in version 1.</param>
    /// <param name="row">The fact.</param>
    /// <param name="kind">Its kind now.</param>
    /// <param name="body">Its body now, good until the next fact.</param>
    public void Write(string stream, in ReadRow row, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body)
    {
        kind = row.Kind;
        body = row.Body;
        if (IsRegistered(row))
        {
            kind = "Desk.BidderRegistered/2"u8;
            body = WriteRegistered(row.Body);
        }
        else if (IsPutUp(row))
        {
            kind = "Desk.SalePutUp/2"u8;
            body = WritePutUp(SaleOf(stream), row.Body);
        }
        else if (IsHidden(stream, row))
        {
            kind = "Lot.BidAccepted/2"u8;
            body = WithSalt(row.Body);
        }
    }

    public void Dispose() => _body.Dispose();

    private ReadOnlySpan<byte> WriteRegistered(ReadOnlySpan<byte> old)
    {
        var from = new BodyReader(old, people);
        var (number, commitment) = (from.Int("bidder"u8), from.Text("commitment"u8));
        _body.Begin(people);
        _body.Long("bidder"u8, number).Text("commitment"u8, CommitmentTo(number, commitment));
        return _body.End();
    }

    private ReadOnlySpan<byte> WritePutUp(string name, ReadOnlySpan<byte> old)
    {
        using var fields = JsonDocument.Parse(old.ToArray());
        _body.Begin(people);
        foreach (var field in fields.RootElement.EnumerateObject())
        {
            if (field.NameEquals("sellers"u8)) WriteSellers(field.Value);
            else field.WriteTo(_body.Json);
            if (field.NameEquals("sale"u8)) _body.Text("name"u8, name).Text("title"u8, name).Time("opensAt"u8, null);
        }
        return _body.End();
    }

    private void WriteSellers(JsonElement old)
    {
        _body.Json.WriteStartArray("sellers"u8);
        for (var i = 0; i + 1 < old.GetArrayLength(); i += 2)
        {
            var number = old[i].GetInt32();
            _body.Json.WriteNumberValue(number);
            _body.Json.WriteStringValue(CommitmentTo(number, old[i + 1].GetString()!));
        }
        _body.Json.WriteEndArray();
    }

    /// <summary>Of somebody who was erased nothing is left to commit to: what version 1 said stays.</summary>
    private string CommitmentTo(int number, string old) =>
        people.TryGet(number, out var person) && person.Name is not null ? person.Commitment() : old;

    private byte[] WithSalt(ReadOnlySpan<byte> old)
    {
        UInt128 salt = 0;
        // A salt of 0 means that there is none.
        while (salt == 0) chance.GetBytes(MemoryMarshal.AsBytes(new Span<UInt128>(ref salt)));
        return [.. old[..^1], .. Encoding.ASCII.GetBytes($",\"salt\":\"{salt.ToString("x32", CultureInfo.InvariantCulture)}\"}}")];
    }
}
