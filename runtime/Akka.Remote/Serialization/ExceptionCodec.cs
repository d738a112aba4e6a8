using System.Collections.Frozen;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Serialization;

/// <summary>An exception of another node whose type is not among those that are made here. Its message begins with the type's name.</summary>
internal sealed class ForeignException(string typeName, string message, string stackTrace, Exception? inner)
    : Exception($"{typeName}: {message}", inner)
{
    public override string StackTrace { get; } = stackTrace;
}

/// <summary>
/// Exceptions on the wire: type name, message, stack trace, source, inner exception. Of the type only the name crosses; back here only a few
/// well-known types are made from it, by a table. Making whatever a peer names would let it run any type's constructor.
/// </summary>
internal static class ExceptionCodec
{
    private const int TypeField = 1, MessageField = 2, StackTraceField = 3, SourceField = 4, InnerField = 5;
    private const int Deepest = 16;

    private static readonly FrozenDictionary<string, Func<string, Exception?, Exception>> Known = new Dictionary<string, Func<string, Exception?, Exception>>
    {
#pragma warning disable CA2201 // It is what the other side said.
        ["System.Exception"] = (message, inner) => new Exception(message, inner),
#pragma warning restore CA2201
        ["System.ArgumentException"] = (message, inner) => new ArgumentException(message, inner),
        ["System.InvalidOperationException"] = (message, inner) => new InvalidOperationException(message, inner),
        ["System.NotSupportedException"] = (message, inner) => new NotSupportedException(message, inner),
        ["System.TimeoutException"] = (message, inner) => new TimeoutException(message, inner),
        ["System.OperationCanceledException"] = (message, inner) => new OperationCanceledException(message, inner),
        ["System.UnauthorizedAccessException"] = (message, inner) => new UnauthorizedAccessException(message, inner),
        ["System.FormatException"] = (message, inner) => new FormatException(message, inner),
        ["System.IO.IOException"] = (message, inner) => new IOException(message, inner),
        ["Akka.Actor.AskTimeoutException"] = (message, _) => new AskTimeoutException(message),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static byte[] Encode(Exception? exception, int depth = 0)
    {
        var writer = new WireWriter();
        if (exception is null) return [];
        var foreign = exception as ForeignException;
        writer.Field(TypeField, foreign is null ? Akka.Serialization.Serialization.NameOf(exception.GetType()) : "System.Exception, System.Private.CoreLib");
        writer.Field(MessageField, exception.Message);
        writer.Field(StackTraceField, exception.StackTrace);
        writer.Field(SourceField, exception.Source);

        // Present also when there is none: so an official node writes it, and expects it.
        writer.Message(InnerField, depth < Deepest ? Encode(exception.InnerException, depth + 1) : []);
        return writer.ToArray();
    }

    public static Exception? Decode(ReadOnlySpan<byte> bytes, int depth = 0)
    {
        string type = "", message = "", stackTrace = "";
        Exception? inner = null;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case TypeField:
                    type = reader.Text();
                    break;
                case MessageField:
                    message = reader.Text();
                    break;
                case StackTraceField:
                    stackTrace = reader.Text();
                    break;
                case InnerField when depth < Deepest:
                    inner = Decode(reader.Bytes(), depth + 1);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (type.Length == 0) return null;
        var name = Akka.Serialization.Serialization.BareName(type);
        return Known.TryGetValue(name, out var make) ? make(message, inner) : new ForeignException(name, message, stackTrace, inner);
    }
}
