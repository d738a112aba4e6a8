using System.Reflection;
using Akka.Remote;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Which keys there are below <c>akka</c>: those of the reference configurations inside the Akka packages that the house stands on, read as
/// the program runs, so that a new package brings its own. Where a person names things, any key may stand: the tables below say where.
/// </summary>
internal static class AkkaKeys
{
    /// <summary>Groups whose keys are a person's own.</summary>
    private static readonly HashSet<string> Free =
    [
        // By the path of an actor.
        "akka.actor.deployment",
        // By the name of a serializer, or of a message's type.
        "akka.actor.serializers", "akka.actor.serialization-bindings", "akka.actor.serialization-identifiers",
        "akka.actor.serialization-settings",
        // By the name of a router, of a message queue's type, or of an adapter.
        "akka.actor.router.type-mapping", "akka.actor.mailbox.requirements", "akka.remote.adapters",
    ];

    /// <summary>
    /// A group that holds one of these keys is a person's own: a dispatcher, a mailbox, a transport, a pool of buffers, a resolver, a
    /// failure detector.
    /// </summary>
    private static readonly string[] Marks =
        ["type", "executor", "throughput", "mailbox-type", "transport-class", "class", "provider-object", "implementation-class"];

    /// <summary>The phases of a stop have a person's own names, too, but all are alike.</summary>
    private const string Phases = "akka.coordinated-shutdown.phases";

    private static readonly HoconObject OfAPhase = HoconText.Parse("depends-on = [], timeout = 5s, recover = on, enabled = on", "a phase");

    /// <summary>What Akka 1.5.73 reads though its reference configurations do not list it.</summary>
    private const string Unlisted = """
        akka {
          actor.default-dispatcher { mailbox-type = "", dedicated-thread-pool.deadlock-timeout = 3s, channel-executor.priority = normal }
          io.tcp.write-commands-queue-max-size = -1
          remote.dot-netty.tcp { enable-pooling = on, log-transport = off, ssl.certificate.flags = [] }
        }
        """;

