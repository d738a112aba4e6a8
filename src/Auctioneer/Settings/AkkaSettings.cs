using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Configuration;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// What people wrote below <c>akka</c>, checked against what Akka's packages know (<see cref="AkkaKeys"/>) and printed plainly. Akka's own
/// parser hangs on some texts, ends the process on others and takes most mistakes without a word (docs/adr/0009): it reads only what ours
/// has printed.
/// </summary>
public sealed class AkkaSettings
{
    private readonly HoconObject _written;

    private AkkaSettings(HoconObject written) => _written = written;

    /// <summary>Nobody wrote anything.</summary>
    public static AkkaSettings None { get; } = new(HoconObject.Empty);

    /// <summary>What was written, as plain HOCON; empty where nothing was.</summary>
    public string Text => _written.Count == 0 ? "" : $"\"akka\" : {{\n{_written.PrettyPrint(2)}}}\n";

    /// <param name="layers">What each layer holds below <c>akka</c>, oldest first.</param>
    /// <exception cref="SettingsException">A key that Akka does not know, or a value that it could not read.</exception>
    internal static AkkaSettings Read(IReadOnlyList<HoconValue> layers)
    {
        var written = HoconObject.Empty;
        foreach (var layer in layers)
        {
            if (layer.Type != HoconType.Object)
            {
                throw new SettingsException($"{HoconText.Place(layer.Position)}: akka is a group of settings, not one; "
                    + "write what it holds, like akka.loglevel = INFO.");
            }
            written = written.Merge(layer.GetObject());
        }
        // Each layer by itself: what a later one covers is checked, too.
        AkkaKeys.Check([.. layers.Select(layer => layer.GetObject())], written);
        return written.Count == 0 ? None : new AkkaSettings(written);
    }

    /// <summary>What was written, over what holds where nothing was.</summary>
    public Config Over(Config below) => _written.Count == 0 ? below : ConfigurationFactory.ParseString(Text).WithFallback(below);

    /// <summary>Runs a call of Akka's alone, and rewords its failure as a fault of what was written here.</summary>
    /// <param name="start">A call that fails only because of Akka, or of a port: the house's own faults do not belong in it.</param>
    /// <exception cref="SettingsException">It failed; the message names the value to blame, with its place.</exception>
    public T Try<T>(Func<T> start)
    {
        ArgumentNullException.ThrowIfNull(start);
#pragma warning disable CA1031 // Akka throws whatever a class throws that a person named: whatever it is, these settings cannot be used.
        try
        {
            return start();
        }
        catch (Exception fault) when (_written.Count > 0 && Chain(fault).All(f => f is not SocketException))
        {
            throw Refused(fault);
        }
#pragma warning restore CA1031
    }

    private SettingsException Refused(Exception fault)
    {
        var leaves = LayeredSettings.Leaves(_written, "akka.").ToArray();
        var chain = Chain(fault).ToArray();
        var said = chain.Select(f => HoconText.FirstLine(f.Message).TrimEnd('.')).ToArray();
        var (path, value) = ToBlame(leaves, said, chain.Any(f => f is CryptographicException));
        if (value is null)
            return new($"{Sources(leaves)}: Akka cannot start with what is written below akka ({Keys(leaves)}): {said[^1]}.", fault);
        var reader = new ValueReader(path, value);
        return new($"{reader.Place}: {path} is {reader.Shown}; Akka cannot start with it: {said[^1]}.", fault);

        static string Sources((string Path, HoconValue Value)[] leaves) =>
            string.Join(", ", leaves.Select(leaf => leaf.Value.Position.Source).Distinct());

        static string Keys((string Path, HoconValue Value)[] leaves) =>
            string.Join("; ", leaves.Take(5).Select(leaf => leaf.Path + Line(leaf.Value.Position))) + (leaves.Length > 5 ? "; …" : "");
    }

    private static string Line(HoconPosition at) => HoconText.Place(at)[at.Source.Length..];

    /// <summary>
    /// The value that a failure is about. If only one was written, that one. If a certificate failed, its path. Else one whose key, or
    /// whose value, Akka's message repeats; a value that is the path of other settings comes last.
    /// </summary>
    private static (string Path, HoconValue? Value) ToBlame((string Path, HoconValue Value)[] leaves, string[] said, bool isCertificate)
    {
        if (leaves.Length == 1) return leaves[0];
        var certificate = Array.Find(leaves, leaf => leaf.Path.EndsWith(".certificate.path", StringComparison.Ordinal));
        if (isCertificate && certificate.Value is not null) return certificate;
        var named = Array.Find(leaves, leaf => said.Any(sentence => Names(sentence, leaf.Path)));
        if (named.Value is not null) return named;
        return leaves.Where(leaf => Texts(leaf.Value).Any(text => said.Any(sentence => Names(sentence, text))))
            .OrderBy(leaf => Texts(leaf.Value).Any(text => text.StartsWith("akka.", StringComparison.Ordinal)))
            .ThenByDescending(leaf => Texts(leaf.Value).Max(text => text.Length))
            .FirstOrDefault();
    }

    /// <summary>Whether a sentence holds a text as a whole word; short ones, like a switch or a number, stand in any sentence.</summary>
    private static bool Names(string sentence, string text)
    {
        if (text.Length < 3) return false;
        for (var at = -1; (at = sentence.IndexOf(text, at + 1, StringComparison.Ordinal)) >= 0;)
        {
            var end = at + text.Length;
            if ((at == 0 || !char.IsLetterOrDigit(sentence[at - 1])) && (end == sentence.Length || !char.IsLetterOrDigit(sentence[end])))
                return true;
        }
        return false;
    }

    private static IEnumerable<string> Texts(HoconValue value) => value.Type switch
    {
        HoconType.Array => value.GetArray().SelectMany(Texts),
        HoconType.String when value.GetString() is { } text => [text],
        _ => [],
    };

    private static IEnumerable<Exception> Chain(Exception fault)
    {
        yield return fault;
        var inner = fault is AggregateException many ? many.InnerExceptions : fault.InnerException is { } one ? [one] : [];
        foreach (var below in inner.SelectMany(Chain)) yield return below;
    }
}
