using Akka.Actor;

namespace Akka.Event;

/// <summary>A message whose loss is no news: it is published as <see cref="SuppressedDeadLetter"/>, which is not logged.</summary>
public interface IDeadLetterSuppression;

/// <summary>Everything that did not arrive, for who wants to hear of it all.</summary>
public abstract class AllDeadLetters : IWrappedMessage
{
    protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    public object Message { get; }

    public IActorRef Recipient { get; }

    public IActorRef Sender { get; }

    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message to an actor that is not there.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    public DeadLetter(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(recipient);
    }
}

public sealed class SuppressedDeadLetter : AllDeadLetters
{
    public SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}

/// <summary>A message that its receiver's behaviour did not take.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}

/// <summary>A message that was given up for a reason, such as a full mailbox.</summary>
public sealed class Dropped : AllDeadLetters
{
    public Dropped(object message, string reason, IActorRef recipient)
        : this(message, reason, ActorRefs.NoSender, recipient)
    {
    }

    public Dropped(object message, string reason, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient) => Reason = reason;

    public string Reason { get; }
}

/// <summary>
/// Logs dead letters, as many as <c>akka.log-dead-letters</c> says; then it is silent for a while, counts on, and says how many it kept quiet.
/// </summary>
internal sealed class DeadLetterListener : ActorBase
{
    private readonly ActorSystem _system = Context.System;
    private long _count;
    private TimeSpan? _silentUntil;

    protected override void PreStart()
    {
        _system.EventStream.Subscribe(Self, typeof(DeadLetter));
        _system.EventStream.Subscribe(Self, typeof(Dropped));
        _system.EventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter) return false;
        if (letter.Message is IWrappedMessage { Message: IDeadLetterSuppression }) return true;
        _count++;
        var settings = _system.Settings;
        if (_silentUntil is { } until)
        {
            if (_system.Scheduler.MonotonicClock < until) return true;
            Log(letter, $", of which {_count - settings.LogDeadLetters - 1} were not logged. The counter begins anew");
            _count = 0;
            _silentUntil = null;
        }
        else if (_count < settings.LogDeadLetters || settings.LogDeadLetters == int.MaxValue)
        {
            Log(letter, "");
        }
        else if (settings.LogDeadLettersSuspendDuration == Timeout.InfiniteTimeSpan)
        {
            Log(letter, ", no more dead letters will be logged");
            Context.Stop(Self);
        }
        else
        {
            Log(letter, $", no more dead letters will be logged for the next {settings.LogDeadLettersSuspendDuration}");
            _silentUntil = _system.Scheduler.MonotonicClock + settings.LogDeadLettersSuspendDuration;
        }
        return true;
    }

    private void Log(AllDeadLetters letter, string note)
    {
        var content = WrappedMessage.Unwrap(letter.Message);
        var name = content.GetType().Name;
        var origin = IsReal(letter.Sender) ? $" from {letter.Sender}" : "";
        var target = IsReal(letter.Recipient) ? $" to {letter.Recipient}" : "";
        var fate = letter switch
        {
            Dropped dropped => $"was dropped: {dropped.Reason}",
            UnhandledMessage => "was unhandled",
            _ => "was not delivered",
        };
        var text = content.ToString();
        _system.EventStream.Publish(new Info(letter.Recipient.Path.ToString(), letter.Recipient.GetType(),
            $"Message [{name}]{origin}{target} {fate}. [{_count}] dead letters encountered{note}. "
            + "Logging of this can be adjusted with 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'."
            + (text == name ? "" : $" Message content: {text}")));
    }

    private bool IsReal(IActorRef? actor) => actor is not null && !ReferenceEquals(actor, _system.DeadLetters);
}
