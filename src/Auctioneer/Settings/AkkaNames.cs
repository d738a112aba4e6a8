using System.Text.RegularExpressions;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Values that name something else below <c>akka</c>: a dispatcher, a mailbox, a serializer. Akka passes over some that are not there, and
/// fails late over others.
/// </summary>
/// <param name="whole">What Akka's references and everything that was written amount to, below <c>akka</c>.</param>
internal sealed class AkkaNames(HoconObject whole)
{
    private const string Deployment = "akka.actor.deployment.";

    /// <summary>
    /// Names of the actors that the house begins with: the desks of the original houses are called as their doors. A deployment by a
    /// pattern (/*) may be of any.
    /// </summary>
    internal static readonly HashSet<string> ActorsOfTheHouse = ["*", "**", "auctioneer", "desk", .. Doors()];

    /// <summary>Keys whose value is a name, whether it names something, and what it must be; each row that fits a key holds.</summary>
    private static readonly (Regex Keys, Func<AkkaNames, string, bool> Fits, Func<AkkaNames, string> Expected)[] Table =
    [
        Row("akka.{loggers-dispatcher,remote.use-dispatcher,remote.**.use-dispatcher-for-io}", IsDispatcher, ADispatcher),
        Row("akka.io.*.{dispatcher,*-dispatcher}", IsDispatcher, ADispatcher),
        Row("akka.actor.deployment.*.dispatcher", IsDispatcher, ADispatcher),
        Row("akka.actor.{mailbox.requirements.*,deployment.*.mailbox}", (names, name) => names.Leads(name, "mailbox-type"),
            _ => "the path of a mailbox, like akka.actor.mailbox.unbounded-queue-based"),
        Row("akka.actor.deployment.*.router", (names, name) => names.At("actor", "router", "type-mapping").ContainsKey(name),
            names => $"one of akka.actor.router.type-mapping: {Listed(names.At("actor", "router", "type-mapping").Keys)}"),
        Row("akka.actor.serialization-bindings.*", (names, name) => names.At("actor", "serializers").ContainsKey(name),
            names => $"the name of a serializer: {Listed(names.At("actor", "serializers").Keys)}, or one of akka.actor.serializers"),
        Row("akka.io.dns.resolver", (names, name) => names.At("io", "dns", name).ContainsKey("provider-object"),
            names => $"one of akka.io.dns: {Listed(names.At("io", "dns").Keys.Where(key => names.At("io", "dns", key).Count > 0))}"),
        Row("akka.io.*.buffer-pool", (names, name) => names.Leads(name, "class"),
            _ => "the path of a pool of buffers, like akka.io.tcp.disabled-buffer-pool"),
    ];

    /// <summary>The same for deployments of actors that the house makes.</summary>
    private static readonly (Regex Keys, Func<AkkaNames, string, bool> Fits, Func<AkkaNames, string> Expected)[] OfTheHouse =
    [
        Row("akka.actor.deployment.*.mailbox",
            (names, name) => names.MailboxAt(name) is { } type && AkkaRules.Unbounded.Fits(AkkaRule.Of(type)),
            _ => "the path of a mailbox without a bound: a full one would lose messages of the house"),
        Row("akka.actor.deployment.*.router", (_, name) => name == "from-code", _ => "left out: an actor of the house is no router"),
    ];

    /// <exception cref="SettingsException">The value names something that is not there.</exception>
    public void Check(string path, HoconValue written)
    {
        if (written.Type != HoconType.String || written.GetString() is not { Length: > 0 } name) return;
        foreach (var (keys, fits, expected) in IsOfTheHouse(path) ? [.. Table, .. OfTheHouse] : Table)
        {
            if (keys.IsMatch(path) && !fits(this, name)) throw new ValueReader(path, written).Wrong(expected(this));
        }
    }

    /// <summary>Keys that are the names of classes: Akka passes over those that it cannot load.</summary>
    /// <param name="layer">What a layer holds below <c>akka</c>.</param>
    public static void CheckKeys(HoconObject layer)
    {
        var actor = Group(layer, "actor");
        Check("serialization-bindings", Group(actor, "serialization-bindings"));
        Check("serialization-identifiers", Group(actor, "serialization-identifiers"));
        Check("mailbox.requirements", Group(Group(actor, "mailbox"), "requirements"));

        static void Check(string group, HoconObject written)
        {
            foreach (var (type, field) in written.Where(entry => AkkaClasses.Load(entry.Key) is null))
            {
                var place = HoconText.Place(field.Value.Position);
                throw new SettingsException($"{place}: akka.actor.{group} has \"{type}\"; it must be {AkkaClasses.Any.Expected}.");
            }
        }
    }

    internal static HoconObject Group(HoconObject from, string key) =>
        from.TryGetValue(key, out var field) && field.Value.Type == HoconType.Object ? field.Value.GetObject() : HoconObject.Empty;

    private static bool IsDispatcher(AkkaNames names, string name) => names.Leads(name, "executor", "type", "throughput");

    private static string ADispatcher(AkkaNames names) => "the path of a dispatcher, like akka.actor.default-dispatcher";

    private static string[] Doors() =>
        [.. Group(Group(HoconText.Parse(HouseSettings.Reference(), LayeredSettings.Defaults), "auction"), "doors").Keys];

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static bool IsOfTheHouse(string path) =>
        path.StartsWith(Deployment, StringComparison.Ordinal) && HoconPath.Parse(path) is { Count: > 3 } parts
        && ActorsOfTheHouse.Contains(parts[3].TrimStart('/').Split('/')[0]);

    private string? MailboxAt(string path) =>
        Find(path) is { Type: HoconType.Object } group && group.GetObject().TryGetValue("mailbox-type", out var type)
            ? type.Value.GetString()
            : null;

    /// <summary>Whether a path leads to a group with one of these keys, if need be by way of another path.</summary>
    private bool Leads(string path, params string[] keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Add(path))
        {
            var value = Find(path);
            if (value?.Type == HoconType.Object) return keys.Any(value.GetObject().ContainsKey);
            if (value?.Type != HoconType.String || value.GetString() is not { } next) return false;
            path = next;
        }
        return false;
    }

    private HoconValue? Find(string path)
    {
        HoconPath parts;
        try
        {
            parts = HoconPath.Parse(path);
        }
        catch (HoconException)
        {
            return null;
        }
        if (parts.Count < 2 || parts[0] != "akka") return null;
        return At([.. parts.Skip(1).SkipLast(1)]).TryGetValue(parts[^1], out var field) ? field.Value : null;
    }

    private HoconObject At(params string[] keys) => keys.Aggregate(whole, Group);

    private static (Regex Keys, Func<AkkaNames, string, bool> Fits, Func<AkkaNames, string> Expected) Row(
        string keys, Func<AkkaNames, string, bool> fits, Func<AkkaNames, string> expected) => (AkkaKeyPattern.Of(keys), fits, expected);
}
