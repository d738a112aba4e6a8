using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>
/// Which mailbox an actor gets: the one its props name; else the one its dispatcher's section or its class asks for; else
/// <c>akka.actor.default-mailbox</c>.
/// </summary>
public class Mailboxes
{
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private readonly ActorSystemImpl _system;
    private readonly ConcurrentDictionary<string, MailboxType> _types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, MailboxType?> _required = new();
    private readonly ConcurrentDictionary<MessageDispatcherConfigurator, MailboxType?> _ofDispatchers = new();
    private readonly Dictionary<Type, string> _bindings = [];
    private MailboxType? _default;

    internal Mailboxes(ActorSystemImpl system)
    {
        _system = system;
        DeadLetterQueue = new DeadLetterQueueOf(system);
        if (Config.GetConfig("akka.actor.mailbox.requirements") is not { } requirements) return;
        foreach (var (name, id) in requirements.Leaves())
        {
            var type = TypeNames.Find(name) ?? throw new ConfigurationException($"akka.actor.mailbox.requirements names no type: '{name}'.");
            _bindings[type] = id;
        }
    }

    internal IMessageQueue DeadLetterQueue { get; }

    private Config Config => _system.Settings.Config;

    /// <exception cref="ConfigurationException">There is no such mailbox.</exception>
    internal MailboxType Lookup(string id) => _types.GetOrAdd(id, name =>
    {
        if (name == "unbounded") return new UnboundedMailbox();
        var section = Config.GetConfig(name) ?? throw new ConfigurationException($"There is no mailbox '{name}'.");
        var config = section.WithFallback(Config.GetConfig(DefaultMailboxId));
        var type = section.GetString("mailbox-type") is { Length: > 0 } given
            ? given
            : throw new ConfigurationException($"The mailbox '{name}' has no mailbox-type.");
        return TypeNames.Create<MailboxType>(type, _system.Settings, config);
    });

    internal MailboxType For(Props props, MessageDispatcher dispatcher)
    {
        var required = _required.GetOrAdd(props.Type, Required);
        if (props.MailboxOrNull is not { Length: > 0 } named) return required ?? _ofDispatchers.GetOrAdd(dispatcher.Configurator, FromDispatcher, dispatcher.Id) ?? (_default ??= Lookup(DefaultMailboxId));
        var chosen = Lookup(named);
        if (RequirementOf(props.Type) is { } semantics && !Produces(chosen, semantics))
            throw new ArgumentException($"{props.Type} requires a {semantics.Name}, which the mailbox '{named}' is not.");
        return chosen;
    }

    internal int StashCapacity(Props props)
    {
        if (props.MailboxOrNull is { Length: > 0 } mailbox && Config.GetConfig(mailbox) is { } section && section.HasPath("stash-capacity"))
            return section.GetInt("stash-capacity", -1);
        if (props.DispatcherOrNull is { Length: > 0 } dispatcher && Config.GetConfig(dispatcher) is { } other && other.HasPath("stash-capacity"))
            return other.GetInt("stash-capacity", -1);
        return Config.GetInt(DefaultMailboxId + ".stash-capacity", -1);
    }

    private static Type? RequirementOf(Type actor) => actor.GetInterfaces()
        .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>))?.GetGenericArguments()[0];

    private static bool Produces(MailboxType mailbox, Type semantics) => mailbox.GetType().GetInterfaces().Any(each =>
        each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IProducesMessageQueue<>) && semantics.IsAssignableFrom(each.GetGenericArguments()[0]));

    private MailboxType? Required(Type actor) =>
        RequirementOf(actor) is { } semantics && _bindings.TryGetValue(semantics, out var id) ? Lookup(id) : null;

    private MailboxType? FromDispatcher(MessageDispatcherConfigurator configurator, string dispatcher)
    {
        var config = configurator.Config;
        if (config is null) return null;
        if (config.GetString("mailbox-type") is { Length: > 0 }) return Lookup(dispatcher);
        if (config.GetString("mailbox-requirement") is not { Length: > 0 } requirement) return null;
        var semantics = TypeNames.Find(requirement);
        return semantics is not null && _bindings.TryGetValue(semantics, out var id) ? Lookup(id) : null;
    }

    /// <summary>What a closing mailbox empties itself into.</summary>
    private sealed class DeadLetterQueueOf(ActorSystemImpl system) : IMessageQueue
    {
        public bool HasMessages => false;

        public int Count => 0;

        public void Enqueue(IActorRef receiver, Envelope envelope) => system.ToDeadLetters(envelope.Message, envelope.Sender, receiver);

        public bool TryDequeue(out Envelope envelope)
        {
            envelope = default;
            return false;
        }

        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
        }
    }
}
