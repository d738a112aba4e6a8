using Hocon;
using AkkaValue = Akka.Configuration.Hocon.HoconValue;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// What a value below <c>akka</c> must be, told from the default that Akka's reference has for its key. Whether it is that, Akka's own
/// reading of the text says: what Akka would choke on later is named at once.
/// </summary>
internal static class AkkaValues
{
    private const string Duration = "a time with its unit, like 500ms or 5s, or infinite";
    private const string Size = "a size in bytes, like 4096b or 64KiB";
    private const string Levels = "one of OFF, ERROR, WARNING, INFO, DEBUG";

    /// <summary>Keys that take more, or less, than their default shows.</summary>
    private static readonly Dictionary<string, (string Expected, Func<AkkaValue, bool> Fits)> Special = new(StringComparer.Ordinal)
    {
        ["akka.loglevel"] = (Levels, IsLevel),
        ["akka.stdout-loglevel"] = (Levels, IsLevel),
        ["akka.log-dead-letters"] = ("on, off or a whole number", v => Reads(v.GetBoolean) || Reads(v.GetInt)),
        ["akka.remote.log-buffer-size-exceeding"] = ("off or a whole number", v => Reads(v.GetBoolean) || Reads(v.GetInt)),
        ["akka.remote.log-frame-size-exceeding"] = ("off or " + Size, v => Reads(v.GetBoolean) || Reads(v.GetByteSize)),
        // A house whose timers tick so seldom that it cannot even stop is no house.
        ["akka.scheduler.tick-duration"] = ("a time from 1ms to 1s", v => Reads(() => v.GetTimeSpan(false))
            && v.GetTimeSpan(false) is var tick && tick >= TimeSpan.FromMilliseconds(1) && tick <= TimeSpan.FromSeconds(1)),
        // Akka knows no other, and would say so with a stack trace in the log.
        ["akka.remote.dot-netty.tcp.transport-protocol"] = ("tcp", v => v.GetString() == "tcp"),
        ["akka.actor.reaper-interval"] = (Duration, v => Reads(() => v.GetTimeSpan())),
        ["akka.actor.typed.timeout"] = (Duration, v => Reads(() => v.GetTimeSpan())),
    };

    /// <exception cref="SettingsException">The value is not what its key wants.</exception>
    public static void Check(string path, HoconValue reference, HoconValue written)
    {
        CheckReadable(path, written);
        if (written.Type == HoconType.Object)
            throw new SettingsException($"{HoconText.Place(written.Position)}: {path} is a single value; there is nothing below it.");
        if (reference.Type == HoconType.Array)
        {
            if (written.Type != HoconType.Array || !written.GetArray().All(e => e.Type == HoconType.String && e.GetString() is not null))
                throw Wrong("a list of texts in brackets");
            return;
        }
        var (expected, fits) = Special.TryGetValue(path, out var special) ? special : Of(path, reference.GetString() ?? "");
        if (written.Type == HoconType.Array || !fits(Akka(written.GetString()))) throw Wrong(expected);

        SettingsException Wrong(string what) => new ValueReader(path, written).Wrong(what);
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

    private static (string Expected, Func<AkkaValue, bool> Fits) Of(string path, string reference)
    {
        var value = Akka(reference);
        if (Reads(value.GetBoolean)) return ("on or off", v => Reads(v.GetBoolean));
        if (reference.Length > 0 && Reads(value.GetDouble))
        {
            // A negative default stands for "no limit"; where it is positive, nothing negative makes sense. A factor may be a fraction
            // though its default is none.
            var (least, from) = reference[0] == '-' ? (double.NegativeInfinity, "") : (0, " from 0");
            return Reads(value.GetLong) && !path.EndsWith("factor", StringComparison.Ordinal)
                ? ("a whole number" + from, v => Reads(v.GetLong) && v.GetLong() >= least)
                : ("a number" + from, v => Reads(v.GetDouble) && v.GetDouble() >= least);
        }
        if (reference.Length > 0 && Reads(() => value.GetTimeSpan())) return (Duration, v => Reads(() => v.GetTimeSpan()));
        if (reference.Length > 0 && Reads(value.GetByteSize)) return (Size, v => v.GetString() is { Length: > 0 } && Reads(v.GetByteSize));
        return ("a text", _ => true);
    }

    /// <summary>
    /// Classes, serializers and adapters that Akka passes over when they are not there: a line in the log is all that it says.
    /// </summary>
    public static void CheckNamed(string path, HoconValue written, HoconObject serializers, HoconObject adapters)
    {
        var reader = new ValueReader(path, written);
        if (written.Type == HoconType.Array && path == "akka.extensions")
        {
            foreach (var element in reader.Elements("a list of classes")) CheckClass(element);
        }
        else if (written.Type == HoconType.Array && path.EndsWith(".applied-adapters", StringComparison.Ordinal))
        {
            // With an unknown one the door never opens, and nobody says why.
            foreach (var element in reader.Elements("a list of adapters"))
            {
                if (!adapters.ContainsKey(element.Text()))
                    throw element.Wrong($"one of akka.remote.adapters: {string.Join(", ", adapters.Keys)}");
            }
        }
        else if (path.EndsWith(".implementation-class", StringComparison.Ordinal)
            || path.EndsWith(".mailbox-type", StringComparison.Ordinal)
            || path.StartsWith("akka.actor.serializers.", StringComparison.Ordinal))
        {
            CheckClass(reader);
        }
        else if (path.StartsWith("akka.actor.serialization-bindings.", StringComparison.Ordinal) && !serializers.ContainsKey(reader.Text()))
        {
            var known = string.Join(", ", serializers.Keys.Order(StringComparer.Ordinal));
            throw reader.Wrong($"the name of a serializer: {known}, or one of akka.actor.serializers");
        }
    }

    /// <summary>A binding is by the name of a message's type: Akka passes over one that it cannot load.</summary>
    public static void CheckBinding(string type, HoconValue written)
    {
        if (Load(type) is not null) return;
        var place = HoconText.Place(written.Position);
        throw new SettingsException($"{place}: akka.actor.serialization-bindings has \"{type}\"; it must be {AClass}.");
    }

    private const string AClass = "the name of a class that can be loaded, like \"Space.Class, Assembly\"";

    private static void CheckClass(ValueReader name)
    {
        if (Load(name.Text(AClass)) is null) throw name.Wrong(AClass);
    }

    /// <summary>A class by its name, as Akka looks for it; null: it is not there.</summary>
    internal static Type? Load(string name)
    {
        try
        {
            return Type.GetType(name) ?? typeof(AkkaValue).Assembly.GetType(name);
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or ArgumentException or TypeLoadException)
        {
            return null;
        }
    }

    private static bool IsLevel(AkkaValue value) =>
        value.GetString()?.ToUpperInvariant() is "OFF" or "ERROR" or "WARNING" or "INFO" or "DEBUG";

    private static AkkaValue Akka(string? text)
    {
        var value = new AkkaValue();
        value.AppendValue(new Akka.Configuration.Hocon.HoconLiteral { Value = text ?? "null" });
        return value;
    }

    private static bool Reads<T>(Func<T> reading)
    {
        try
        {
            reading();
            return true;
        }
        catch (Exception fault) when (fault is FormatException or NotSupportedException or OverflowException or ArgumentException)
        {
            return false;
        }
    }
}
