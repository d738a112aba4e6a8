using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>
/// A line of an answer (docs/reference/control.md). An answer is any number of lines that say something, and one that ends it:
/// <see cref="End"/>, or <see cref="Error"/> when what was asked was not done. So no line grows with the number of sales or lots. Amounts
/// are minor units.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(Sale), "sale")]
[JsonDerivedType(typeof(Account), "account")]
[JsonDerivedType(typeof(Lot), "lot")]
[JsonDerivedType(typeof(Bought), "bought")]
[JsonDerivedType(typeof(Paid), "paid")]
[JsonDerivedType(typeof(End), "end")]
[JsonDerivedType(typeof(Error), "error")]
internal abstract record ControlLine
{
    private ControlLine() { }

    /// <summary>Longest line, of either side.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>A sale in a line.</summary>
    /// <param name="Id">The sale's id.</param>
    /// <param name="Title">What a person reads.</param>
    /// <param name="Run">Which putting-up of the house it is, from 1.</param>
    /// <param name="State"><c>waiting</c>, <c>open</c> or <c>ended</c>.</param>
    /// <param name="Lots">How many lots it has.</param>
    /// <param name="Sold">Units sold so far.</param>
    /// <param name="Unsold">Units of closed lots that were not sold.</param>
    /// <param name="Opens">The time it opens at; null: as soon as enough bidders are here.</param>
    /// <param name="LastEvent">Its last event that is stored.</param>
    public sealed record Sale(
        string Id, string Title, int Run, string State, int Lots, int Sold, int Unsold, DateTimeOffset? Opens, long LastEvent)
        : ControlLine;

    /// <summary>What the account of a sale is in; its lots and what was bought follow.</summary>
    /// <param name="Id">The sale's id.</param>
    /// <param name="Title">What a person reads.</param>
    /// <param name="Run">Which putting-up of the house it is.</param>
    /// <param name="IsFinal">Whether the sale is over.</param>
    /// <param name="Rounds">Rounds that were opened.</param>
    public sealed record Account(string Id, string Title, int Run, bool IsFinal, int Rounds) : ControlLine;

    /// <summary>A lot as it stands.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Title">What a person reads.</param>
    /// <param name="Form">The form's name.</param>
    /// <param name="State"><c>waiting</c>, <c>open</c> or <c>closed</c>.</param>
    /// <param name="StartMinor">Start price.</param>
    /// <param name="PriceMinor">Its price; the start price when nobody has bid.</param>
    /// <param name="Leader">Who leads; null: nobody, or nobody is shown.</param>
    /// <param name="Closes">When it closes, as far as that is known.</param>
    /// <param name="Units">Units it had.</param>
    /// <param name="Sold">Units sold.</param>
    /// <param name="Currency">The currency's code.</param>
    /// <param name="Digits">Digits behind the point of its amounts.</param>
    public sealed record Lot(
        string Id,
        string Title,
        string Form,
        string State,
        long StartMinor,
        long PriceMinor,
        string? Leader,
        DateTimeOffset? Closes,
        int Units,
        int Sold,
        string Currency,
        int Digits) : ControlLine
    {
        /// <summary>Whether it is closed and its best bid did not meet a reserve that nobody sees; left out where not.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool ReserveNotMet { get; init; }
    }

    /// <summary>A unit sold.</summary>
    /// <param name="LotId">The lot's id.</param>
    /// <param name="Bidder">Who bought it.</param>
    /// <param name="PriceMinor">The hammer price.</param>
    /// <param name="Round">The round; 0 outside rounds.</param>
    /// <param name="Event">The event's number in its sale.</param>
    /// <param name="Currency">The currency's code.</param>
    /// <param name="Digits">Digits behind the point of the price.</param>
    public sealed record Bought(
        string LotId, string Bidder, long PriceMinor, int Round, long Event, string Currency, int Digits) : ControlLine;

    /// <summary>A bidder pays without getting a unit.</summary>
    /// <param name="LotId">The lot's id.</param>
    /// <param name="Bidder">Who pays.</param>
    /// <param name="PriceMinor">What it pays.</param>
    /// <param name="Event">The event's number in its sale.</param>
    /// <param name="Currency">The currency's code.</param>
    /// <param name="Digits">Digits behind the point of the price.</param>
    public sealed record Paid(string LotId, string Bidder, long PriceMinor, long Event, string Currency, int Digits) : ControlLine;

    /// <summary>The answer ends here; what was asked is done.</summary>
    public sealed record End : ControlLine;

    /// <summary>The answer ends here; what was asked was not done.</summary>
    /// <param name="Text">Why, and what would do.</param>
    /// <param name="IsStuck">
    /// Nothing can be stored now, so nothing is answered; what was asked is done once it can be. The journal itself says what is stored.
    /// </param>
    public sealed record Error(
        string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsStuck = false) : ControlLine;

    /// <summary>The line's bytes, with its end.</summary>
    public void WriteTo(Stream stream)
    {
        // A text that came from outside must not make a line that the other side cannot read.
        var line = this is Error { Text.Length: > TextMax } error ? error with { Text = error.Text[..TextMax] + "…" } : this;
        JsonSerializer.Serialize(stream, line, ControlJson.Lines.ControlLine);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads a line.</summary>
    /// <param name="bytes">Without its end.</param>
    /// <param name="line">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ControlLine? line)
    {
        try
        {
            line = JsonSerializer.Deserialize(bytes, ControlJson.Lines.ControlLine);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            line = null;
        }
        return line is not null;
    }

    private const int TextMax = 8 * 1024;
}

/// <summary>How lines become JSON.</summary>
[JsonSerializable(typeof(ControlLine))]
internal sealed partial class ControlJson : JsonSerializerContext
{
    /// <summary>For people who read lines, too: only what JSON demands is escaped.</summary>
    public static ControlJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
