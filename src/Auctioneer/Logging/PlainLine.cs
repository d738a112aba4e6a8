using System.Globalization;
using AkkaAuction.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>A log event as one line, or more where an exception follows: time, level, source, text.</summary>
internal sealed class PlainLine() : ConsoleFormatter(Format)
{
    private const string Format = "plain";

    /// <summary>The field of an event that is older than its line.</summary>
    internal const string TimeField = "Time";

    /// <summary>Writes a house's log to standard error, for standard output is the screen's.</summary>
    /// <param name="logging">The program's logging.</param>
    /// <param name="from">The lowest level that it writes.</param>
    internal static void Use(ILoggingBuilder logging, LogLevel from)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(from);
        // What the host itself says, the house says in words of its own.
        logging.AddFilter("Microsoft", LogLevel.None);
        logging.AddConsole(console =>
        {
            console.FormatterName = Format;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.Services.AddSingleton<ConsoleFormatter, PlainLine>();
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var level = logEntry.LogLevel switch
        {
            LogLevel.Critical or LogLevel.Error => "ERROR",
            LogLevel.Warning => "WARN ",
            LogLevel.Information => "INFO ",
            _ => "DEBUG",
        };
        var cause = logEntry.Exception is { } fault ? $" | {fault}" : "";
        var time = TimeOf(logEntry.State).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var text = ShownText.Of(logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.WriteLine($"{time} {level} {logEntry.Category} {text}{cause}");
    }

    private static DateTimeOffset TimeOf<TState>(TState state)
    {
        foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            if (name == TimeField && value is DateTimeOffset at) return at;
        }
        return DateTimeOffset.UtcNow;
    }
}
