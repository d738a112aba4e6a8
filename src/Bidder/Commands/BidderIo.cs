using System.Text;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// Where a command reads and writes. The commands take it instead of the console, so that a test runs the very same commands on strings.
/// The writers may be used from several threads.
/// </summary>
/// <param name="In">What is typed.</param>
/// <param name="Out">Screens and results.</param>
/// <param name="Error">Faults and remarks.</param>
/// <param name="PersonIsThere">Somebody types and looks: ask, and draw.</param>
public sealed record BidderIo(TextReader In, TextWriter Out, TextWriter Error, bool PersonIsThere)
{
    /// <summary>Where pictures are drawn when a person is there.</summary>
    public TextWriter Terminal { get; init; } = Out;

    public static BidderIo Of(StandardStreams streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        return new BidderIo(
            new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false)),
            streams.Out,
            streams.Error,
            PersonIsThere: !Console.IsInputRedirected && !Console.IsOutputRedirected)
        {
            Terminal = streams.Terminal,
        };
    }
}
