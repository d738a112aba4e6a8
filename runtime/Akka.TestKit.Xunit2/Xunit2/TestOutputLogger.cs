using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Logs into a test's output, where the reader of a failed test looks.</summary>
public class TestOutputLogger : ReceiveActor
{
    private readonly ITestOutputHelper _output;

    public TestOutputLogger(ITestOutputHelper output)
    {
        _output = output;
        Receive<LogEvent>(Write);
        Receive<InitializeLogger>(initialize =>
        {
            initialize.LoggingBus.Subscribe(Self, typeof(LogEvent));
            Sender.Tell(new LoggerInitialized(), Self);
        });
    }

    private void Write(LogEvent logEvent)
    {
        try
        {
            _output.WriteLine(logEvent.ToString());
        }
        catch (FormatException mismatch)
        {
            _output.WriteLine($"[{logEvent.LogLevel()}][{logEvent.LogSource}] {mismatch.Message} {(logEvent.Message as LogMessage)?.Format}");
        }
        catch (InvalidOperationException)
        {
            // xunit takes no output of a test that is over; neither does anybody read it.
            Context.Stop(Self);
        }
    }
}
