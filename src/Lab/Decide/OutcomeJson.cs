using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.Rules.Examples;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Decide;

/// <summary>Writes outcomes in the shape that the worked examples expect: one document for one auction, a list for a list.</summary>
public static class OutcomeJson
{
    // Names are shown as they were given, not as \u escapes: this goes to a person or a program, never into a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<DecidedAuction> decided, bool asList, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(decided);
        ArgumentNullException.ThrowIfNull(to);
        if (!asList)
        {
            to.WriteLine(Text(decided[0]));
            return;
        }
        if (decided.Count is 0)
        {
            to.WriteLine("[]");
            return;
        }
        // One a line: a list of hundreds can still be read and compared.
        to.WriteLine("[");
        for (var i = 0; i < decided.Count; i++) to.WriteLine($"  {Text(decided[i])}{(i < decided.Count - 1 ? "," : "")}");
        to.WriteLine("]");
    }

    private static string Text(DecidedAuction decided)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            if (decided is DecidedAuction.Decided done) Write(json, done.Outcome, done.Asked.Digits);
            else if (decided is DecidedAuction.Undecided left) WriteFault(json, left);
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteFault(Utf8JsonWriter json, DecidedAuction.Undecided left)
    {
        json.WriteStartObject();
        json.WriteString("auction", left.Name);
        json.WriteString("error", left.Why);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, WorkedOutcome outcome, int digits)
    {
        json.WriteStartObject();
        switch (outcome)
        {
            case WorkedOutcome.Sealed sold:
                json.WriteString("winner", sold.Winner);
                WriteAmount(json, "pays", sold.PaysMinor, digits);
                break;
            case WorkedOutcome.Simple sold:
                json.WriteString("winner", sold.Winner);
                WriteAmount(json, "price", sold.PriceMinor, digits);
                break;
            case WorkedOutcome.Reverse next:
                // A text, as published.
                json.WriteString("maxAllowed", next.MaxAllowedMinor is { } most ? Amount.FormatShort(most, digits) : null);
                break;
            case WorkedOutcome.Proxy last:
                WriteLastBid(json, last, digits);
                break;
            default:
                throw new UnreachableException();
        }
        json.WriteEndObject();
    }

    private static void WriteLastBid(Utf8JsonWriter json, WorkedOutcome.Proxy last, int digits)
    {
        json.WriteStartArray("lastBidEvents");
        foreach (var bid in last.LastBidEvents)
        {
            json.WriteStartObject();
            json.WriteString("bidder", bid.Bidder);
            WriteAmount(json, "price", bid.PriceMinor, digits);
            WriteAmount(json, "max", bid.MaxMinor, digits);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (last.Reply is not { } reply)
        {
            json.WriteNull("reply");
            return;
        }
        json.WriteStartArray("reply");
        json.WriteStringValue(StatusNames.Of(reply.Status));
        json.WriteRawValue(Amount.FormatShort(reply.PriceMinor, digits));
        json.WriteStringValue(reply.Leader);
        json.WriteEndArray();
    }

    private static void WriteAmount(Utf8JsonWriter json, string name, long minor, int digits)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Amount.FormatShort(minor, digits));
    }
}
