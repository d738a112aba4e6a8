using System.Collections.Immutable;
using System.Text.Json;
using AkkaAuction.CommandLine;
using AkkaAuction.Rules.Examples;

namespace AkkaAuction.Lab.Decide;

/// <summary>The content of a file: its auctions, and whether they are in a list.</summary>
public sealed record AskedAuctions(ImmutableArray<ReadAuction> Auctions, bool IsList);

/// <summary>
/// Reads auctions in the shape of the worked examples: <c>{"format","input":{…}}</c>, a list of them, or <c>{"examples":[…]}</c>. The
/// reader ignores keys beside format and input. Inside the input it refuses unknown keys, because a misspelt reserve would change the
/// result silently. In a list, a fault costs its own auction only.
/// </summary>
public static class WorkedAuctionReader
{
    private const string Shape = "{\"format\": …, \"input\": {…}}";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="file">What messages call it.</param>
    /// <exception cref="InputException">Names the file, the auction, the key, and what would be right.</exception>
    public static AskedAuctions Read(string file, byte[] utf8)
    {
        using var document = Parse(file, utf8);
        var root = document.RootElement;
        if (root.ValueKind is JsonValueKind.Object && root.TryGetProperty("examples", out var examples))
        {
            if (examples.ValueKind is not JsonValueKind.Array)
                throw new InputException($"{file}: \"examples\" is {KindOf(examples)}; a list of auctions is wanted.");
            root = examples;
        }
        if (root.ValueKind is not JsonValueKind.Array)
        {
            var only = new AuctionOf(file, "the auction", root).TryRead();
            return only.Fault is { } fault ? throw fault : new([only], IsList: false);
        }
        return new([.. root.EnumerateArray().Select((one, i) => new AuctionOf(file, $"auction {i + 1}", one).TryRead())], IsList: true);
    }

    private static JsonDocument Parse(string file, byte[] utf8)
    {
        try
        {
            var text = GivenText.ReadAll(new MemoryStream(utf8));
            if (string.IsNullOrWhiteSpace(text))
                throw new InputException($"{file} is empty; an auction {Shape}, or a list of them, is wanted.");
            return JsonDocument.Parse(text);
        }
        catch (GivenTextException e)
        {
            throw new InputException($"{file}, line {e.Line}: {e.Message}.", e);
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? $"line {line + 1}, position {(e.BytePositionInLine ?? 0) + 1}: " : "";
            var cut = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new InputException($"{file}: {where}{(cut < 0 ? e.Message : e.Message[..cut])}", e);
        }
    }

    private static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    // The present place, for faults.
    private sealed class AuctionOf(string file, string place, JsonElement element)
    {
        private string? _who;
        private string? _name;

        public ReadAuction TryRead()
        {
            try
            {
                var read = Read();
                return new(read.Name, read, null);
            }
            catch (InputException fault)
            {
                return new(_name ?? place, null, fault);
            }
        }

        private AskedAuction Read()
        {
            if (element.ValueKind is not JsonValueKind.Object) throw Fault($"is {KindOf(element)}; {Shape} is wanted.");
            NoKeyTwice();
            var name = place;
            if (element.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String)
            {
                name = _name = id.GetString()!;
                _who = $"{place} (\"{name}\")";
            }
            var form = ReadForm();
            if (!element.TryGetProperty("input", out var input)) throw Fault($"has no \"input\"; {Shape} is wanted.");
            if (input.ValueKind is not JsonValueKind.Object) throw Fault($"\"input\" is {KindOf(input)}; an object is wanted.");
            if (WorkedExample.AsksForNext(form)) return ReadLastOffer(name, form, input);
            foreach (var key in input.EnumerateObject())
            {
                if (key.Name is "bids" or "reserve" || (key.Name is "increment" && HasIncrement(form))) continue;
                throw Fault($"\"input\" has a \"{key.Name}\", which {form} does not know; it takes {Keys(form)}.");
            }
            if (!input.TryGetProperty("bids", out var bids)) throw Fault($"\"input\" has no \"bids\"; {form} takes {Keys(form)}.");
            if (bids.ValueKind is not JsonValueKind.Array)
                throw Fault($"\"bids\" is {KindOf(bids)}; a list of [\"bidder\", amount] is wanted.");
            ExactNumber? reserve = input.TryGetProperty("reserve", out var r) && r.ValueKind is not JsonValueKind.Null
                ? ReadAmount(r, "\"reserve\"")
                : null;
            ExactNumber? increment = null;
            if (HasIncrement(form))
            {
                if (!input.TryGetProperty("increment", out var step))
                    throw Fault($"\"input\" has no \"increment\"; {form} takes {Keys(form)}.");
                increment = ReadAmount(step, "\"increment\"");
                if (increment.Value.Units is 0) throw Fault("\"increment\" is 0; a step above 0 is wanted.");
            }
            return Asked(name, form, reserve, increment, [.. bids.EnumerateArray().Select(ReadBid)]);
        }

