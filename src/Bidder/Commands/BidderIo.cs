using System.Text;

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
    public static BidderIo OfProcess()
    {
        var utf8 = new UTF8Encoding(false);
        return new BidderIo(
            new StreamReader(Console.OpenStandardInput(), utf8),
            TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true }),
            Console.Error,
            PersonIsThere: !Console.IsInputRedirected && !Console.IsOutputRedirected);
    }
}
