using System.Text;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Bidder.Tests.Commands;

public sealed class TypedTextTests
{
    public static TheoryData<byte[], string[], string> Inputs => new()
    {
        { [], [], "" },
        { [.. "a\nb"u8], ["a", "b"], "" },
        { [.. "a\r\n\r\nb\rc\n\n"u8], ["a", "", "b", "c", ""], "" },
        { [0xEF, 0xBB, 0xBF, .. "Müller\n花 😀\n"u8], ["Müller", "花 😀"], "" },
        { [.. "a\nM"u8, 0xFC, .. "ller\nb\n"u8], ["a", "b"], "line 2 of the input is left out: the byte FC is not UTF-8." },
        { [.. "x"u8, 0xE2, 0x82], [], "line 1 of the input is left out: the byte E2 is not UTF-8." },
        { [.. "x"u8, 0xE2, 0x82, .. "\ny"u8], ["y"], "line 1 of the input is left out: the byte E2 is not UTF-8." },
        { [0xFF, 0xFE, (byte)'a', 0], [], "line 1 of the input is left out: the byte 00 is no text." },
        {
            [.. Enumerable.Repeat((byte)'x', TypedText.BytesMax), .. "\n"u8, .. Enumerable.Repeat((byte)'x', 70_000), .. "\nb"u8],
            [new string('x', TypedText.BytesMax), "b"], "line 2 of the input is left out: it is longer than 16384 bytes."
        },
        { Encoding.UTF8.GetBytes($"x{new string('花', 5000)}\nb"), [$"x{new string('花', 5000)}", "b"], "" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Lines_that_are_no_text_are_named_and_left_out(byte[] input, string[] lines, string told)
    {
        foreach (var piece in (int[])[1, 7, int.MaxValue])
        {
            var faults = new List<string>();
            using var reader = new TypedText(new Pieces(input, piece), faults.Add);
            var read = new List<string>();
            while (reader.ReadLine() is { } line) read.Add(line);
            Assert.Equal(lines, read);
            Assert.Equal(told, string.Join('\n', faults));
            Assert.Equal(told.Length > 0, reader.HasFaults);
        }
    }

    /// <summary>Bytes that come a few at a time, as typed ones do.</summary>
    private sealed class Pieces(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
