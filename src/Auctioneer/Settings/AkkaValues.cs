using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Whether a value below <c>akka</c> is what its key wants: by its rule (<see cref="AkkaRules"/>), or else by the default that Akka's
/// reference has for it. What Akka would choke on later is named at once.
/// </summary>
internal static class AkkaValues
{
    /// <exception cref="SettingsException">The value is not what its key wants.</exception>
    public static void Check(string path, HoconValue reference, HoconValue written)
    {
        CheckReadable(path, written);
        if (written.Type == HoconType.Object)
            throw new SettingsException($"{HoconText.Place(written.Position)}: {path} is a single value; there is nothing below it.");
        Check(path, AkkaRules.Find(path) ?? Of(path, reference), written);
    }

    /// <summary>A value among a person's own keys: what Akka would read of it must be readable, where there is a rule for it.</summary>
    /// <exception cref="SettingsException">It is not what its key wants.</exception>
    public static void CheckOwn(string path, HoconValue written)
    {
        CheckReadable(path, written);
        if (written.Type == HoconType.Object)
        {
            foreach (var (key, field) in written.GetObject()) CheckOwn($"{path}.{HoconPath.Empty.Plus(key).Value}", field.Value);
        }
        else if (AkkaRules.Find(path) is { } rule)
        {
            Check(path, rule, written);
        }
    }

    private static void Check(string path, AkkaRule rule, HoconValue written)
    {
        var reader = new ValueReader(path, written);
        if (rule.List is not { } list)
        {
            if (written.Type == HoconType.Array || !rule.Fits(AkkaRule.Of(written.GetString()))) throw reader.Wrong(rule.Expected);
            return;
        }
        if (written.Type != HoconType.Array || !written.GetArray().All(e => e.Type == HoconType.String && e.GetString() is not null))
            throw reader.Wrong(list);
        foreach (var (element, i) in written.GetArray().Select((element, i) => (element, i)))
        {
            if (!rule.Fits(AkkaRule.Of(element.GetString()))) throw new ValueReader($"{path}[{i}]", element).Wrong(rule.Expected);
        }
        if (written.GetArray().Count < rule.Elements.Least || written.GetArray().Count > rule.Elements.Most) throw reader.Wrong(list);
    }

    /// <summary>
    /// Akka cuts white space off the ends of every text, and takes the text "null" for no value: what would change on the way is refused.
    /// </summary>
    public static void CheckReadable(string path, HoconValue written)
    {
        switch (written.Type)
        {
            case HoconType.Object:
                foreach (var (key, field) in written.GetObject()) CheckReadable($"{path}.{HoconPath.Empty.Plus(key).Value}", field.Value);
                break;
            case HoconType.Array:
                foreach (var element in written.GetArray()) CheckReadable(path, element);
                break;
            case HoconType.String when written.GetString() is { } text && (text.Trim() != text || text == "null"):
                throw new ValueReader(path, written).Wrong(
                    "a text that Akka leaves as it is: it cuts off white space at the ends, and takes \"null\" for no value");
        }
    }

    /// <summary>What a key's default in Akka's reference shows of what it takes.</summary>
    private static AkkaRule Of(string path, HoconValue reference)
    {
        if (reference.Type == HoconType.Array) return AkkaRule.Each(AkkaRule.Text);
        var text = reference.GetString() ?? "";
        var value = AkkaRule.Of(text);
        if (AkkaRule.Reads(value.GetBoolean)) return AkkaRule.Switch;
        if (text.Length == 0) return AkkaRule.Text;
        if (AkkaRule.Reads(value.GetDouble))
        {
            // A negative default stands for "no limit"; where it is positive, nothing negative makes sense. A factor may be a fraction
            // though its default is none.
            return AkkaRule.Reads(value.GetLong) && !path.EndsWith("factor", StringComparison.Ordinal)
                ? AkkaRule.Whole(Math.Min(0, value.GetLong()))
                : AkkaRule.Number(0, int.MaxValue);
        }
        if (AkkaRule.Reads(() => value.GetTimeSpan())) return AkkaRule.Time("1ms");
        return AkkaRule.Reads(value.GetByteSize) ? AkkaRule.Size("1b", "2147483647b") : AkkaRule.Text;
    }
}
