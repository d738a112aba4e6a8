using System.Collections.Concurrent;
using Akka.Dispatch;
using AkkaValue = Akka.Configuration.Hocon.HoconValue;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Classes that settings name. Akka passes over some that are not there or are of the wrong kind, with a line in the log at most, and
/// fails late over others: so each is loaded and looked at before anything starts.
/// </summary>
internal static class AkkaClasses
{
    private static readonly ConcurrentDictionary<string, Type?> Loaded = new(StringComparer.Ordinal);

    /// <summary>A class that can be made, of a kind.</summary>
    /// <param name="kind">What it must derive from, or implement.</param>
    /// <param name="arguments">What Akka makes it with, one list for each way.</param>
    public static AkkaRule Of(Type kind, params Type[][] arguments) => new(
        Named($"{(kind.IsInterface ? "implements" : "derives from")} {kind.FullName}{Made(arguments)}"),
        v => Load(v.GetString()) is { } type && IsMade(type, kind, arguments));

    /// <summary>A kind of mailbox whose queue takes whatever comes.</summary>
    public static AkkaRule Unbounded(Type queue) => new(
        Named($"derives from {typeof(MailboxType).FullName} and makes queues of {queue.FullName}, without a bound: "
            + "a full one would lose messages"),
        v => Load(v.GetString()) is { } type && IsMade(type, typeof(MailboxType), MailboxArguments) && Queue(type) is { } made
            && queue.IsAssignableFrom(made) && !typeof(IBoundedMessageQueueSemantics).IsAssignableFrom(made));

    public static Type[][] MailboxArguments { get; } = [[typeof(Akka.Actor.Settings), typeof(Akka.Configuration.Config)]];

    /// <summary>Any class; what it is for says who uses it.</summary>
    public static AkkaRule Any { get; } = new(Named("can be loaded"), v => Load(v.GetString()) is not null);

    /// <summary>A class by its name, as Akka looks for it; null: it is not there.</summary>
    public static Type? Load(string? name) => name is { Length: > 0 } ? Loaded.GetOrAdd(name, Find) : null;

    private static Type? Find(string name)
    {
        try
        {
            // Akka looks from its own assembly: a name without one does not lead to ours.
            var isOurs = !name.Contains(',', StringComparison.Ordinal) && typeof(AkkaClasses).Assembly.GetType(name) is not null;
            return (isOurs ? null : Type.GetType(name)) ?? typeof(AkkaValue).Assembly.GetType(name);
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or ArgumentException or TypeLoadException)
        {
            return null;
        }
    }

    /// <summary>The kind of queue that a mailbox makes; Akka asks the same way.</summary>
    private static Type? Queue(Type mailbox) => Array.Find(
        mailbox.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IProducesMessageQueue<>))
        ?.GetGenericArguments()[0];

    private static bool IsMade(Type type, Type kind, Type[][] arguments) =>
        kind.IsAssignableFrom(type) && !type.IsAbstract && !type.ContainsGenericParameters
        && (arguments.Length == 0 || type.GetConstructors().Select(c => c.GetParameters()).Any(
            parameters => arguments.Any(given => parameters.Length == given.Length
                && parameters.Zip(given).All(pair => pair.First.ParameterType.IsAssignableFrom(pair.Second)))));

    private static string Named(string what) => $"the name of a class that {what}, like \"Space.Class, Assembly\"";

    private static string Made(Type[][] arguments) => arguments.Length == 0 ? ""
        : arguments[0].Length == 0 ? ", with a public constructor without parameters"
        : $", with a public constructor ({string.Join(", ", arguments[0].Select(a => a.Name))})";
}
