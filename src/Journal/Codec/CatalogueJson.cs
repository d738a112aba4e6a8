using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Codec;

/// <summary>A catalogue as it is kept.</summary>
/// <param name="Hash">SHA-256 of the body: what facts call it.</param>
/// <param name="Body">JSON.</param>
internal sealed record StoredCatalogue(string Hash, byte[] Body);

/// <summary>Catalogues as text, version 1: an array with an object for each lot, so that a person can read what was on sale.</summary>
internal static class CatalogueJson
{
    private const int Version = 1;

    /// <param name="catalogue">The lots.</param>
    /// <param name="numberOf">The number of a seller.</param>
    public static StoredCatalogue Write(Catalogue catalogue, Func<string, int> numberOf)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("lots");
            foreach (var lot in catalogue.Lots) Write(json, lot, numberOf);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new StoredCatalogue(HashOf(bytes.WrittenSpan), bytes.WrittenSpan.ToArray());
    }

    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <exception cref="FormatException">It is not a catalogue of this version.</exception>
    public static Catalogue Read(ReadOnlyMemory<byte> body, Func<int, string> nameOf)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
                throw new FormatException("a catalogue is of a version this program does not know");
            return new Catalogue([.. root.GetProperty("lots").EnumerateArray().Select(lot => Read(lot, nameOf))]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("a catalogue cannot be read", fault);
        }
    }

    private static void Write(Utf8JsonWriter json, LotTerms lot, Func<string, int> numberOf)
    {
        json.WriteStartObject();
        json.WriteString("id", lot.Id);
        json.WriteString("title", lot.Title);
        json.WriteString("form", lot.Form.Name);
        lot.Form.Through(new TermWriter(json));
        json.WriteNumber("startMinor", lot.StartPriceMinor);
        json.WriteNumber("units", lot.Units);
        json.WriteString("currency", lot.Currency.Code);
        json.WriteNumber("digits", lot.Currency.Digits);
        json.WriteNumber("ceilingMinor", lot.CeilingMinor);
        if (lot.OpenFor is { } open) json.WriteString("openFor", open.ToString("c"));
        if (lot.Seller is { } seller) json.WriteNumber("seller", numberOf(seller));
        json.WriteEndObject();
    }

    private static LotTerms Read(JsonElement lot, Func<int, string> nameOf)
    {
        var currency = new Currency(lot.GetProperty("currency").GetString()!, lot.GetProperty("digits").GetInt32());
        return new LotTerms(
            lot.GetProperty("id").GetString()!, lot.GetProperty("title").GetString()!, ReadForm(lot),
            lot.GetProperty("startMinor").GetInt64(), lot.GetProperty("units").GetInt32(),
            currency == Currency.Default ? Currency.Default : currency, lot.GetProperty("ceilingMinor").GetInt64(),
            lot.TryGetProperty("openFor", out var open) ? Span(open) : null,
            lot.TryGetProperty("seller", out var seller) ? nameOf(seller.GetInt32()) : null);
    }

    internal static TimeSpan Span(JsonElement text) => TimeSpan.ParseExact(text.GetString()!, "c", CultureInfo.InvariantCulture);

    private static FormTerms ReadForm(JsonElement lot)
    {
        var name = lot.GetProperty("form").GetString()!;
        return FormRegistry.Find(name)?.Blank.Through(new TermReader(lot))
            ?? throw new FormatException($"a catalogue has the form {name}, which this program does not know");
    }
}
