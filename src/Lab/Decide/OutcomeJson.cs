using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Decide;

/// <summary>Writes outcomes in the shape that the worked examples expect: one document for one auction, a list for a list.</summary>
public static class OutcomeJson
{
    // Names are shown as they were given, not as \u escapes: this goes to a person or a program, never into a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<WorkedOutcome> outcomes, bool asList, TextWriter to)
    {
        if (!asList)
        {
            to.WriteLine(Text(outcomes[0]));
            return;
        }
        if (outcomes.Count is 0)
        {
            to.WriteLine("[]");
            return;
        }
        // One a line: a list of hundreds can still be read and compared.
        to.WriteLine("[");
        for (var i = 0; i < outcomes.Count; i++) to.WriteLine($"  {Text(outcomes[i])}{(i < outcomes.Count - 1 ? "," : "")}");
        to.WriteLine("]");
    }

    private static string Text(WorkedOutcome outcome)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain)) Write(json, outcome);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter json, WorkedOutcome outcome)
    {
        json.WriteStartObject();
        switch (outcome)
        {
            case WorkedOutcome.Sealed sold:
                json.WriteString("winner", sold.Winner);
                json.WritePropertyName("pays");
                WriteAmount(json, sold.PaysMinor, outcome.Digits);
                break;
            case WorkedOutcome.Ascending sold:
                json.WriteString("winner", sold.Winner);
                json.WritePropertyName("price");
                WriteAmount(json, sold.PriceMinor, outcome.Digits);
                break;
            case WorkedOutcome.LastBid last:
                WriteLastBid(json, last);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a shape.");
        }
        json.WriteEndObject();
    }

    private static void WriteLastBid(Utf8JsonWriter json, WorkedOutcome.LastBid last)
    {
        json.WriteStartArray("lastBidEvents");
        foreach (var bid in last.Events)
        {
            json.WriteStartObject();
            json.WriteString("bidder", bid.Bidder);
            json.WritePropertyName("price");
            WriteAmount(json, bid.PriceMinor, last.Digits);
            json.WritePropertyName("max");
            WriteAmount(json, bid.MaximumMinor, last.Digits);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (last.Reply is not { } reply)
        {
            json.WriteNull("reply");
            return;
        }
        json.WriteStartArray("reply");
        json.WriteStringValue(reply.Outcome);
        WriteAmount(json, reply.PriceMinor, last.Digits);
        json.WriteStringValue(reply.Leader);
        json.WriteEndArray();
    }

    private static void WriteAmount(Utf8JsonWriter json, long? minor, int digits)
    {
        if (minor is { } amount) json.WriteRawValue(Amount.FormatShort(amount, digits));
        else json.WriteNullValue();
    }
}
