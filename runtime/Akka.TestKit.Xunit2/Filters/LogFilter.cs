using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Recognises log events, and tells whoever waits for them. Compared without regard to case, as Akka.NET does.</summary>
internal sealed class LogFilter(string description, Predicate<LogEvent> matches)
{
    internal event Action? Matched;

    public override string ToString() => description;

    internal bool Apply(LogEvent logEvent)
    {
        if (!matches(logEvent))
            return false;
        Matched?.Invoke();
        return true;
    }

    internal static Predicate<string> Text(string? message, string? start, string? contains) => text =>
        message is not null ? text.Equals(message, StringComparison.OrdinalIgnoreCase)
        : start is not null ? text.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        : contains is null || text.Contains(contains, StringComparison.OrdinalIgnoreCase);

    internal static Predicate<string> Text(Regex pattern) => pattern.IsMatch;

    /// <summary>A source is an actor's path, with or without its address, or any other name that something logs under.</summary>
    internal static Predicate<string> Source(string? source) => actual =>
        source is null
        || actual.Equals(source, StringComparison.OrdinalIgnoreCase)
        || (ActorPath.TryParse(actual, out var path) && path.ToStringWithoutAddress().Equals(source, StringComparison.OrdinalIgnoreCase));

    internal static LogFilter OfLevel<TEvent>(string description, Predicate<string> text, Predicate<string> source)
        where TEvent : LogEvent => new(
            description,
            logEvent => logEvent is TEvent && source(logEvent.LogSource) && (text(TextOf(logEvent.Message)) || text(TextOfCause(logEvent.Cause))));

    internal static LogFilter OfException(Type type, Predicate<string> text, Predicate<string> source, bool inner) => new(
        $"error with cause {type}",
        logEvent => logEvent is Error && source(logEvent.LogSource) && Causes(logEvent.Cause, inner).Any(cause =>
            type.IsInstanceOfType(cause) && (text(TextOf(logEvent.Message)) || text(cause.Message))));

    internal static LogFilter OfDeadLetter(Predicate<DeadLetter> letter, Predicate<string> source) => new(
        "dead letter",
        logEvent => logEvent is Warning { Message: DeadLetter dead } && letter(dead) && source(logEvent.LogSource));

    private static string TextOf(object? message) => message?.ToString() ?? "null";

    private static string TextOfCause(Exception? cause) => cause?.Message ?? "";

    private static IEnumerable<Exception> Causes(Exception? cause, bool inner)
    {
        for (; cause is not null; cause = inner ? cause.InnerException : null)
            yield return cause;
    }
}

/// <summary>Tells a system's <see cref="TestEventListener"/> what to keep from the output.</summary>
internal sealed record MuteEvents(IReadOnlyList<LogFilter> Filters) : INoSerializationVerificationNeeded;

internal sealed record UnmuteEvents(IReadOnlyList<LogFilter> Filters) : INoSerializationVerificationNeeded;
