using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Demo;

/// <summary>The final account as one document; prices are decimal texts with the digits of the lot's currency behind the point.</summary>
public static class DemoAccountJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(DemoAccount account, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(to);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain)) Write(json, account);
        to.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    private static void Write(Utf8JsonWriter json, DemoAccount account)
    {
        json.WriteStartObject();
        json.WriteString("door", account.Door);
        json.WriteNumber("rounds", account.House.Rounds);
        WriteList(json, "lots", account.House.Lots, lot =>
        {
            json.WriteString("id", lot.Lot);
            json.WriteString("name", lot.Title);
            json.WriteString("startPrice", Amount.Format(lot.StartPriceMinor, lot.Currency.Digits));
            json.WriteString("currency", lot.Currency.Code);
            json.WriteNumber("units", lot.Units);
            json.WriteNumber("sold", lot.Sold);
            json.WriteString("lastPrice", Amount.Format(lot.LastPriceMinor, lot.Currency.Digits));
        });
        WriteList(json, "sales", account.Sales, sale =>
        {
            json.WriteNumber("round", sale.Round);
            json.WriteString("lot", sale.Lot);
            json.WriteString("bidder", sale.Bidder);
            json.WriteString("price", Amount.Format(sale.PriceMinor, sale.Currency.Digits));
        });
        WriteList(json, "bidders", account.Bidders, bidder =>
        {
            json.WriteString("name", bidder.Name);
            json.WriteString("budget", Amount.Format(bidder.BudgetMinor, bidder.Currency.Digits));
            json.WriteString("spent", Amount.Format(bidder.SpentMinor, bidder.Currency.Digits));
            WriteList(json, "purchases", bidder.Purchases, bought =>
            {
                json.WriteString("lot", bought.Lot);
                json.WriteString("price", Amount.Format(bought.PriceMinor, bought.Currency.Digits));
            });
            if (bidder.Payments.IsEmpty) return;
            WriteList(json, "payments", bidder.Payments, paid =>
            {
                json.WriteString("lot", paid.Lot);
                json.WriteString("price", Amount.Format(paid.AmountMinor, paid.Currency.Digits));
            });
        });
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
