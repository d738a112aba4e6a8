namespace Akka.Remote.Wire;

/// <summary>The numbers are the wire's; 1 to 5 are in use.</summary>
internal enum ControlCommand
{
    None = 0,
    Associate = 1,
    Disassociate = 2,
    Heartbeat = 3,

    /// <summary>The sender is going down; associating again is useless for now.</summary>
    DisassociateShuttingDown = 4,

    /// <summary>The sender has quarantined the receiver: this incarnation of it is never spoken to again.</summary>
    DisassociateQuarantined = 5,
}

/// <summary>A node's address as it crosses the wire; <c>protocol</c> is the transport's (<c>tcp</c>), without <c>akka.</c> before it.</summary>
internal readonly record struct WireAddress(string System, string Host, uint Port, string Protocol);

/// <summary>
/// The outer layer of the protocol: a frame is either a payload (see <see cref="MessageEnvelope"/>) or an instruction about the association itself.
/// An associate carries who is there and the number of its incarnation; the others carry nothing.
/// </summary>
internal static class ControlPdu
{
    public const int PayloadField = 1;
    private const int InstructionField = 2;

    /// <summary>What a frame turned out to be; <see cref="Payload"/> is set when <see cref="Command"/> is none.</summary>
    public readonly ref struct Decoded(ControlCommand command, ReadOnlySpan<byte> payload, WireAddress origin, ulong uid)
    {
        public ControlCommand Command { get; } = command;

        public ReadOnlySpan<byte> Payload { get; } = payload;

        public WireAddress Origin { get; } = origin;

        public ulong Uid { get; } = uid;
    }

    /// <exception cref="WireFormatException">Neither payload nor instruction, or damaged.</exception>
    public static Decoded Decode(ReadOnlySpan<byte> frame)
    {
        var reader = new WireReader(frame);
        ReadOnlySpan<byte> payload = default, instruction = default;
        var instructed = false;
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case PayloadField:
                    payload = reader.Bytes();
                    break;
                case InstructionField:
                    instruction = reader.Bytes();
                    instructed = true;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (instructed) return DecodeInstruction(instruction);
        if (payload.IsEmpty) throw new WireFormatException("A frame holds neither a payload nor an instruction.");
        return new Decoded(ControlCommand.None, payload, default, 0);
    }

    /// <summary>Appends the frame, with its length before it.</summary>
    public static void WriteAssociate(WireWriter writer, WireAddress origin, ulong uid)
    {
        var address = new WireWriter();
        address.Field(1, origin.System);
        address.Field(2, origin.Host);
        address.Field(3, origin.Port);
        address.Field(4, origin.Protocol);
        var handshake = new WireWriter();
        handshake.Message(1, address.Memory.Span);
        handshake.FieldFixed64(2, uid);
        WriteInstruction(writer, ControlCommand.Associate, handshake);
    }

    /// <summary>Appends the frame of a command that carries nothing, with its length before it.</summary>
    public static void Write(WireWriter writer, ControlCommand command) => WriteInstruction(writer, command, null);

    private static void WriteInstruction(WireWriter writer, ControlCommand command, WireWriter? handshake)
    {
        var instruction = new WireWriter();
        instruction.Field(1, (ulong)command);
        if (handshake is not null) instruction.Message(2, handshake.Memory.Span);
        var frame = new WireWriter();
        frame.Message(InstructionField, instruction.Memory.Span);
        writer.RawInt32(frame.Length);
        writer.Raw(frame.Memory.Span);
    }

    private static Decoded DecodeInstruction(ReadOnlySpan<byte> instruction)
    {
        var command = ControlCommand.None;
        ReadOnlySpan<byte> handshake = default;
        var hasHandshake = false;
        var reader = new WireReader(instruction);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case 1:
                    command = (ControlCommand)reader.Int32();
                    break;
                case 2:
                    handshake = reader.Bytes();
                    hasHandshake = true;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (command is < ControlCommand.Associate or > ControlCommand.DisassociateQuarantined)
            throw new WireFormatException($"Instruction {(int)command} is not known.");
        if (command != ControlCommand.Associate) return new Decoded(command, default, default, 0);
        if (!hasHandshake) throw new WireFormatException("An associate does not say who it is from.");
        return DecodeHandshake(handshake);
    }

    private static Decoded DecodeHandshake(ReadOnlySpan<byte> handshake)
    {
        WireAddress origin = default;
        ulong uid = 0;
        var reader = new WireReader(handshake);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case 1:
                    origin = DecodeAddress(reader.Bytes());
                    break;
                case 2:
                    uid = reader.FixedUInt64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (string.IsNullOrEmpty(origin.System) || string.IsNullOrEmpty(origin.Host) || string.IsNullOrEmpty(origin.Protocol)
            || origin.Port is 0 or > ushort.MaxValue)
            throw new WireFormatException("An associate does not say where it is from.");
        return new Decoded(ControlCommand.Associate, default, origin, uid);
    }

    private static WireAddress DecodeAddress(ReadOnlySpan<byte> bytes)
    {
        string system = "", host = "", protocol = "";
        ulong port = 0;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case 1:
                    system = reader.Text();
                    break;
                case 2:
                    host = reader.Text();
                    break;
                case 3:
                    port = reader.UInt64();
                    break;
                case 4:
                    protocol = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new WireAddress(system, host, (uint)Math.Min(port, uint.MaxValue), protocol);
    }
}