    /// <summary>What the house says itself, so that a person's word would have no effect; and where it is said instead.</summary>
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["akka.actor.provider"] = "auction.doors.remote.port = off closes the door to other nodes",
        ["akka.remote.untrusted-mode"] = "strangers come in there, so it is always on",
        ["akka.remote.trusted-selection-paths"] = "strangers come in there, so it is always the same",
        ["akka.actor.serializers.json"] = "strangers come in there, so it makes no type that they name",
        ["akka.coordinated-shutdown.terminate-actor-system"] = "a handshake that fails would end the house",
        ["akka.coordinated-shutdown.run-by-actor-system-terminate"] = "a handshake that fails would end the house",
        ["akka.remote.dot-netty.tcp.ssl.require-mutual-authentication"] = "a bidder's certificate proves nothing; its token does",
        ["akka.remote.dot-netty.tcp.hostname"] = "write auction.doors.remote.host",
        ["akka.remote.dot-netty.tcp.public-hostname"] = "write auction.doors.remote.public-host",
        ["akka.remote.dot-netty.tcp.port"] = "write auction.doors.remote.port",
        ["akka.remote.dot-netty.tcp.tcp-reuse-addr"] = "two houses on one port would take each other's bidders",
    };

    private static readonly Lazy<HoconObject> Known = new(Load);

    private static readonly Lazy<HoconObject> OfADispatcher = new(() => Dispatchers(Known.Value).Aggregate((all, one) => all.Merge(one)));

    /// <param name="layer">What one layer holds below <c>akka</c>.</param>
    /// <param name="written">What all of them amount to: a group may be marked as a person's own in any.</param>
    /// <exception cref="SettingsException">A key that is not known, or a value that Akka could not read.</exception>
    public static void Check(HoconObject layer, HoconObject written)
    {
        Check(layer, written, Known.Value, "akka");
        var serializers = Group(Group(Known.Value, "actor"), "serializers").Merge(Group(Group(written, "actor"), "serializers"));
        var adapters = Group(Group(Known.Value.Merge(written), "remote"), "adapters");
        foreach (var (path, value) in LayeredSettings.Leaves(layer, "akka.")) AkkaValues.CheckNamed(path, value, serializers, adapters);
        foreach (var (type, field) in Group(Group(layer, "actor"), "serialization-bindings")) AkkaValues.CheckBinding(type, field.Value);
        var phases = Group(Group(Known.Value.Merge(written), "coordinated-shutdown"), "phases");
        foreach (var name in Group(Group(layer, "coordinated-shutdown"), "phases").Keys) CheckOrder(name, phases);
    }

    /// <summary>Akka finds out when the house stops: then it cannot.</summary>
    private static void CheckOrder(string name, HoconObject phases)
    {
        var (way, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        if (LeadsBack(name))
        {
            throw new ValueReader($"{Phases}.{name}.depends-on", Group(phases, name)["depends-on"].Value)
                .Wrong($"a list of phases that do not lead back: {string.Join(" waits for ", way)}");
        }

        bool LeadsBack(string phase)
        {
            way.Add(phase);
            if (way.Count > 1 && phase == name) return true;
            if (seen.Add(phase) && Group(phases, phase).TryGetValue("depends-on", out var before)
                && before.Value.GetArray().Any(p => LeadsBack(p.GetString()!))) return true;
            way.RemoveAt(way.Count - 1);
            return false;
        }
    }

    private static SettingsException NoGroup(string path, HoconObject known, HoconValue value)
    {
        var keys = string.Join(", ", known.Keys.Order(StringComparer.Ordinal));
        var held = keys.Length > 0 ? $"it holds {keys}" : "its settings stand below it";
        return new($"{HoconText.Place(value.Position)}: {path} is a group of settings, not one; {held}.");
    }

    private static HoconObject Group(HoconObject from, string key) =>
        from.TryGetValue(key, out var field) && field.Value.Type == HoconType.Object ? field.Value.GetObject() : HoconObject.Empty;

    private static void Check(HoconObject layer, HoconObject written, HoconObject known, string path)
    {
        foreach (var (key, field) in layer)
        {
            var (value, at) = (field.Value, $"{path}.{HoconPath.Empty.Plus(key).Value}");
            var group = Group(written, key);
            if (Own.TryGetValue(at, out var instead))
                throw new SettingsException($"{HoconText.Place(value.Position)}: {at} is the house's own to say: {instead}.");
            if (path == Phases)
            {
                if (value.Type != HoconType.Object) throw NoGroup(at, OfAPhase, value);
                Check(value.GetObject(), group, OfAPhase, at);
            }
            else if (!known.TryGetValue(key, out var reference))
            {
                if (value.Type != HoconType.Object || !Marks.Any(group.ContainsKey)) throw Unknown(key, path, known, value);
                AkkaValues.CheckReadable(at, value);
            }
            else if (reference.Value.Type != HoconType.Object)
            {
                AkkaValues.Check(at, reference.Value, value);
            }
            else if (value.Type != HoconType.Object)
            {
                throw NoGroup(at, reference.Value.GetObject(), value);
            }
            else if (IsFree(at, reference.Value.GetObject(), group))
            {
                AkkaValues.CheckReadable(at, value);
            }
            else
            {
                var expected = reference.Value.GetObject();
                Check(value.GetObject(), group, expected.ContainsKey("executor") ? OfADispatcher.Value : expected, at);
            }
        }
    }

    /// <summary>A group that the reference leaves empty, or a dispatcher of a person's own class: only its class knows the keys.</summary>
    private static bool IsFree(string path, HoconObject reference, HoconObject written) =>
        Free.Contains(path) || reference.Count == 0
        || (reference.ContainsKey("executor") && (IsClass(written, "executor") || IsClass(written, "type")));

    private static bool IsClass(HoconObject group, string key) =>
        group.TryGetValue(key, out var name) && name.Value.Type == HoconType.String
        && name.Value.GetString()?.AsSpan().IndexOfAny('.', ',') >= 0;

    private static SettingsException Unknown(string key, string path, HoconObject known, HoconValue value)
    {
        var hint = DidYouMean.Hint(key, known.Keys, path + ".");
        var elsewhere = Paths(Known.Value, "akka").FirstOrDefault(p => p.EndsWith("." + key, StringComparison.Ordinal));
        if (hint.Length == 0 && elsewhere is not null) hint = $" Did you mean {elsewhere}?";
        return new($"{HoconText.Place(value.Position)}: there is no setting {path}.{HoconPath.Empty.Plus(key).Value}.{hint}");
    }

    private static IEnumerable<string> Paths(HoconObject group, string path)
    {
        foreach (var (key, field) in group)
        {
            yield return $"{path}.{key}";
            if (field.Value.Type != HoconType.Object) continue;
            foreach (var below in Paths(field.Value.GetObject(), $"{path}.{key}")) yield return below;
        }
    }

    private static IEnumerable<HoconObject> Dispatchers(HoconObject group)
    {
        if (group.ContainsKey("executor")) yield return group;
        var groups = group.Values.Where(field => field.Value.Type == HoconType.Object);
        foreach (var below in groups.SelectMany(field => Dispatchers(field.Value.GetObject()))) yield return below;
    }

    /// <summary>All reference configurations as one text, because they refer to each other's keys.</summary>
    private static HoconObject Load()
    {
        var texts = new Dictionary<string, string> { ["what Akka reads besides"] = Unlisted };
        foreach (var package in Packages())
        {
            foreach (var name in package.GetManifestResourceNames().Where(n => n.EndsWith(".conf", StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(package.GetManifestResourceStream(name)!);
                texts[name] = reader.ReadToEnd();
            }
        }
        var whole = string.Join('\n', texts.Keys.Select(name => $"include \"{name}\""));
        var root = HoconParser.Parse(new HoconSource("Akka's references", whole), (_, name, _) => new HoconSource(name, texts[name]));
        return root.GetValue("akka").GetObject();
    }

    /// <summary>The Akka assemblies that this program stands on, directly or by way of others.</summary>
    internal static IEnumerable<Assembly> Packages()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Akka.Remote is otherwise named in settings alone, so the house's own assembly would not lead to it.
        var waiting = new Queue<Assembly>([typeof(RemoteActorRefProvider).Assembly, typeof(AkkaKeys).Assembly]);
        while (waiting.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.FullName!)) continue;
            if (IsAkka(assembly.GetName())) yield return assembly;
            foreach (var name in assembly.GetReferencedAssemblies())
            {
                if (IsAkka(name) || name.Name!.StartsWith("AkkaAuction", StringComparison.Ordinal)) waiting.Enqueue(Assembly.Load(name));
            }
        }
    }

    private static bool IsAkka(AssemblyName name) => name.Name is "Akka" || name.Name!.StartsWith("Akka.", StringComparison.Ordinal);
}
