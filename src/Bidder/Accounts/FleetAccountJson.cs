using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Accounts;

/// <summary>
/// An account as one JSON document; prices are decimal strings:
/// <c>{"ended":bool,"bidders":[{"name","budget","spent","left","currency","purchases":[{"lot","price","currency"}],"lost":[],
/// "undecided":[],
/// "neverBidOn":[]}]}</c>.
/// </summary>
public static class FleetAccountJson
{
    public static string Of(FleetAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var output = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(output, options))
        {
            json.WriteStartObject();
            json.WriteBoolean("ended", account.SaleEnded);
            json.WriteStartArray("bidders");
            foreach (var bidder in account.Bidders) Write(json, bidder);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, BidderAccount bidder)
    {
        json.WriteStartObject();
        json.WriteString("name", bidder.Name);
        json.WriteString("budget", Amount.Format(bidder.BudgetMinor, bidder.Currency.Digits));
        json.WriteString("spent", Amount.Format(bidder.SpentMinor, bidder.Currency.Digits));
        json.WriteString("left", Amount.Format(bidder.LeftMinor, bidder.Currency.Digits));
        json.WriteString("currency", bidder.Currency.Code);
        json.WriteStartArray("purchases");
        foreach (var bought in bidder.Purchases)
        {
            json.WriteStartObject();
            json.WriteString("lot", bought.Lot);
            json.WriteString("price", Amount.Format(bought.PriceMinor, bought.Currency.Digits));
            json.WriteString("currency", bought.Currency.Code);
            if (bought.IsSupply) json.WriteBoolean("supply", true);
            if (bought.IsPayment) json.WriteBoolean("payment", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Write(json, "lost", bidder.Lost);
        Write(json, "undecided", bidder.Undecided);
        Write(json, "neverBidOn", bidder.NeverBidOn);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> lots)
    {
        json.WriteStartArray(name);
        foreach (var lot in lots) json.WriteStringValue(lot);
        json.WriteEndArray();
    }
}
