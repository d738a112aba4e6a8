using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>
/// Values below <c>akka</c> that Akka reads and that break the house later: each is refused with its place, its key and what would be
/// right. A row is a kind of value, with both ends of its range.
/// </summary>
public sealed class AkkaRulesTests
{
    private const string Detector = "akka.remote.watch-failure-detector";
    private const string Connections = "akka.remote.transport-failure-detector";
    private const string Tcp = "akka.remote.dot-netty.tcp";
    private const string Pool = "akka.actor.default-dispatcher.fork-join-executor";

    [Theory]
    [InlineData(Detector + ".heartbeat-interval", "from 10ms to 1d", "0s", "1ms", "-1s", "2d", "infinite")]
    [InlineData(Detector + ".expected-response-after", "from 10ms to 1d", "0s", "2d", "infinite")]
    [InlineData(Detector + ".unreachable-nodes-reaper-interval", "from 10ms to 1d", "0s", "2d", "infinite")]
    [InlineData(Detector + ".acceptable-heartbeat-pause", "from 500ms to 1d", "0s", "499ms", "2d", "infinite")]
    [InlineData(Detector + ".min-std-deviation", "from 1ms to 1h", "0s", "2h", "infinite")]
    [InlineData(Detector + ".threshold", "a number from 1 to 100", "0", "-1", "0.5", "101", "1e300", "NaN")]
    [InlineData(
        Detector + ".max-sample-size",
        "a whole number from 1 to 1000000",
        "0",
        "-1",
        "1000001",
        "9223372036854775807",
        "99999999999999999999")]
    [InlineData(Connections + ".heartbeat-interval", "from 10ms to 1d", "0s", "infinite")]
    [InlineData(Connections + ".acceptable-heartbeat-pause", "from 500ms to 1d", "0s", "infinite")]
    [InlineData(Tcp + ".maximum-frame-size", "from 128000b to 64MiB", "0", "0b", "-1", "1b", "127999b", "65MiB", "9999999GiB")]
    [InlineData(
        Tcp + ".send-buffer-size",
        "0b, or a size in bytes, like 4096b or 64KiB, from 4KiB to 64MiB",
        "-1",
        "1b",
        "65MiB",
        "9999999GiB")]
    [InlineData(Tcp + ".receive-buffer-size", "from 4KiB to 64MiB", "-1", "1b", "9999999GiB")]
    [InlineData(Tcp + ".write-buffer-high-water-mark", "from 1KiB to 1GiB", "-1", "1b", "2GiB")]
    [InlineData(Tcp + ".backlog", "a whole number from 1 to 65535", "0", "-1", "65536")]
    [InlineData(Tcp + ".connection-timeout", "from 100ms to 1h", "0s", "1ms", "2h", "infinite")]
    [InlineData(Tcp + ".server-socket-worker-pool.pool-size-min", "a whole number from 1 to 1024", "0", "-1", "1025")]
    [InlineData(Tcp + ".server-socket-worker-pool.pool-size-max", "a whole number from 1 to 1024", "0", "-1", "1025")]
    [InlineData(Tcp + ".client-socket-worker-pool.pool-size-max", "a whole number from 1 to 1024", "0", "-1", "1025")]
    [InlineData(Tcp + ".client-socket-worker-pool.pool-size-factor", "a number from 0 to 1024", "-1", "1e300")]
    [InlineData(Tcp + ".batching.max-pending-writes", "a whole number from 1 to 1000000", "0", "-1", "1000001")]
    [InlineData(Tcp + ".public-port", "a whole number from 0 to 65535", "-1", "65536")]
    [InlineData(Tcp + ".byte-order", "it must be little-endian", "big-endian", "nope")]
    [InlineData(Tcp + ".applied-adapters", "it must be []: bidders know the door as akka.tcp", "[gremlin]", "[trttl]", "[nope]", "gremlin")]
    [InlineData(Tcp + ".ssl.certificate.store-location", "one of local-machine, current-user", "nope")]
    [InlineData(Tcp + ".ssl.certificate.flags", "one of default-key-set, exportable", "[nope]")]
    [InlineData(
        "akka.remote.enabled-transports",
        "[akka.remote.dot-netty.tcp]: the remote door opens there",
        "[]",
        "[akka.remote.dot-netty.tcp, akka.remote.dot-netty.tcp]",
        "x")]
    [InlineData(
        "akka.remote.enabled-transports",
        "akka.remote.dot-netty.tcp: the remote door opens there",
        "[akka.remote.dot-netty.udp]",
        "[akka.remote.dot-netty.tcp, nope]")]
    [InlineData("akka.remote.startup-timeout", "from 1s to 24d", "0s", "1ms", "25d", "infinite")]
    [InlineData("akka.remote.flush-wait-on-shutdown", "from 0s to 8s", "9s", "infinite")]
    [InlineData("akka.remote.resend-interval", "from 10ms to 1d", "0s", "infinite")]
    [InlineData("akka.remote.backoff-interval", "from 10ms to 1d", "0s", "infinite")]
    [InlineData("akka.remote.system-message-buffer-size", "a whole number from 1000 to", "0", "-1", "999", "2147483648")]
    [InlineData("akka.remote.log-frame-size-exceeding", "off, false, no, or a size", "on", "0b")]
    [InlineData("akka.actor.ask-timeout", "from 1s to 24d, or infinite", "0s", "1ms", "25d")]
    [InlineData("akka.actor.creation-timeout", "from 1s to 24d", "0s", "infinite")]
    [InlineData("akka.actor.serialize-creators", "off, false, no: the house's actors are made in this process", "on")]
    [InlineData("akka.actor.inbox.inbox-size", "a whole number from 1", "0", "-1")]
    [InlineData("akka.actor.default-dispatcher.throughput", "a whole number from 1", "0", "-1", "2147483648")]
    [InlineData("akka.actor.default-dispatcher.type", "one of Dispatcher, TaskDispatcher", "nope", "System.String")]
    [InlineData("akka.actor.default-dispatcher.executor", "one of default-executor, thread-pool-executor", "nope", "System.String")]
    [InlineData("akka.actor.default-dispatcher.channel-executor.priority", "one of high, normal, low", "nope")]
    [InlineData(
        "akka.actor.default-dispatcher.dedicated-thread-pool",
        "a whole number from 1 to 1024",
        "{ thread-count = 0 }",
        "{ thread-count = 1025 }")]
    [InlineData("akka.actor.mine", "akka.actor.mine.throughput is ", "{ type = Dispatcher, throughput = 0 }")]
    [InlineData(Pool + ".parallelism-min", "a whole number from 1 to 1024", "0", "-1", "2147483647")]
    [InlineData(Pool + ".parallelism-max", "a whole number from 1 to 1024", "0", "-1", "2147483647")]
    [InlineData("akka.actor.default-mailbox.mailbox-capacity", "a whole number from 1", "0", "-1")]
    [InlineData("akka.scheduler.tick-duration", "from 10ms to 1s", "0s", "1ms", "2s", "infinite")]
    [InlineData("akka.scheduler.ticks-per-wheel", "a whole number from 1 to 65536", "0", "-1", "1073741824")]
    [InlineData("akka.coordinated-shutdown.default-phase-timeout", "from 1s to 24d", "0s", "infinite")]
    [InlineData("akka.coordinated-shutdown.phases.service-stop.timeout", "from 1s to 24d", "0s", "infinite")]
    [InlineData("akka.coordinated-shutdown.exit-clr", "the house shows its account after", "on")]
    [InlineData("akka.loggers-dispatcher", "the path of a dispatcher", "nope", "akka.actor", "akka.loglevel")]
    [InlineData("akka.remote.use-dispatcher", "the path of a dispatcher", "nope", "akka.actor.nope")]
    [InlineData("akka.io.dns.resolver", "one of akka.io.dns: inet-address", "nope", "dispatcher")]
    [InlineData("akka.io.tcp.buffer-pool", "the path of a pool of buffers", "nope")]
    [InlineData("akka.actor.mailbox.requirements.\"Akka.Dispatch.IUnboundedMessageQueueSemantics\"", "the path of a mailbox", "nope")]
    [InlineData(
        "akka.actor.mailbox.requirements",
        "akka.actor.mailbox.requirements has \"Nope\"; it must be the name of a class",
        "{ Nope = akka.actor.mailbox.unbounded-queue-based }")]
    [InlineData(
        "akka.actor.serialization-identifiers",
        "akka.actor.serialization-identifiers has \"Nope\"; it must be the name of a class",
        "{ Nope = 7 }")]
    [InlineData(
        "akka.actor.deployment.\"/desk\".remote",
        "left out: the house's actors run in this process",
        "\"akka.tcp://other@127.0.0.1:1\"")]
    [InlineData(
        "akka.actor.deployment.\"/desk\".target.nodes",
        "left out: the house's actors run in this process",
        "[\"akka.tcp://other@127.0.0.1:1\"]")]
    [InlineData("akka.actor.deployment.\"/auctioneer\".dispatcher", "the path of a dispatcher", "nope")]
    [InlineData("akka.actor.deployment.\"/auctioneer/*\".mailbox", "the path of a mailbox", "nope")]
    [InlineData("akka.actor.deployment.\"/auctioneer/*\".mailbox", "without a bound", "akka.actor.mailbox.bounded-queue-based")]
    [InlineData("akka.actor.deployment.\"/auctioneer\".router", "left out: an actor of the house is no router", "round-robin-pool")]
    [InlineData("akka.actor.deployment.\"/mine\".router", "one of akka.actor.router.type-mapping: ", "nope")]
    [InlineData("akka.actor.deployment.\"/mine\".nr-of-instances", "a whole number from 1", "0", "-1", "2000000000")]
    public void A_value_that_breaks_the_house_later_is_named_at_once(string key, string right, params string[] values) =>
        Assert.All(values, value => Refused($"{key}={value}", right));

