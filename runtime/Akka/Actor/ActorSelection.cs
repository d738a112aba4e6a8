using System.IO.Enumeration;

namespace Akka.Actor;

/// <summary>One step of a selection's path.</summary>
internal abstract class SelectionPathElement;

internal sealed class SelectChildName(string name) : SelectionPathElement
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

/// <summary>Children whose names match a pattern with * and ?, whatever the case of their letters.</summary>
internal sealed class SelectChildPattern(string pattern) : SelectionPathElement
{
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);

    public override string ToString() => pattern;
}

internal sealed class SelectParent : SelectionPathElement
{
    public static readonly SelectParent Instance = new();

    public override string ToString() => "..";
}

/// <summary>All below.</summary>
internal sealed class SelectChildRecursive : SelectionPathElement
{
    public static readonly SelectChildRecursive Instance = new();

    public override string ToString() => "**";
}

/// <summary>A message on its way along a selection's path.</summary>
internal sealed class ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public object Message { get; } = message;

    public SelectionPathElement[] Elements { get; } = elements;

    /// <summary>Whether it already was multiplied: then a branch that leads nowhere is no dead letter.</summary>
    public bool WildCardFanOut { get; } = wildCardFanOut;

    public override string ToString() => $"{Message} to {string.Join('/', Elements.AsEnumerable())}";
}

/// <summary>
/// Whoever stands at a path, now and whenever a message is told: nobody, one, or with wildcards (*, ?, **) many. Unlike a reference it is not bound to
/// an incarnation.
/// </summary>
public class ActorSelection : ICanTell
{
    private readonly SelectionPathElement[] _path;

    internal ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        _path = [.. elements.Where(name => !string.IsNullOrEmpty(name)).Select(Element)];
        var recursive = Array.IndexOf(_path, SelectChildRecursive.Instance);
        if (recursive >= 0 && recursive < _path.Length - 1)
            throw new IllegalActorNameException("** stands only at the end of a selection.");
    }

    /// <summary>Where the path begins.</summary>
    public IActorRef Anchor { get; }

    public string PathString => "/" + string.Join('/', _path.AsEnumerable());

    public void Tell(object message, IActorRef? sender = null)
    {
        if (message is null) throw new InvalidMessageException("A message is never null.");
        ActorSelectionDelivery.Deliver((IInternalActorRef)Anchor, sender ?? ActorCell.Current?.Self, new ActorSelectionMessage(message, _path));
    }

    /// <summary>The reference of the one that answers first.</summary>
    /// <exception cref="ActorNotFoundException">Nobody is there, or nobody answered in time.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <inheritdoc cref="ResolveOne(TimeSpan)"/>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        ActorIdentity identity;
        try
        {
            identity = await this.Ask<ActorIdentity>(new Identify(null!), timeout, ct).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw new ActorNotFoundException($"Nobody at {this} said who he is.", error);
        }
        return identity.Subject ?? throw new ActorNotFoundException($"There is nobody at {this}.");
    }

    public override bool Equals(object? obj) =>
        obj is ActorSelection other && Equals(Anchor, other.Anchor) && PathString == other.PathString;

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path.ToStringWithUid()}), Path({PathString})]";

    private static SelectionPathElement Element(string name) => name switch
    {
        ".." => SelectParent.Instance,
        "**" => SelectChildRecursive.Instance,
        _ when name.AsSpan().ContainsAny('*', '?') => new SelectChildPattern(name),
        _ => new SelectChildName(name),
    };
}

/// <summary>A name that cannot be, in a selection.</summary>
public class IllegalActorNameException : AkkaException
{
    public IllegalActorNameException(string message)
        : base(message)
    {
    }
}

internal static class ActorRefFactoryShared
{
    public static ActorSelection ActorSelection(ActorPath path, ActorSystemImpl system) =>
        new(system.Provider.RootGuardianAt(path.Address), path.Elements);

    public static ActorSelection ActorSelection(string path, ActorSystemImpl system, IActorRef lookupRoot)
    {
        if (string.IsNullOrEmpty(path)) return new ActorSelection(system.DeadLetters, []);
        var elements = path.Split('/');
        if (elements[0].Length == 0) return new ActorSelection(system.Local.RootGuardian, elements);
        if (!path.Contains("://", StringComparison.Ordinal)) return new ActorSelection(lookupRoot, elements);
        return ActorPath.TryParse(path, out var parsed)
            ? new ActorSelection(system.Provider.RootGuardianAt(parsed.Address), parsed.Elements)
            : new ActorSelection(system.DeadLetters, []);
    }
}

internal static class ActorSelectionDelivery
{
    /// <summary>Walks the path from <paramref name="anchor"/> and delivers to all it leads to.</summary>
    public static void Deliver(IInternalActorRef anchor, IActorRef? sender, ActorSelectionMessage selection)
    {
        var at = anchor;
        for (var index = 0; index < selection.Elements.Length; index++)
        {
            if (at is not LocalActorRef local)
            {
                at.Tell(new ActorSelectionMessage(selection.Message, selection.Elements[index..], selection.WildCardFanOut), sender);
                return;
            }
            switch (selection.Elements[index])
            {
                case SelectParent:
                    at = at.Parent;
                    break;
                case SelectChildName name:
                    var child = local.GetSingleChild(name.Name);
                    if (child is Nobody)
                    {
                        if (!selection.WildCardFanOut) NobodyThere(anchor, sender, selection, local);
                        return;
                    }
                    at = (IInternalActorRef)child;
                    break;
                case SelectChildPattern pattern:
                    FanOut(anchor, sender, selection, local, [.. local.Cell.GetChildren().Where(each => pattern.Matches(each.Path.Name))], index);
                    return;
                case SelectChildRecursive:
                    ToAllBelow(local, sender, selection.Message);
                    return;
            }
        }
        at.Tell(selection.Message, sender);
    }

    private static void FanOut(
        IInternalActorRef anchor, IActorRef? sender, ActorSelectionMessage selection, LocalActorRef at, IActorRef[] matching, int index)
    {
        if (matching.Length == 0)
        {
            if (!selection.WildCardFanOut) NobodyThere(anchor, sender, selection, at);
            return;
        }
        var rest = new ActorSelectionMessage(selection.Message, selection.Elements[(index + 1)..], selection.WildCardFanOut || matching.Length > 1);
        foreach (var each in matching) Deliver((IInternalActorRef)each, sender, rest);
    }

    private static void ToAllBelow(LocalActorRef at, IActorRef? sender, object message)
    {
        foreach (var child in at.Cell.GetChildren())
        {
            child.Tell(message, sender);
            if (child is LocalActorRef local) ToAllBelow(local, sender, message);
        }
    }

    private static void NobodyThere(IInternalActorRef anchor, IActorRef? sender, ActorSelectionMessage selection, LocalActorRef at) =>
        new EmptyLocalActorRef(at.Provider, anchor.Path / selection.Elements.Select(each => each.ToString()!), at.Cell.System.EventStream)
            .Tell(selection, sender);
}

public static class ActorRefFactoryExtensions
{
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string? name = null)
        where TActor : ActorBase, new() => factory.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Selects from <paramref name="anchorRef"/> on.</summary>
    public static ActorSelection ActorSelection(this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        new(anchorRef, actorPath.Split('/'));
}
