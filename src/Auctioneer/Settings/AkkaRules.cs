using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Akka.IO;
using Akka.IO.Buffers;
using Akka.Remote;
using Akka.Remote.Transport;
using Akka.Routing;
using static AkkaAuction.Auctioneer.Settings.AkkaRule;
using AkkaConfig = Akka.Configuration.Config;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// What values below <c>akka</c> must be where their default in Akka's reference does not say it: ranges outside of which Akka or the
/// house breaks later, and the kinds of classes. Every bound was tried out against a house with an open remote door.
/// </summary>
internal static class AkkaRules
{
    private static readonly AkkaRule Level = OneOf("OFF", "ERROR", "WARNING", "INFO", "DEBUG");
    private static readonly AkkaRule Threads = Whole(1, 1024);
    private static readonly AkkaRule Factor = Number(0, 1024);
    private static readonly AkkaRule Interval = Time("10ms", "1d");
    private static readonly AkkaRule Off = Exactly("off", "false", "no");
    private static readonly AkkaRule MadeHere = Off.Because("the house's actors are made in this process, by calls that no other can make");
    private static readonly AkkaRule NotElsewhere = new(
        "left out: the house's actors run in this process, and no other can make them", v => string.IsNullOrEmpty(v.GetString()));
    private static readonly AkkaRule Mailbox = AkkaClasses.Of(typeof(MailboxType), AkkaClasses.MailboxArguments);

    private static readonly AkkaRule Detector = AkkaClasses.Of(typeof(FailureDetector), [typeof(AkkaConfig), typeof(EventStream)]);

    /// <summary>A mailbox that an actor of the house may get.</summary>
    public static AkkaRule Unbounded { get; } = AkkaClasses.Unbounded(typeof(Akka.Dispatch.MessageQueues.IMessageQueue));

