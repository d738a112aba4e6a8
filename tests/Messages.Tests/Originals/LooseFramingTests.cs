using System.Buffers;
using System.Text;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Messages.Tests.Originals;

/// <summary>Where a message of the two original doors ends.</summary>
public sealed class LooseFramingTests
{
    private const int Max = 16;

    // Pieces as they arrive; ~ is silence, | the end of the stream. Messages are split by /, a message over the limit is !.
    [Theory, Trait("Requirement", "R3.9")]
    [InlineData("120\n", "120")]
    [InlineData("120\r\n", "120")]
    [InlineData("120", "")]
    [InlineData("120~", "120")]
    [InlineData("1 2~0~", "1 2/0")]
    [InlineData("120|", "120")]
    [InlineData("120\n|", "120")]
    [InlineData("1,2,0\n", "120")]
    [InlineData("1,20~", "120")]
    [InlineData("a\nb\nc\n", "a/b/c")]
    [InlineData("a\nb~", "a")]
    [InlineData("a\nb~,c\n", "a/bc")]
    [InlineData("a\nb|", "a/b")]
    [InlineData("\n\na\n", "//a")]
    [InlineData("120~\n", "120")]
    [InlineData("120~\r\n7\n", "120/7")]
    [InlineData("120~7~\n8\n", "120/7/8")]
    [InlineData("~~|", "")]
    [InlineData("0123456789abcdef\n", "0123456789abcdef")]
    [InlineData("0123456789abcdefg,h\nx\n", "!/x")]
    [InlineData("0123456789abcdefghijk~x~", "!/x")]
    [InlineData("0123456789abcdefghijk,more~x~", "!/x")]
    [InlineData("0123456789abcdefghijk|", "!")]
    [InlineData("a\n0123456789abcdefghijk~,more\nx\n", "a/!/x")]
    public void A_message_ends_in_a_newline_in_the_end_of_the_stream_or_in_silence(string arrivals, string messages)
    {
        var framing = new LooseFraming(Max);
        var found = new List<string>();
        var held = "";
        foreach (var c in arrivals + ",")
        {
            var end = c switch { '~' => BufferEnd.Silence, '|' => BufferEnd.Stream, ',' => BufferEnd.Open, _ => (BufferEnd?)null };
            if (end is null)
            {
                held += c;
                continue;
            }
            var buffer = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(held));
            LooseResult result;
            while ((result = framing.TryTake(ref buffer, end.Value, out var text)) != LooseResult.Incomplete)
                found.Add(result == LooseResult.TooLong ? "!" : text);
            held = Encoding.UTF8.GetString(buffer);
        }
        Assert.Equal(messages, string.Join('/', found));
    }

    [Fact, Trait("Requirement", "R3.9")]
    public void Who_has_sent_a_newline_is_held_to_lines_and_nobody_waits_for_its_silence()
    {
        var framing = new LooseFraming(Max);
        var buffer = new ReadOnlySequence<byte>("12"u8.ToArray());
        Assert.Equal(LooseResult.Incomplete, framing.TryTake(ref buffer, BufferEnd.Open, out _));
        Assert.True(framing.ListensForSilence(buffer));
        buffer = new ReadOnlySequence<byte>("12\n34"u8.ToArray());
        framing.TryTake(ref buffer, BufferEnd.Open, out _);
        Assert.False(framing.ListensForSilence(buffer));
        Assert.True(framing.HoldsToLines);
    }

    // The same messages come out whatever pieces the network makes of them.
    [Fact, Trait("Requirement", "R3.9")]
    public void Halves_make_the_same_messages_as_wholes()
    {
        var text = Encoding.UTF8.GetBytes("2 100 3 Sword\nCafé,5\n\r\nx\n");
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var framing = new LooseFraming(64);
            var found = new List<string>();
            var held = Array.Empty<byte>();
            foreach (var piece in new[] { text[..cut], text[cut..] })
            {
                var buffer = new ReadOnlySequence<byte>([.. held, .. piece]);
                while (framing.TryTake(ref buffer, BufferEnd.Open, out var message) == LooseResult.Message) found.Add(message);
                held = buffer.ToArray();
            }
            Assert.Equal(["2 100 3 Sword", "Café,5", "", "x"], found);
        }
    }
}
