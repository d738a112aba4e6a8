using AkkaAuction.CommandLine;

namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// Where a command reads and writes. The commands take it instead of the console, so that a test runs the very same commands on strings.
/// The writers may be used from several threads.
/// </summary>
/// <param name="In">What is typed. Where a <see cref="TypedText"/> left out a line, the command fails.</param>
/// <param name="Out">Screens and results.</param>
/// <param name="Error">Faults and remarks.</param>
/// <param name="PersonIsThere">Somebody types and looks: ask, and draw.</param>
public sealed record BidderIo(TextReader In, TextWriter Out, TextWriter Error, bool PersonIsThere)
{
    /// <summary>Where pictures are drawn when a person is there.</summary>
    public TextWriter Terminal { get; init; } = Out;

    /// <summary>Whether a line of the input was left out.</summary>
    public bool HasFaultyInput => In is TypedText { HasFaults: true };

    public static BidderIo Of(StandardStreams streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        return new BidderIo(
            new TypedText(Console.OpenStandardInput(), fault => streams.Error.WriteLine($"bidder: {fault}")),
            streams.Out,
            streams.Error,
            PersonIsThere: !Console.IsInputRedirected && !Console.IsOutputRedirected)
        {
            Terminal = streams.Terminal,
        };
    }
}
