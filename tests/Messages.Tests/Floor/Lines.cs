using System.Buffers;
using System.Text;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Messages.Tests.Floor;

/// <summary>Short ways to write and read single lines in tests.</summary>
internal static class Lines
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Written(Answer answer) => Written(output => FloorWriter.Write(output, answer));

    public static string Written(Notice notice) => Written(output => FloorWriter.Write(output, notice));

    public static string Written(Request request) => Written(output => FloorRequestWriter.Write(output, request));

    public static FloorFault FaultOf(ReadOnlySpan<byte> line) =>
        FloorRequestParser.TryParse(line, out _, out var fault) ? default : fault;

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
