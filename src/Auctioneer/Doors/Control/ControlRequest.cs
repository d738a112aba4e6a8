using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>What an operator asks of a running house (docs/reference/control.md): one line of JSON each.</summary>
internal abstract record ControlRequest
{
    private ControlRequest() { }

    /// <summary>The version of the protocol; a request says which it is written in.</summary>
    public const int Version = 1;

    /// <summary>Which sales are there?</summary>
    public sealed record List : ControlRequest;

    /// <summary>How does a sale stand?</summary>
    /// <param name="Sale">Its id.</param>
    public sealed record Show(string Sale) : ControlRequest;

    /// <summary>Put up the sale of a catalogue.</summary>
    /// <param name="File">Its full path; the house reads it.</param>
    public sealed record Put(string File) : ControlRequest;

    /// <summary>Close a sale now.</summary>
    /// <param name="Sale">Its id.</param>
    public sealed record Close(string Sale) : ControlRequest;

    /// <summary>The request as a line, without its end.</summary>
    public byte[] ToLine()
    {
        var (verb, key, value) = this switch
        {
            Show show => ("show", "sale", show.Sale),
            Put put => ("put", "file", put.File),
            Close close => ("close", "sale", close.Sale),
            _ => ("list", "", ""),
        };
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("do", verb);
            if (key.Length > 0) json.WriteString(key, value);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="request">What it asks.</param>
    /// <param name="fault">What is wrong with it, and what would be right.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ControlRequest? request, [NotNullWhen(false)] out string? fault)
    {
        request = null;
        fault = $"This is no JSON object on one line; write one like {Example}.";
        if (!Utf8.IsValid(line.Span)) return false;
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            request = Read(document.RootElement, out var wrong);
            fault = wrong;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // What is said of it is better than the parser's own words. Half a surrogate pair is found only when the text is taken.
        }
        return request is not null;
    }

    private const string Example = "{\"v\":1,\"do\":\"list\"}";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private static ControlRequest? Read(JsonElement root, out string? fault)
    {
        string? verb = null, key = null, value = null;
        var isVersion = false;
        fault = null;
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "v" when property.Value.ValueKind == JsonValueKind.Number:
                    isVersion = property.Value.TryGetInt32(out var version) && version == Version;
                    if (!isVersion) fault = $"v is {property.Value.GetRawText()}; this house speaks version {Version}.";
                    break;
                case "do" when property.Value.ValueKind == JsonValueKind.String: verb = property.Value.GetString(); break;
                case "sale" or "file" when key is null && property.Value.ValueKind == JsonValueKind.String:
                    (key, value) = (property.Name, property.Value.GetString());
                    break;
                default:
                    fault ??= $"{Shown(property.Name)} cannot be used as it stands here; a request has v, do, and sale or file where it "
                        + "needs one: a number and texts.";
                    break;
            }
        }
        if (fault is null && !isVersion) fault = $"v is missing; write the version of the protocol, like {Example}.";
        if (fault is not null) return null;
        var request = (verb, key) switch
        {
            ("list", null) => (ControlRequest)new List(),
            ("show", "sale") => new Show(value!),
            ("put", "file") => new Put(value!),
            ("close", "sale") => new Close(value!),
            _ => null,
        };
        if (request is null) fault = Misused(verb, key);
        return request;
    }

    private static string Misused(string? verb, string? key) => verb switch
    {
        "list" => $"list takes no {key}.",
        "show" or "close" => $"{verb} needs sale, the sale's id, and nothing else.",
        "put" => "put needs file, the full path of a catalogue, and nothing else.",
        null => $"do is missing; it is one of list, show, put or close, like {Example}.",
        _ => $"do is \"{Shown(verb)}\"; it must be one of list, show, put or close.",
    };

    private static string Shown(string text)
    {
        var line = string.Concat(text.Take(64).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length <= 64 ? line : line + "…";
    }
}