    [Theory]
    [InlineData(Detector + ".implementation-class", "derives from Akka.Remote.FailureDetector")]
    [InlineData(
        Connections + ".implementation-class",
        "derives from Akka.Remote.FailureDetector",
        "\"Akka.Remote.PhiAccrualFailureDetector, Akka.Remote\"")]
    [InlineData("akka.extensions", "implements Akka.Actor.IExtensionId, with a public constructor without parameters")]
    [InlineData(
        "akka.loggers",
        "derives from Akka.Actor.ActorBase, with a public constructor without parameters",
        "[Akka.Actor.ActorBase]")]
    [InlineData("akka.logger-formatter", "implements Akka.Event.ILogMessageFormatter")]
    [InlineData("akka.stdout-logger-class", "derives from Akka.Event.MinimalLogger")]
    [InlineData("akka.scheduler.implementation", "implements Akka.Actor.IScheduler, with a public constructor (Config, ILoggingAdapter)")]
    [InlineData("akka.actor.guardian-supervisor-strategy", "derives from Akka.Actor.SupervisorStrategyConfigurator")]
    [InlineData(
        "akka.actor.serializers.mine",
        "derives from Akka.Serialization.Serializer, with a public constructor (ExtendedActorSystem)",
        "\"Akka.Serialization.Serializer, Akka\"")]
    [InlineData("akka.actor.router.type-mapping.mine", "derives from Akka.Routing.RouterConfig")]
    [InlineData(
        "akka.actor.default-mailbox.mailbox-type",
        "without a bound",
        "\"Akka.Dispatch.BoundedMailbox, Akka\"",
        "Akka.Dispatch.UnboundedPriorityMailbox")]
    [InlineData("akka.actor.default-dispatcher.mailbox-type", "without a bound", "Akka.Dispatch.BoundedDequeBasedMailbox")]
    [InlineData("akka.actor.mailbox.unbounded-deque-based.mailbox-type", "without a bound", "Akka.Dispatch.UnboundedMailbox")]
    [InlineData(
        "akka.actor.mailbox.logger-queue.mailbox-type",
        "makes queues of Akka.Event.ILoggerMessageQueueSemantics",
        "Akka.Dispatch.UnboundedMailbox")]
    [InlineData("akka.actor.mailbox.bounded-queue-based.mailbox-type", "derives from Akka.Dispatch.MailboxType")]
    [InlineData("akka.remote.adapters.mine", "implements Akka.Remote.Transport.ITransportAdapterProvider")]
    [InlineData(
        "akka.remote.dot-netty.tcp.transport-class",
        "derives from Akka.Remote.Transport.Transport, with a public constructor (ActorSystem, Config)")]
    [InlineData("akka.io.tcp.direct-buffer-pool.class", "implements Akka.IO.Buffers.IBufferPool")]
    [InlineData("akka.io.dns.inet-address.provider-object", "implements Akka.IO.IDnsProvider")]
    public void A_class_that_is_not_there_or_of_another_kind_is_named_at_once(string key, string right, params string[] values)
    {
        var isList = key is "akka.extensions" or "akka.loggers";
        Assert.All(
            ["System.String", "Nope", "Akka.Actor.ActorSystem", .. values],
            value => Refused(isList && value[0] != '[' ? $"{key}=[{value}]" : $"{key}={value}", right));
    }

