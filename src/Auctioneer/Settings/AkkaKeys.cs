using System.Reflection;
using Akka.Remote;
using Hocon;
using static AkkaAuction.Auctioneer.Settings.AkkaNames;

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

    private static readonly Lazy<HoconObject> Known = new(Load);

    private static readonly Lazy<HoconObject> OfADispatcher = new(() => Dispatchers(Known.Value).Aggregate((all, one) => all.Merge(one)));

    /// <summary>Groups in which any key may stand, and keys that make such a group: docs/reference/settings.md names them.</summary>
    internal static IEnumerable<string> Unchecked =>
        Free.Concat(Empty(Known.Value, "akka").Where(at => !at.StartsWith(Phases, StringComparison.Ordinal))).Concat(Marks);

    /// <param name="layers">What each layer holds below <c>akka</c>, oldest first.</param>
    /// <param name="written">What all of them amount to: a group may be marked as a person's own in any.</param>
    /// <exception cref="SettingsException">A key that is not known, or a value that Akka could not read.</exception>
    public static void Check(IReadOnlyList<HoconObject> layers, HoconObject written)
    {
        // The newest first: one that makes a single value of a group is to blame, and not an older one whose group it covers.
        foreach (var layer in layers.Reverse())
        {
            HouseKeys.Check(layer, "akka");
            Check(layer, written, Known.Value, "akka");
        }
        // Names that one layer gives and another uses; by now what must be a group or a list is one in every layer.
        var whole = Known.Value.Merge(written);
        var names = new AkkaNames(whole);
        foreach (var layer in layers)
        {
            foreach (var (path, value) in LayeredSettings.Leaves(layer, "akka.")) names.Check(path, value);
            CheckKeys(layer);
        }
        CheckOrder(Group(Group(written, "coordinated-shutdown"), "phases"), Group(Group(whole, "coordinated-shutdown"), "phases"));
    }

    /// <summary>Akka orders the phases when the house stops: with a cycle among them it cannot.</summary>
    private static void CheckOrder(HoconObject written, HoconObject phases)
    {
        // A cycle has a list in it that a person wrote: Akka's own have none.
        foreach (var name in written.Keys.Where(name => Group(written, name).ContainsKey("depends-on"))) CheckOrder(name, phases);
    }

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
        var held = known.Count > 0
            ? "it holds " + DidYouMean.Few(known.Keys, "Akka.NET's documentation has them")
            : "its settings stand below it";
        return new($"{HoconText.Place(value.Position)}: {path} is a group of settings, not one; {held}.");
    }

    private static void Check(HoconObject layer, HoconObject written, HoconObject known, string path)
    {
        foreach (var (key, field) in layer)
        {
            var (value, at) = (field.Value, $"{path}.{HoconPath.Empty.Plus(key).Value}");
            var group = Group(written, key);
            if (path == Phases)
            {
                if (value.Type != HoconType.Object) throw NoGroup(at, OfAPhase, value);
                Check(value.GetObject(), group, OfAPhase, at);
            }
            else if (!known.TryGetValue(key, out var reference))
            {
                if (value.Type != HoconType.Object || !Marks.Any(group.ContainsKey)) throw Unknown(key, path, known, value);
                AkkaValues.CheckOwn(at, value);
            }
            else if (reference.Value.Type != HoconType.Object)
            {
                AkkaValues.Check(at, reference.Value, value);
            }
            else if (value.Type != HoconType.Object)
            {
                throw NoGroup(at, reference.Value.GetObject(), value);
            }
            else if (reference.Value.GetObject() is var expected
                // A later layer may name another class than the one that these keys are for.
                && (IsFree(at, expected, group) || IsFree(at, expected, value.GetObject())))
            {
                AkkaValues.CheckOwn(at, value);
            }
            else
            {
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

    private static IEnumerable<string> Empty(HoconObject known, string path) =>
        from entry in known
        where entry.Value.Value.Type == HoconType.Object
        let below = entry.Value.Value.GetObject()
        let at = $"{path}.{entry.Key}"
        from empty in below.Count == 0 ? [at] : Empty(below, at)
        select empty;

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
