using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// Describes log events: by level, text (exact, beginning, part or pattern), source, cause, or any predicate. What is described can then be
/// expected, or kept from the output. Of message, start and contains the first that is given counts.
/// </summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<LogFilter> _before;

    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys)
    {
    }

    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, Array.Empty<LogFilter>())
    {
    }

    internal EventFilterFactory(TestKitBase testkit, ActorSystem system, IReadOnlyList<LogFilter> before)
    {
        _testkit = testkit;
        _system = system;
        _before = before;
    }

    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Error>(message, start, contains, source);

    public IEventFilterApplier Error(Regex pattern, string? source = null) => OfLevel<Error>(pattern, source);

    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Warning>(message, start, contains, source);

    public IEventFilterApplier Warning(Regex pattern, string? source = null) => OfLevel<Warning>(pattern, source);

    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Info>(message, start, contains, source);

    public IEventFilterApplier Info(Regex pattern, string? source = null) => OfLevel<Info>(pattern, source);

    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Debug>(message, start, contains, source);

    public IEventFilterApplier Debug(Regex pattern, string? source = null) => OfLevel<Debug>(pattern, source);

    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel, string? message = null, string? start = null, string? contains = null, string? source = null) => logLevel switch
        {
            LogLevel.DebugLevel => Debug(message, start, contains, source),
            LogLevel.InfoLevel => Info(message, start, contains, source),
            LogLevel.WarningLevel => Warning(message, start, contains, source),
            LogLevel.ErrorLevel => Error(message, start, contains, source),
            _ => throw new ArgumentOutOfRangeException(nameof(logLevel), logLevel, "There is no such level"),
        };

    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) => logLevel switch
    {
        LogLevel.DebugLevel => Debug(pattern, source),
        LogLevel.InfoLevel => Info(pattern, source),
        LogLevel.WarningLevel => Warning(pattern, source),
        LogLevel.ErrorLevel => Error(pattern, source),
        _ => throw new ArgumentOutOfRangeException(nameof(logLevel), logLevel, "There is no such level"),
    };

    /// <summary>An error with such an exception as its cause; text means the event's or the exception's.</summary>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Exception(typeof(TException), pattern, source);

    /// <param name="exceptionType">The exception's type or a base of it.</param>
    /// <param name="message">The whole text.</param>
    /// <param name="start">How the text begins.</param>
    /// <param name="contains">A part of the text.</param>
    /// <param name="source">Who logs it.</param>
    /// <param name="checkInnerExceptions">Whether an exception inside the cause will do.</param>
    public IEventFilterApplier Exception(
        Type exceptionType,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null,
        bool checkInnerExceptions = false) =>
        Applying(LogFilter.OfException(exceptionType, LogFilter.Text(message, start, contains), LogFilter.Source(source), checkInnerExceptions));

    /// <inheritdoc cref="Exception(Type, string, string, string, string, bool)"/>
    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string? source = null, bool checkInnerExceptions = false) =>
        Applying(LogFilter.OfException(exceptionType, LogFilter.Text(pattern), LogFilter.Source(source), checkInnerExceptions));

    /// <summary>A message that reached nobody; source is the path it was meant for.</summary>
    public IEventFilterApplier DeadLetter() => Applying(LogFilter.OfDeadLetter(_ => true, LogFilter.Source(null)));

    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) => DeadLetter(typeof(TMessage), source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        Applying(LogFilter.OfDeadLetter(letter => letter.Message is TMessage typed && isMatch(typed), LogFilter.Source(source)));

    public IEventFilterApplier DeadLetter(Type type, string? source = null) =>
        Applying(LogFilter.OfDeadLetter(letter => type.IsInstanceOfType(letter.Message), LogFilter.Source(source)));

    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null) =>
        Applying(LogFilter.OfDeadLetter(letter => type.IsInstanceOfType(letter.Message) && isMatch(letter.Message), LogFilter.Source(source)));

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Applying(new LogFilter("custom", predicate));

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Custom(logEvent => logEvent is TLogEvent typed && predicate(typed));

    private FilterApplier OfLevel<TEvent>(string? message, string? start, string? contains, string? source)
        where TEvent : LogEvent =>
        Applying(LogFilter.OfLevel<TEvent>(
            $"{typeof(TEvent).Name} [{message ?? start ?? contains}]", LogFilter.Text(message, start, contains), LogFilter.Source(source)));

    private FilterApplier OfLevel<TEvent>(Regex pattern, string? source)
        where TEvent : LogEvent =>
        Applying(LogFilter.OfLevel<TEvent>($"{typeof(TEvent).Name} [{pattern}]", LogFilter.Text(pattern), LogFilter.Source(source)));

    private FilterApplier Applying(LogFilter filter) => new(_testkit, _system, [.. _before, filter]);
}
