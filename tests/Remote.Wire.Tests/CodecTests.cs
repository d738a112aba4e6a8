using System.Buffers;
using System.Text;
using Akka.Remote.Wire;
using AkkaAuction.Remote.Schema;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>
/// The codec written by hand, held against the frames of two official nodes and against Google's protobuf over our schema.
/// </summary>
public sealed class CodecTests
{
    [Fact]
    public void Every_recorded_frame_is_understood_and_written_again_with_the_same_bytes()
    {
        Assert.Equal(61, RecordedSession.Frames.Count);
        foreach (var frame in RecordedSession.Frames) Assert.Equal(WithLength(frame.Bytes), Recode(frame.Bytes));
    }

    [Fact]
    public void The_recorded_handshake_names_both_nodes_and_their_incarnations()
    {
        var associates = RecordedSession.Frames.Where(f => ControlPdu.Decode(f.Bytes).Command == ControlCommand.Associate).ToList();
        Assert.Equal(2, associates.Count);
        var alpha = ControlPdu.Decode(associates[0].Bytes);
        Assert.Equal(new WireAddress("alpha", "127.0.0.1", 19001, "tcp"), alpha.Origin);
        Assert.Equal(948541773UL, alpha.Uid);
        var beta = ControlPdu.Decode(associates[1].Bytes);
        Assert.Equal(new WireAddress("beta", "127.0.0.1", 19102, "tcp"), beta.Origin);
        Assert.Equal(235322986UL, beta.Uid);
    }

