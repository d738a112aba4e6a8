using System.Text;
using System.Text.Json;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Codec;

/// <summary>
/// Facts to text and back: one file per family beside this one. A kind is the family's name and the fact's; a fact whose fields ever change
/// gets a new kind, so that whatever an earlier version wrote is read as it was meant.
/// </summary>
internal static class FactCodec
{
    private const int PlainBidBytesMax = 512;

    [ThreadStatic] private static BodyWriter? _threadWriter;

    /// <summary>Puts a fact into words.</summary>
    /// <param name="fact">A fact of any family.</param>
    /// <param name="now">The time of facts that have none of their own.</param>
    /// <param name="people">Whom names stand for.</param>
    /// <exception cref="ArgumentException">Nothing is known of such a fact.</exception>
    public static FactText Encode(object fact, DateTimeOffset now, People people)
    {
        if (fact is LotFact.BidAccepted { Salt: var salt } bid && salt == 0)
        {
            Span<byte> plain = stackalloc byte[PlainBidBytesMax];
            if (BidText.Write(bid, people, plain) is > 0 and var length)
                return new FactText(bid.At, LotFactJson.BidAccepted, plain[..length], null);
        }
        var body = _threadWriter ??= new BodyWriter();
        body.Begin(people);
        List<object>? added = null;
        var (kind, at) = fact switch
        {
            LotFact lot => LotFactJson.Write(body, lot),
            SaleFact sale => SaleFactJson.Write(body, sale),
            SealedHouseFact house => SealedHouseFactJson.Write(body, house),
            RegistryFact desk => RegistryFactJson.Write(body, desk, added = []),
            HouseFact journal => HouseFactJson.Write(body, journal),
            _ => throw new ArgumentException($"There is no text for {fact.GetType().Name}.", nameof(fact)),
        };
        return new FactText(at ?? now, kind, body.End(), added);
    }

    /// <summary>Reads a fact.</summary>
    /// <exception cref="FormatException">
    /// It is not what this version knows by that kind; the message goes on from "the fact cannot be read: ".
    /// </exception>
    public static object Decode(ReadOnlySpan<byte> kind, DateTimeOffset at, ReadOnlySpan<byte> body, ReferenceData references)
    {
        try
        {
            var reader = new BodyReader(body, references.People);
            object? fact = kind.StartsWith("Lot."u8) ? LotFactJson.Read(kind, ref reader, at)
                : kind.StartsWith("Sale."u8) ? SaleFactJson.Read(kind, ref reader, at)
                : kind.StartsWith("Desk."u8) ? RegistryFactJson.Read(kind, ref reader, at, references)
                : kind.StartsWith("Sealed."u8) ? SealedHouseFactJson.Read(kind, ref reader, at)
                : kind.StartsWith("House."u8) ? HouseFactJson.Read(kind, ref reader, at)
                : null;
            if (fact is null) throw new FormatException($"nothing is known of the kind {Encoding.UTF8.GetString(kind)}");
            reader.End();
            return fact;
        }
        catch (JsonException fault)
        {
            throw new FormatException("its body is not JSON", fault);
        }
    }
}

/// <summary>A fact in words: the bytes that are stored and hashed.</summary>
internal sealed class FactText
{
    public FactText(DateTimeOffset at, string kind, ReadOnlySpan<byte> body, IReadOnlyList<object>? newReferences)
    {
        KindLength = Encoding.UTF8.GetByteCount(kind);
        Bytes = new byte[FactTime.Length + 1 + KindLength + 1 + body.Length];
        FactTime.Write(at, Bytes);
        Bytes[FactTime.Length] = (byte)'\n';
        Encoding.UTF8.GetBytes(kind, Bytes.AsSpan(FactTime.Length + 1));
        Bytes[FactTime.Length + 1 + KindLength] = (byte)'\n';
        body.CopyTo(Bytes.AsSpan(FactTime.Length + KindLength + 2));
        NewReferences = newReferences ?? [];
    }

    /// <summary>Time, kind and body, a line feed between them.</summary>
    public byte[] Bytes { get; }

    public int KindLength { get; }

    public ReadOnlySpan<byte> Time => Bytes.AsSpan(0, FactTime.Length);

    public ReadOnlySpan<byte> Kind => Bytes.AsSpan(FactTime.Length + 1, KindLength);

    public ReadOnlySpan<byte> Body => Bytes.AsSpan(FactTime.Length + KindLength + 2);

    /// <summary>Persons and catalogues that must be stored with it.</summary>
    public IReadOnlyList<object> NewReferences { get; }
}
