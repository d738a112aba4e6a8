using AkkaAuction.CommandLine;

namespace AkkaAuction.Lab.Commands;

/// <summary>
/// Input and output of a command. Commands use it instead of the console, so that a test runs the same commands on strings. Results go to
/// <see cref="Out"/>, faults to <see cref="Error"/>.
/// </summary>
/// <param name="In">Standard input, as bytes: a fault in its encoding is the reader's to name.</param>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Faults and remarks.</param>
/// <param name="OutIsTerminal">A person is looking: colours, tables and a pace are welcome.</param>
public sealed record LabIo(Stream In, TextWriter Out, TextWriter Error, bool OutIsTerminal)
{
    /// <summary>Where pictures are drawn when a person is looking.</summary>
    public TextWriter Terminal { get; init; } = Out;

    /// <summary>Cancelled when <see cref="Out"/> cannot be written to, which has been reported then.</summary>
    public CancellationToken OutLost { get; init; }

    public static LabIo Of(StandardStreams streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        return new(Console.OpenStandardInput(), streams.Results, streams.Error, !Console.IsOutputRedirected)
        {
            Terminal = streams.Terminal,
            OutLost = streams.OutLost,
        };
    }
}