        // A last offer and a step, and no bidders.
        private AskedAuction ReadLastOffer(string name, string form, JsonElement input)
        {
            const string Wanted = "\"amount\" (the last offer) and \"minimalStep\"";
            foreach (var key in input.EnumerateObject())
            {
                if (key.Name is not ("amount" or "minimalStep"))
                    throw Fault($"\"input\" has a \"{key.Name}\", which {form} does not know; it takes {Wanted}.");
            }
            if (!input.TryGetProperty("amount", out var amount)) throw Fault($"\"input\" has no \"amount\"; {form} takes {Wanted}.");
            if (!input.TryGetProperty("minimalStep", out var step))
                throw Fault($"\"input\" has no \"minimalStep\"; {form} takes {Wanted}.");
            var minimal = ReadAmount(step, "\"minimalStep\"");
            if (minimal.Units is 0) throw Fault("\"minimalStep\" is 0; a step above 0 is wanted.");
            return Asked(name, form, null, minimal, [("last", ReadAmount(amount, "\"amount\""))]);
        }

        // Checked for each auction: in a list, another one's fault is no reason to decide nothing.
        private void NoKeyTwice()
        {
            try
            {
                using var strict = JsonDocument.Parse(element.GetRawText(), Strict);
            }
            catch (JsonException e)
            {
                throw Fault(e.Message);
            }
        }

        // Every amount of an auction is given as many digits as the one that needs most: nothing is rounded.
        private static AskedAuction Asked(
            string name, string form, ExactNumber? reserve, ExactNumber? increment, (string Bidder, ExactNumber Amount)[] bids)
        {
            var digits = bids.Select(b => b.Amount.Decimals).Append(reserve?.Decimals ?? 0).Append(increment?.Decimals ?? 0).Max();
            var auction = new WorkedAuction(
                form, reserve?.ToMinor(digits), increment?.ToMinor(digits),
                [.. bids.Select(b => new WorkedBid(b.Bidder, b.Amount.ToMinor(digits)))]);
            return new(name, auction, digits);
        }

        private string ReadForm()
        {
            if (!element.TryGetProperty("format", out var format)) throw Fault($"has no \"format\"; {Shape} is wanted.");
            if (format.ValueKind is not JsonValueKind.String) throw Fault($"\"format\" is {KindOf(format)}; one of {Known()} is wanted.");
            var name = format.GetString()!;
            return WorkedExample.Formats.Contains(name)
                ? name
                : throw Fault($"\"format\" is \"{name}\", which cannot be decided here; known are {Known()}.");
        }

        private (string Bidder, ExactNumber Amount) ReadBid(JsonElement bid, int index)
        {
            var which = $"\"bids\", number {index + 1},";
            if (bid.ValueKind is not JsonValueKind.Array || bid.GetArrayLength() is not 2)
            {
                var found = bid.ValueKind is JsonValueKind.Array ? $"a list of {bid.GetArrayLength()}" : KindOf(bid);
                throw Fault($"{which} is {found}; [\"bidder\", amount] is wanted.");
            }
            if (bid[0].ValueKind is not JsonValueKind.String)
                throw Fault($"{which} has {KindOf(bid[0])} for its bidder; a text is wanted.");
            var bidder = bid[0].GetString()!;
            if (bidder.Length is 0) throw Fault($"{which} has a bidder without a name.");
            return (bidder, ReadAmount(bid[1], which));
        }

        private ExactNumber ReadAmount(JsonElement amount, string what)
        {
            var text = amount.ValueKind switch
            {
                JsonValueKind.Number => amount.GetRawText(),
                JsonValueKind.String => amount.GetString()!,
                _ => throw Fault($"{what} has {KindOf(amount)} where an amount is wanted, like 12 or \"12.50\"."),
            };
            var number = ExactNumber.Read(text, out var fault);
            return fault is null ? number : throw Fault($"{what.TrimEnd(',')}: {fault}");
        }

        private static bool HasIncrement(string form) => form.StartsWith("english_", StringComparison.Ordinal);

        // A fault of the auction continues its sentence; a fault of a part has a sentence of its own.
        private InputException Fault(string what)
        {
            var goesOn = what.StartsWith("is ", StringComparison.Ordinal) || what.StartsWith("has ", StringComparison.Ordinal);
            return new InputException($"{file}: {_who ?? place}{(goesOn ? " " : ": ")}{what}");
        }

        private static string Known() => string.Join(", ", WorkedExample.Formats);

        private static string Keys(string form) =>
            HasIncrement(form)
                ? "\"bids\", \"increment\", and a \"reserve\" if there is one"
                : "\"bids\", and a \"reserve\" if there is one";
    }
}