    /// <summary>
    /// Keys (<see cref="AkkaKeyPattern"/>), and what they must be; the first that fits a key is its rule.
    /// </summary>
    private static readonly (Regex Keys, AkkaRule Rule)[] Table =
    [
        // The log.
        Row("akka.{loglevel,stdout-loglevel}", Level),
        Row("akka.log-dead-letters", Switch.Or(Whole(0))),
        Row("akka.log-dead-letters-suspend-duration", Time("0s").Or(Exactly("infinite"))),
        Row("akka.loggers", Each(AkkaClasses.Of(typeof(ActorBase), Type.EmptyTypes))),
        Row("akka.logger-startup-timeout", Time("1s")),
        Row("akka.logger-formatter", AkkaClasses.Of(typeof(ILogMessageFormatter), Type.EmptyTypes).Or(Empty)),
        Row("akka.stdout-logger-class", AkkaClasses.Of(typeof(MinimalLogger), Type.EmptyTypes).Or(Empty)),
        Row("akka.remote.log-buffer-size-exceeding", Off.Or(Whole(1))),
        Row("akka.remote.log-frame-size-exceeding", Off.Or(Size("1b", "2147483647b"))),
        Row("akka.remote.log-remote-lifecycle-events", Switch.Or(Level)),

        // The system.
        Row("akka.extensions", Each(AkkaClasses.Of(typeof(IExtensionId), Type.EmptyTypes))),
        Row("akka.actor.guardian-supervisor-strategy", AkkaClasses.Of(typeof(SupervisorStrategyConfigurator), Type.EmptyTypes)),
        Row("akka.actor.{creation-timeout,unstarted-push-timeout}", Time("1s")),
        Row("akka.actor.ask-timeout", Time("1s").Or(Exactly("infinite"))),
        Row("akka.actor.{reaper-interval,typed.timeout}", Time("1ms")),
        Row("akka.actor.serialize-messages", Switch),
        Row("akka.actor.serialize-creators", MadeHere),
        Row("akka.actor.inbox.inbox-size", Whole(1)),
        // Timers that tick so seldom that the house cannot even stop; and Akka takes no faster ones.
        Row("akka.scheduler.tick-duration", Time("10ms", "1s")),
        Row("akka.scheduler.ticks-per-wheel", Whole(1, 65536)),
        Row("akka.scheduler.shutdown-timeout", Time("10ms")),
        Row("akka.scheduler.implementation", AkkaClasses.Of(typeof(IScheduler), [typeof(AkkaConfig), typeof(ILoggingAdapter)])),
        Row("akka.channel-scheduler.parallelism-{min,max}", Threads),
        Row("akka.channel-scheduler.work-*", Whole(1, 1_000_000)),
        Row("akka.coordinated-shutdown.{default-phase-timeout,phases.*.timeout}", Time("1s")),
        Row("akka.coordinated-shutdown.exit-clr", Off.Because("the house shows its account after its actor system has ended")),

        // Serializers; what is written for them only they know.
        Row("akka.actor.serialization-settings.json.pooled-string-builder-{minsize,maxsize}", Whole(1)),
        Row("akka.actor.serialization-settings.{json.use-pooled-string-builder,primitive.use-legacy-behavior}", Switch),
        Row("akka.actor.serialization-settings.allow-unregistered-types", Switch),
        Row("akka.actor.serialization-settings.**", Text),
        Row("akka.actor.serialization-identifiers.*", Whole(0)),
        Row("akka.actor.serializers.*", AkkaClasses.Of(
            typeof(Akka.Serialization.Serializer), [typeof(ExtendedActorSystem)], [typeof(ExtendedActorSystem), typeof(AkkaConfig)])),

        // Deployments.
        Row("akka.actor.deployment.*.remote", NotElsewhere),
        Row("akka.actor.deployment.*.target.nodes", Each(NotElsewhere)),
        Row("akka.actor.deployment.*.stash-capacity", Exactly("-1").Or(Whole(1))),
        Row("akka.actor.deployment.*.{nr-of-instances,virtual-nodes-factor}", Whole(1, 100_000)),
        Row("akka.actor.deployment.*.{within,tail-chopping-router.interval}", Time("1ms")),
        Row("akka.actor.deployment.*.resizer.enabled", Switch),
        Row("akka.actor.deployment.*.resizer.{lower-bound,upper-bound,messages-per-resize}", Whole(1, 100_000)),
        Row("akka.actor.deployment.*.resizer.pressure-threshold", Whole(0)),
        Row("akka.actor.deployment.*.resizer.rampup-rate", Number(0, 1024)),
        Row("akka.actor.deployment.*.resizer.{backoff-threshold,backoff-rate}", Number(0, 1)),
        Row("akka.actor.router.type-mapping.*", AkkaClasses.Of(typeof(RouterConfig))),

        // Mailboxes: those that the house's actors may get are without a bound.
        Row("akka.actor.mailbox.logger-queue.mailbox-type", AkkaClasses.Unbounded(typeof(ILoggerMessageQueueSemantics))),
        Row("akka.actor.mailbox.unbounded-deque-based.mailbox-type",
            AkkaClasses.Unbounded(typeof(IUnboundedDequeBasedMessageQueueSemantics))),
        Row("akka.actor.{default-mailbox,*-dispatcher,mailbox.unbounded-queue-based}.mailbox-type", Unbounded),
        Row("akka.**.mailbox-type", Mailbox),
        Row("akka.**.mailbox-capacity", Whole(1)),
        Row("akka.**.mailbox-push-timeout-time", Time("0s")),
        Row("akka.**.stash-capacity", Exactly("-1").Or(Whole(1))),

        // Dispatchers.
        Row("akka.**.mailbox-requirement", AkkaClasses.Any.Or(Empty)),
        Row("akka.**.type", Exactly("Dispatcher", "TaskDispatcher", "PinnedDispatcher", "ForkJoinDispatcher", "SynchronizedDispatcher")
            .Or(AkkaClasses.Of(typeof(MessageDispatcherConfigurator), [typeof(AkkaConfig), typeof(IDispatcherPrerequisites)]))),
        Row("akka.**.executor", Exactly(
                "default-executor", "thread-pool-executor", "fork-join-executor", "current-context-executor", "task-executor",
                "channel-executor")
            .Or(AkkaClasses.Of(typeof(ExecutorServiceConfigurator), [typeof(AkkaConfig), typeof(IDispatcherPrerequisites)]))),
        Row("akka.**.channel-executor.priority", OneOf("high", "normal", "low")),
        Row("akka.**.throughput", Whole(1)),
        Row("akka.**.throughput-deadline-time", Time("0ms")),
        Row("akka.**.{parallelism-min,parallelism-max,thread-count}", Threads),
        Row("akka.**.parallelism-factor", Factor),
        Row("akka.**.threadtype", OneOf("background", "foreground")),
        Row("akka.**.deadlock-timeout", Time("1ms")),
        Row("akka.**.attempt-teamwork", Switch),

        // Other nodes: who is alive.
        Row("akka.remote.watch-failure-detector.implementation-class", Detector),
        Row("akka.remote.transport-failure-detector.implementation-class", Detector.But(
            "not Akka.Remote.PhiAccrualFailureDetector, which needs settings that this group has not",
            v => AkkaClasses.Load(v.GetString()) != typeof(PhiAccrualFailureDetector))),
        Row("akka.remote.*-failure-detector.{heartbeat-interval,expected-response-after,*-reaper-interval}", Interval),
        Row("akka.remote.*-failure-detector.acceptable-heartbeat-pause", Time("500ms", "1d")),
        Row("akka.remote.*-failure-detector.min-std-deviation", Time("1ms", "1h")),
        Row("akka.remote.*-failure-detector.threshold", Number(1, 100)),
        Row("akka.remote.*-failure-detector.max-sample-size", Whole(1, 1_000_000)),

        // Other nodes: the connections.
        Row("akka.remote.{startup-timeout,shutdown-timeout,command-ack-timeout,handshake-timeout}", Time("1s")),
        Row("akka.remote.flush-wait-on-shutdown", Time("0s", "8s")),
        Row("akka.remote.retry-gate-closed-for", Time("0s")),
        Row("akka.remote.{backoff-interval,system-message-ack-piggyback-timeout,resend-interval}", Interval),
        Row("akka.remote.{initial-system-message-delivery-timeout,quarantine-after-silence,prune-quarantine-marker-after}", Time("1s")),
        // What waits for one node: with less, a few bidders that come at once quarantine theirs.
        Row("akka.remote.system-message-buffer-size", Whole(1000)),
        Row("akka.remote.resend-limit", Whole(1)),
        Row("akka.remote.enabled-transports", Only("akka.remote.dot-netty.tcp", "the remote door opens there, and there is no other")),
        Row("akka.remote.**.applied-adapters", None("[]: bidders know the door as akka.tcp, and with an adapter it has another name")),
        Row("akka.remote.adapters.*", AkkaClasses.Of(typeof(ITransportAdapterProvider), Type.EmptyTypes)),
        Row("akka.remote.**.transport-class", AkkaClasses.Of(typeof(Transport), [typeof(ActorSystem), typeof(AkkaConfig)])),
        Row("akka.remote.dot-netty.tcp.transport-protocol", Exactly("tcp")),
        Row("akka.remote.dot-netty.*.byte-order", OneOf("little-endian").Because("remote bidders write that")),
        Row("akka.remote.dot-netty.*.public-port", Whole(0, 65535)),
        Row("akka.remote.dot-netty.*.connection-timeout", Time("100ms", "1h")),
        // Nodes send frames of up to 128,000 bytes unless they are told otherwise; what does not fit is lost with all that is in it.
        Row("akka.remote.dot-netty.*.maximum-frame-size", Size("128000b", "64MiB")),
        Row("akka.remote.dot-netty.*.{send-buffer-size,receive-buffer-size}", Exactly("0", "0b").Or(Size("4KiB", "64MiB"))),
        Row("akka.remote.dot-netty.*.write-buffer-*-water-mark", Exactly("0", "0b").Or(Size("1KiB", "1GiB"))),
        Row("akka.remote.dot-netty.*.batching.max-pending-writes", Whole(1, 1_000_000)),
        Row("akka.remote.dot-netty.*.backlog", Whole(1, 65535)),
        Row("akka.remote.dot-netty.*.*-socket-worker-pool.pool-size-factor", Factor),
        Row("akka.remote.dot-netty.*.*-socket-worker-pool.pool-size-{min,max}", Threads),
        Row("akka.remote.dot-netty.*.ssl.certificate.flags", Each(Exactly(
            "default-key-set", "exportable", "machine-key-set", "persist-key-set", "user-key-set", "user-protected"))),
        Row("akka.remote.dot-netty.*.ssl.certificate.store-location", OneOf("local-machine", "current-user")),

        // What actors of an extension may use: Akka's own TCP, UDP and DNS.
        Row("akka.io.**.class", AkkaClasses.Of(typeof(IBufferPool))),
        Row("akka.io.dns.*.provider-object", AkkaClasses.Of(typeof(IDnsProvider), Type.EmptyTypes)),
        Row("akka.io.tcp.batch-accept-limit", Exactly("scale-to-cpus").Or(Whole(1))),
        Row("akka.io.*.received-message-size-limit", Exactly("unlimited").Or(Size("1b", "2147483647b"))),
        Row("akka.io.**.{send-buffer-size,receive-buffer-size,maximum-frame-size}", Size("1b", "2147483647b")),
        Row("akka.io.tcp.write-commands-queue-max-size", Exactly("-1").Or(Whole(1))),
        Row("akka.io.*.select-timeout", Time("1ms").Or(Exactly("infinite"))),
        Row("akka.io.*.*-buffer-pool.*", Whole(1, 1 << 20)),
        Row("akka.io.*.{max-channels,receive-throughput,nr-of-socket-async-event-args}", Whole(1)),
        Row("akka.reliable-delivery.**.{flow-control-window,buffer-size}", Whole(1)),
    ];

    /// <summary>The rule of a key; null: there is none but what its default shows.</summary>
    public static AkkaRule? Find(string path) => Array.Find(Table, row => row.Keys.IsMatch(path)).Rule;

    private static (Regex Keys, AkkaRule Rule) Row(string keys, AkkaRule rule) => (AkkaKeyPattern.Of(keys), rule);
}
