using System.Text;
using System.Text.RegularExpressions;
using Hocon;

namespace AkkaAuction.Documents.Tests;

/// <summary>The settings as a page: each key of reference.conf with its default and the comment above it.</summary>
internal static partial class SettingsPage
{
    public const string Source = "src/Auctioneer/Settings/reference.conf";

    private const string Head = """
        # Settings

        Every setting of a house, with its default and what it does. The defaults stand in
        [reference.conf](../../src/Auctioneer/Settings/reference.conf) alone; this page is made from it. Change a setting in a file
        (`auctioneer serve --config FILE`, see [hocon/house.conf](../../hocon/house.conf)) or for one run
        (`--set auction.rounds.length=10s`). A later `--set` covers an earlier one, and both cover the file.

        - Times are numbers with `ms`, `s`, `m`, `h` or `d`; sizes are numbers with `KiB` or `MiB`; switches are `on` or `off`.
        - The house refuses a key that is not here, and a value that does not fit. It names the file, the line and what would be right.
        - Below `akka { … }` stand [Akka.NET's own settings](https://getakka.net/articles/configuration/config-overview.html), checked in
          the same way. [akka.conf](../../src/Auctioneer/Settings/akka.conf) has those that the house changes.
        - Where people give names of their own, any key is taken, and a misspelt one has no effect. Of these groups the house checks only
          values whose key Akka.NET knows: classes, times, sizes, names of serializers.
          - What stands below the path of an actor: `akka.actor.deployment`.
          - Serializers, and what they are for: `akka.actor.serializers`, `akka.actor.serialization-bindings`,
            `akka.actor.serialization-identifiers`, `akka.actor.serialization-settings`.
          - Names for classes: `akka.actor.router.type-mapping`, `akka.actor.mailbox.requirements`, `akka.remote.adapters`.
          - Groups that Akka.NET's reference leaves empty: `akka.actor.default-dispatcher.default-executor`,
            `akka.actor.default-dispatcher.thread-pool-executor`, `akka.actor.default-dispatcher.current-context-executor`.
          - A dispatcher whose `type` or `executor` is a class of your own, and a new group with one of the keys `type`, `executor`,
            `throughput`, `mailbox-type`, `transport-class`, `class`, `provider-object`, `implementation-class` in it: a dispatcher, a
            mailbox, a transport, a pool of buffers, a resolver, a failure detector.

        """;

    /// <exception cref="InvalidOperationException">A key has no comment.</exception>
    public static string Of(string conf)
    {
        var page = new StringBuilder(Head);
        var groups = new Stack<string>();
        var comment = new List<string>();
        var keys = new List<string>();
        var heading = "";
        foreach (var line in conf.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith('#')) comment.Add(line[1..].Trim());
            else if (line.EndsWith('{'))
            {
                groups.Push(line[..^1].Trim());
                // The comment above the outermost group is about the file.
                if (groups.Count > 1) page.Append($"\n## {Path(groups)}\n{(comment.Count > 0 ? $"\n{Text(comment)}\n" : "")}");
                comment.Clear();
            }
            else if (line == "}") groups.Pop();
            else if (line.Split(" = ", 2) is [var key, var value])
            {
                var full = $"{Path(groups)}.{key}";
                if (comment.Count == 0) throw new InvalidOperationException($"{full} has no comment above it.");
                if (heading != Path(groups))
                {
                    heading = Path(groups);
                    page.Append($"{(groups.Count == 1 ? $"\n## {heading}\n" : "")}\n| Key | Default | What it does |\n|---|---|---|\n");
                }
                page.Append($"| `{key}` | `{value}` | {Text(comment)} |\n");
                keys.Add(full);
                comment.Clear();
            }
            else comment.Clear();
        }
        Assert.Equal(Leaves("", HoconParser.Parse(conf).Value), keys);
        return page.ToString();
    }

    private static string Path(IEnumerable<string> groups) => string.Join('.', groups.Reverse());

    /// <summary>A comment as text: keys and options in code, documents as links.</summary>
    private static string Text(IEnumerable<string> comment)
    {
        var text = string.Join(' ', comment);
        text = Document().Replace(text, match => $"[{match.Groups[2].Value}](../{match.Groups[1].Value}{match.Groups[2].Value})");
        text = Option().Replace(text, "`$0`");
        return text.Replace("(../reference/", "(", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
    }

    /// <summary>The keys as the house's own reader finds them.</summary>
    private static IEnumerable<string> Leaves(string path, HoconValue value) => value.Type == HoconType.Object
        ? value.GetObject().SelectMany(field => Leaves(path == "" ? field.Key : $"{path}.{field.Key}", field.Value.Value))
        : [path];

    [GeneratedRegex(@"docs/([a-z]+/)([a-z-]+\.md)")]
    private static partial Regex Document();

    [GeneratedRegex(@"(?<![\w`/])(auction\.[a-z.-]*[a-z]|akka\.remote[a-z.-]+|[a-z]+ = [a-z]+)")]
    private static partial Regex Option();
}
