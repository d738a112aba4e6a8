using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Google.Protobuf;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>
/// Exceptions as an official node can read them: it makes them by their type's serialization constructor, and a field that is missing costs it the
/// message.
/// </summary>
public sealed class ExceptionTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("specs", ConfigurationFactory.ParseString(
        """akka { actor.provider = remote, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }"""));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void What_a_type_has_beyond_any_exception_is_written_too()
    {
        var written = Written(new ArgumentOutOfRangeException("amount", "too much"));
        Assert.Equal("System.ArgumentOutOfRangeException, System.Private.CoreLib", written.TypeName);
        Assert.Equal("mscorlib", written.TypeForwardedFrom);
        Assert.Equal(["ActualValue", "ParamName"], written.CustomFields.Keys.Order(StringComparer.Ordinal));
        var name = written.CustomFields["ParamName"];
        Assert.Equal((17, "amount"), (name.SerializerId, name.Message.ToStringUtf8()));
        Assert.Equal(new Schema.SerializedMessage(), written.CustomFields["ActualValue"]);
    }

    [Fact]
    public void A_type_that_has_nothing_of_its_own_is_written_as_it_is()
    {
        var written = Written(new InvalidOperationException("outer", new TimeoutException("inner")));
        Assert.Equal(("System.InvalidOperationException, System.Private.CoreLib", "outer"), (written.TypeName, written.Message));
        Assert.Equal(("System.TimeoutException, System.Private.CoreLib", "inner"), (written.Inner.TypeName, written.Inner.Message));
        Assert.Empty(written.CustomFields);
    }

    [Fact]
    public void What_an_official_node_could_not_make_is_written_as_a_plain_exception_that_tells_its_type()
    {
        foreach (var exception in (Exception[])[new WithoutConstructor("of mine"), new AggregateException("of mine"), new Telling("of mine"), new Failing("of mine")])
        {
            var written = Written(exception);
            Assert.Equal("System.Exception, System.Private.CoreLib", written.TypeName);
            Assert.Equal($"{exception.GetType().FullName}: {exception.Message}", written.Message);
            Assert.Empty(written.CustomFields);
        }
    }

    private Schema.ExceptionRecord Written(Exception exception)
    {
        var serializer = (SerializerWithStringManifest)_system.Serialization.FindSerializerFor(new Status.Failure(exception));
        return Schema.Failure.Parser.ParseFrom(serializer.ToBinary(new Status.Failure(exception))).Cause;
    }

#pragma warning disable CA1032, CA2229, CS0672, SYSLIB0051 // What is wrong with these is what they are here for.
    private sealed class WithoutConstructor(string message) : Exception(message);

    /// <summary>Has a field that no serializer is bound to.</summary>
    private sealed class Telling(string message) : Exception(message)
    {
        public override void GetObjectData(System.Runtime.Serialization.SerializationInfo info, System.Runtime.Serialization.StreamingContext context)
        {
            base.GetObjectData(info, context);
            info.AddValue("Version", new Version(1, 2));
        }
    }

    /// <summary>Does not even tell what it has.</summary>
    private sealed class Failing(string message) : Exception(message)
    {
        public override void GetObjectData(System.Runtime.Serialization.SerializationInfo info, System.Runtime.Serialization.StreamingContext context) =>
            throw new NotSupportedException();
    }
#pragma warning restore CA1032, CA2229, CS0672, SYSLIB0051
}
