using System.Text;

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
    public static LabIo OfProcess()
    {
        // One flush per result and not per line: a replay writes tens of thousands of lines.
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false };
        return new(Console.OpenStandardInput(), output, Console.Error, !Console.IsOutputRedirected);
    }
}
