using Akka.Actor;

namespace AkkaAuction.Bench.Runtime;

internal sealed partial class Bench
{
    private IActorRef? _parent;

    /// <summary>A parent with so many children, each of which has started.</summary>
    private async Task SpawnUnder(int count)
    {
        var done = NewCompletion();
        _parent = _system.ActorOf(Props.Create(() => new Parent()));
        _parent.Tell(new Parent.Make(count, done), ActorRefs.NoSender);
        await done.Task;
    }
}

/// <summary>Makes children, and says when the last has started.</summary>
internal sealed class Parent : UntypedActor
{
    private int _missing;
    private TaskCompletionSource? _done;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Make make:
                _missing = make.Count;
                _done = make.Done;
                var props = Props.Create(() => new Child());
                for (var child = 0; child < make.Count; child++) Context.ActorOf(props);
                break;
            case Child.Started when --_missing == 0:
                _done!.SetResult();
                break;
        }
    }

    internal sealed record Make(int Count, TaskCompletionSource Done);
}

internal sealed class Child : UntypedActor
{
    private static readonly Started HasStarted = new();

    protected override void PreStart() => Context.Parent.Tell(HasStarted, Self);

    protected override void OnReceive(object message)
    {
    }

    internal sealed class Started;
}
