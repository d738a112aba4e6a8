using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
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
    private const int TypeField = 1, MessageField = 2, StackTraceField = 3, SourceField = 4, InnerField = 5, OwnFieldsField = 6,
        ForwardedFromField = 7;

    private const int KeyField = 1, ValueField = 2;
    private const string PlainName = "System.Exception, System.Private.CoreLib";
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

    /// <summary>What every exception has: official nodes fill it in by themselves.</summary>
    private static readonly FrozenSet<string> CommonNames = FieldsOf(new InvalidOperationException()).Keys.ToFrozenSet(StringComparer.Ordinal);

    /// <remarks>
    /// An official node makes the exception by its type's serialization constructor and loses the whole message when that is missing or misses a
    /// field. So what it could not make is sent as a plain exception that tells the type's name.
    /// </remarks>
    public static byte[] Encode(ExtendedActorSystem system, Exception? exception, int depth = 0)
    {
        var writer = new WireWriter();
        if (exception is null) return [];
        var type = exception.GetType();
        var name = Akka.Serialization.Serialization.NameOf(type);
        var text = exception.Message;
        if (!TryEncodeOwnFields(system, exception, out var fields) || !(Known.ContainsKey(type.FullName!) || HasSerializationConstructor(type)))
        {
            if (exception is not ForeignException) text = $"{type.FullName}: {text}";
            (name, type, fields) = (PlainName, typeof(Exception), []);
        }

        writer.Field(TypeField, name);
        writer.Field(MessageField, text);
        writer.Field(StackTraceField, exception.StackTrace);
        writer.Field(SourceField, exception.Source);

        // Present also when there is none: so an official node writes it, and expects it.
        writer.Message(InnerField, depth < Deepest ? Encode(system, exception.InnerException, depth + 1) : []);
        foreach (var field in fields) writer.Message(OwnFieldsField, field);
        writer.Field(ForwardedFromField, type.GetCustomAttribute<TypeForwardedFromAttribute>()?.AssemblyFullName.Split(',')[0]);
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

    /// <summary>Name and value of what the exception has beyond any exception. False when a value cannot be sent.</summary>
    private static bool TryEncodeOwnFields(ExtendedActorSystem system, Exception exception, out List<byte[]> fields)
    {
        fields = [];
        if (exception is ForeignException) return false;
#pragma warning disable CA1031 // GetObjectData and serializers are anybody's code; what fails there must not lose the message.
        try
        {
            foreach (var (name, value) in FieldsOf(exception).Where(field => !CommonNames.Contains(field.Key)))
            {
                var entry = new WireWriter(64);
                entry.Field(KeyField, name);
                entry.Message(ValueField, MessageCodec.EncodeInner(system, value));
                fields.Add(entry.ToArray());
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }

#pragma warning disable SYSLIB0050, SYSLIB0051 // Only names and values are read, no formatter is near: it is what official nodes go by.
    private static Dictionary<string, object?> FieldsOf(Exception exception)
    {
        var info = new SerializationInfo(exception.GetType(), new FormatterConverter());
        exception.GetObjectData(info, default);
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var entry in info) fields.Add(entry.Name, entry.Value);
        return fields;
    }
#pragma warning restore SYSLIB0050, SYSLIB0051

    private static bool HasSerializationConstructor(Type type) => type.GetConstructor(
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [typeof(SerializationInfo), typeof(StreamingContext)]) is not null;
}
