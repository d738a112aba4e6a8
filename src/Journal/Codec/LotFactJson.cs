using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Journal.Codec;

/// <summary>
/// The facts of lots as text. A kind whose fields change gets a new name with its version (<c>Lot.Closed/2</c>); the old one is
/// still read.
/// </summary>
internal static class LotFactJson
{
    public const string Family = "Lot.";

    public const string BidAccepted = "Lot.BidAccepted";

    /// <summary>A bid that the form hides, with its salt.</summary>
    public const string SaltedBidAccepted = "Lot.BidAccepted/2";

    /// <summary>The facts that only one form has, with their kinds.</summary>
    private static readonly FrozenDictionary<Type, (string Kind, FormFact Blank)> OwnKinds =
        FormRegistry.All.SelectMany(form => form.Facts).ToFrozenDictionary(fact => fact.GetType(), fact => (Family + fact.Name, fact));

    /// <returns>The kind; and the time, where the fact has one.</returns>
    public static (string Kind, DateTimeOffset? At) Write(BodyWriter body, LotFact fact)
    {
        switch (fact)
        {
            case LotFact.BidAccepted bid:
                body.Person("bidder"u8, bid.Bidder).Text("id"u8, bid.BidId).Long("amountMinor"u8, bid.AmountMinor)
                    .Long("order"u8, bid.Order)
                    .Long("priceMinor"u8, bid.PriceMinor).Person("leader"u8, bid.Leader);
                if (bid.Salt == 0) return (BidAccepted, bid.At);
                body.Text("salt"u8, SaltText(bid.Salt));
                return (SaltedBidAccepted, bid.At);
            case LotFact.Opened opened:
                body.Time("closesAt"u8, opened.ClosesAt);
                return ("Lot.Opened", opened.At);
            case LotFact.BidWithdrawn withdrawn:
                body.Person("bidder"u8, withdrawn.Bidder).Text("id"u8, withdrawn.BidId);
                return ("Lot.BidWithdrawn", withdrawn.At);
            case LotFact.DeadlineSet deadline:
                body.Time("closesAt"u8, deadline.ClosesAt);
                return ("Lot.DeadlineSet", deadline.At);
            case LotFact.UnitAwarded award:
                body.Person("bidder"u8, award.Bidder).Long("priceMinor"u8, award.PriceMinor)
                    .Long("unitsLeft"u8, award.UnitsLeft).Long("round"u8, award.Round);
                return ("Lot.UnitAwarded", award.At);
            case LotFact.Closed closed:
                body.Long("sold"u8, closed.Sold).Long("unsold"u8, closed.Unsold);
                return ("Lot.Closed", closed.At);
            case FormFact own:
                var fields = new FactWriterFields(body);
                own.Through(ref fields);
                return (OwnKinds[own.GetType()].Kind, fields.Happened);
            default: throw new ArgumentException($"There is no text for {fact.GetType().Name}.", nameof(fact));
        }
    }

    /// <returns>Null: this version knows no such kind.</returns>
    public static LotFact? Read(ReadOnlySpan<byte> kind, ref BodyReader body, DateTimeOffset at) => kind switch
    {
        _ when kind.SequenceEqual("Lot.BidAccepted"u8) => ReadBid(ref body, at),
        _ when kind.SequenceEqual("Lot.BidAccepted/2"u8) => ReadBid(ref body, at) with { Salt = ReadSalt(body.Text("salt"u8)) },
        _ when kind.SequenceEqual("Lot.Opened"u8) => new LotFact.Opened(at, body.TimeOrNull("closesAt"u8)),
        _ when kind.SequenceEqual("Lot.BidWithdrawn"u8) =>
            new LotFact.BidWithdrawn(body.Person("bidder"u8), body.Text("id"u8), at),
        _ when kind.SequenceEqual("Lot.DeadlineSet"u8) => new LotFact.DeadlineSet(at, body.Time("closesAt"u8)),
        _ when kind.SequenceEqual("Lot.UnitAwarded"u8) => new LotFact.UnitAwarded(
            body.Person("bidder"u8), body.Long("priceMinor"u8), body.Int("unitsLeft"u8), body.Int("round"u8), at),
        _ when kind.SequenceEqual("Lot.Closed"u8) => new LotFact.Closed(body.Int("sold"u8), body.Int("unsold"u8), at),
        _ => ReadOwn(kind, ref body, at),
    };

    private static LotFact.BidAccepted ReadBid(ref BodyReader body, DateTimeOffset at) => new(
        body.Person("bidder"u8), body.Text("id"u8), body.Long("amountMinor"u8), body.Long("order"u8), at, body.Long("priceMinor"u8),
        body.PersonOrNull("leader"u8));

    private static string SaltText(UInt128 salt) => salt.ToString("x32", CultureInfo.InvariantCulture);

    private static UInt128 ReadSalt(string text) =>
        UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var salt)
            && salt != 0 && SaltText(salt) == text
            ? salt
            : throw new FormatException("its body has no such salt");

    private static FormFact? ReadOwn(ReadOnlySpan<byte> kind, ref BodyReader body, DateTimeOffset at)
    {
        foreach (var (name, blank) in OwnKinds.Values)
        {
            if (!Ascii.Equals(kind, name)) continue;
            var fields = new FactReaderFields(body, at);
            var fact = blank.Through(ref fields);
            body = fields.Body;
            return fact;
        }
        return null;
    }
}

/// <summary>Writes the fields of a fact that only one form has.</summary>
internal struct FactWriterFields(BodyWriter body) : IFactFields
{
    public DateTimeOffset Happened { get; private set; }

    public DateTimeOffset At(DateTimeOffset value) => Happened = value;

    public int Number(scoped ReadOnlySpan<byte> name, int value)
    {
        body.Long(name, value);
        return value;
    }

    public long Number(scoped ReadOnlySpan<byte> name, long value)
    {
        body.Long(name, value);
        return value;
    }

    public DateTimeOffset? Time(scoped ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        body.Time(name, value);
        return value;
    }

    public string? Text(scoped ReadOnlySpan<byte> name, string? value)
    {
        body.Text(name, value);
        return value;
    }

    public string? Person(scoped ReadOnlySpan<byte> name, string? value)
    {
        body.Person(name, value);
        return value;
    }
}

/// <summary>Reads the fields of a fact that only one form has; the values it is given are a blank's, and count for nothing.</summary>
internal ref struct FactReaderFields(BodyReader body, DateTimeOffset at) : IFactFields
{
    public BodyReader Body = body;

    public readonly DateTimeOffset At(DateTimeOffset value) => at;

    public int Number(scoped ReadOnlySpan<byte> name, int value) => Body.Int(name);

    public long Number(scoped ReadOnlySpan<byte> name, long value) => Body.Long(name);

    public DateTimeOffset? Time(scoped ReadOnlySpan<byte> name, DateTimeOffset? value) => Body.TimeOrNull(name);

    public string? Text(scoped ReadOnlySpan<byte> name, string? value) => Body.TextOrNull(name);

    public string? Person(scoped ReadOnlySpan<byte> name, string? value) => Body.PersonOrNull(name);
}