    [Fact]
    public void A_message_is_written_as_protobuf_writes_it()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(ArbMap.Default.ArbFor<Drawn>(), drawn =>
        {
            var inner = new InnerMessage
            {
                Envelope = new AddressedMessage
                {
                    Recipient = new ActorReference { Path = Clean(drawn.Recipient) + "/" },
                    Message = new SerializedMessage
                    {
                        Message = ByteString.CopyFrom(drawn.Message ?? []),
                        SerializerId = drawn.Serializer,
                        Manifest = ByteString.CopyFromUtf8(Clean(drawn.Manifest)),
                    },
                    Sequence = drawn.Sequence,
                },
            };
            if (drawn.Acknowledged is { } numbers)
            {
                inner.Ack = new Ack { Cumulative = drawn.Sequence };
                inner.Ack.Missing.AddRange(numbers);
            }

            if (!string.IsNullOrEmpty(Clean(drawn.Sender))) inner.Envelope.Sender = new ActorReference { Path = Clean(drawn.Sender) };
            var expected = new WireFrame { Payload = inner.ToByteString() }.ToByteArray();

            Assert.Equal(WithLength(expected), Recode(expected));
        }));
    }

    [Fact]
    public void Fields_that_are_not_known_are_passed_over()
    {
        var known = new WireFrame { Instruction = new Instruction { Command = Instruction.Types.Command.Heartbeat } }.ToByteArray();
        byte[] varint = [0x78, 0x96, 0x01], bytes = [0x7A, 0x02, 1, 2], fixed32 = [0x7D, 1, 2, 3, 4], fixed64 = [0x79, 1, 2, 3, 4, 5, 6, 7, 8];
        byte[] extended = [.. varint, .. bytes, .. known, .. fixed32, .. fixed64];
        Assert.Equal(ControlCommand.Heartbeat, ControlPdu.Decode(extended).Command);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0a")]
    [InlineData("0a05aa")]
    [InlineData("0affffffff0f")]
    [InlineData("ffffffffffffffffffffff")]
    [InlineData("12021009")]
    [InlineData("1202080a")]
    [InlineData("12020801")]
    [InlineData("0b")]
    [InlineData("0400")]
    public void Damaged_frames_are_refused(string hex) =>
        Assert.Throws<WireFormatException>(() => ControlPdu.Decode(Convert.FromHexString(hex)).Uid);

    [Fact]
    public void Noise_is_refused_or_understood_and_never_anything_else()
    {
        var random = new Random(20250101);
        var refused = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var noise = Noise(random);
            try
            {
                var pdu = ControlPdu.Decode(noise);
                if (pdu.Command == ControlCommand.None) _ = MessageEnvelope.Decode(pdu.Payload).Payload.ManifestText;
            }
            catch (WireFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 200_000);
    }

    [Fact]
    public void Frames_are_cut_out_of_the_stream_wherever_it_is_torn()
    {
        var stream = RecordedSession.Frames.SelectMany(f => WithLength(f.Bytes)).ToArray();
        foreach (var piece in new[] { 1, 2, 3, 5, 7, 64, 4096, stream.Length })
        {
            var buffer = Torn(stream, piece);
            var found = new List<byte[]>();
            while (Frame.TryRead(ref buffer, 128_000, out var payload)) found.Add(payload.ToArray());
            Assert.Equal(RecordedSession.Frames.Select(f => f.Bytes), found);
            Assert.True(buffer.IsEmpty);
        }
    }

    [Theory]
    [InlineData(128_000 - 4, false)]
    [InlineData(128_000 - 3, true)]
    [InlineData(int.MaxValue, true)]
    [InlineData(-1, true)]
    [InlineData(int.MinValue, true)]
    public void A_frame_over_the_limit_is_refused_when_it_is_announced(int length, bool refused)
    {
        var announced = new ReadOnlySequence<byte>(BitConverter.GetBytes(length));
        if (refused) Assert.Throws<OversizedFrameException>(() => Frame.TryRead(ref announced, 128_000, out _));
        else Assert.False(Frame.TryRead(ref announced, 128_000, out _));
    }

    private static byte[] Recode(byte[] frame)
    {
        var writer = new WireWriter();
        var pdu = ControlPdu.Decode(frame);
        switch (pdu.Command)
        {
            case ControlCommand.None:
                var envelope = MessageEnvelope.Decode(pdu.Payload);
                if (!envelope.HasMessage) MessageEnvelope.WriteAck(writer, envelope.Ack!);
                else
                {
                    var size = MessageEnvelope.Write(writer, envelope.Ack, envelope.Recipient, envelope.Sender, envelope.Sequence,
                        envelope.Payload.Message, envelope.Payload.SerializerId, envelope.Payload.ManifestText);
                    Assert.Equal(writer.Length, size);
                }

                break;
            case ControlCommand.Associate:
                ControlPdu.WriteAssociate(writer, pdu.Origin, pdu.Uid);
                break;
            default:
                ControlPdu.Write(writer, pdu.Command);
                break;
        }

        return writer.ToArray();
    }

    private static byte[] WithLength(byte[] frame) => [.. BitConverter.GetBytes(frame.Length), .. frame];

    /// <summary>A recorded frame with some bytes changed, cut or put in: nearer to what the decoder expects than bytes of pure chance.</summary>
    private static byte[] Noise(Random random)
    {
        var frame = RecordedSession.Frames[random.Next(RecordedSession.Frames.Count)].Bytes.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && frame.Count > 0; changes--)
        {
            var at = random.Next(frame.Count);
            switch (random.Next(3))
            {
                case 0:
                    frame[at] = (byte)random.Next(256);
                    break;
                case 1:
                    frame.RemoveRange(at, Math.Min(random.Next(1, 8), frame.Count - at));
                    break;
                default:
                    frame.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. frame];
    }

    private static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static ReadOnlySequence<byte> Torn(byte[] stream, int piece)
    {
        Piece? first = null, last = null;
        for (var at = 0; at < stream.Length; at += piece)
        {
            var memory = stream.AsMemory(at, Math.Min(piece, stream.Length - at));
            last = last is null ? first = new Piece(memory, 0) : last.Then(memory);
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    public sealed record Drawn(
        string? Recipient, string? Sender, byte[]? Message, int Serializer, string? Manifest, ulong Sequence, ulong[]? Acknowledged);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