    [Theory]
    [InlineData(Detector + ".heartbeat-interval", "10ms", "5s", "1d")]
    [InlineData(Detector + ".threshold", "1", "8.5", "100")]
    [InlineData(Detector + ".max-sample-size", "1", "1000000")]
    [InlineData(Detector + ".implementation-class", "\"Akka.Remote.DeadlineFailureDetector, Akka.Remote\"")]
    [InlineData(Tcp + ".maximum-frame-size", "128000b", "256KiB", "64MiB")]
    [InlineData(Tcp + ".send-buffer-size", "0b", "4KiB", "64MiB")]
    [InlineData(Tcp + ".server-socket-worker-pool", "{ pool-size-min = 1, pool-size-factor = 0.5, pool-size-max = 1024 }")]
    [InlineData("akka.remote.enabled-transports", "[akka.remote.dot-netty.tcp]")]
    [InlineData("akka.remote.log-remote-lifecycle-events", "on", "off", "DEBUG")]
    [InlineData("akka.remote.log-frame-size-exceeding", "off", "1KiB")]
    [InlineData("akka.actor.ask-timeout", "1s", "24d", "infinite")]
    [InlineData("akka.actor.serialize-messages", "on", "off")]
    [InlineData(
        "akka.actor.deployment.\"/auctioneer\"",
        "{ dispatcher = akka.actor.default-fork-join-dispatcher, mailbox = akka.actor.mailbox.unbounded-queue-based, remote = \"\" }")]
    [InlineData(
        "akka.actor.deployment.\"/mine\"",
        "{ router = round-robin-pool, nr-of-instances = 3, resizer { enabled = on, lower-bound = 1 } }")]
    [InlineData(
        "akka.actor.default-mailbox.mailbox-type",
        "Akka.Dispatch.UnboundedDequeBasedMailbox",
        "\"AkkaAuction.Auctioneer.Dispatch.LotMailbox, auctioneer\"")]
    [InlineData("akka.scheduler.tick-duration", "10ms", "1s")]
    [InlineData("akka.loggers", "[]", "[Akka.Event.DefaultLogger]")]
    [InlineData("akka.loggers-dispatcher", "akka.actor.internal-dispatcher")]
    [InlineData("akka.remote.flush-wait-on-shutdown", "0s", "8s")]
    public void A_value_within_its_range_is_taken(string key, params string[] values) =>
        Assert.All(values, value => Assert.NotEmpty(HouseSettings.Load(null, [$"{key}={value}"]).Akka.Text));

    [Fact]
    public void The_actors_that_the_house_begins_with_are_known_by_name() =>
        Assert.Subset(
            AkkaNames.ActorsOfTheHouse,
            new HashSet<string> { AkkaAuction.Auctioneer.Hosting.Auctioneer.Name, RemoteDesk.Name, RoomDesk.Name, SealedDesk.Name });

    private static void Refused(string assignment, string right)
    {
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(null, [assignment]));
        Assert.StartsWith(
            $"--set {(assignment.Length > 120 ? assignment[..120] + "…" : assignment)}: ",
            fault.Message,
            StringComparison.Ordinal);
        Assert.Contains(right, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
