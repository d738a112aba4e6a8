namespace Akka.Actor;

/// <summary>Making, finding and stopping children.</summary>
internal partial class ActorCell
{
    private static readonly ChildTable Childless = ClosedTable();

    /// <summary>Restarts of this actor within the current window, and when that began: kept for the supervisor's strategy.</summary>
    internal ref uint RestartCount => ref _seldom.RestartCount;

    internal ref long RestartWindowStart => ref _seldom.RestartWindowStart;

    public ChildTable Children => _seldom.Ending ? Volatile.Read(ref _seldom.Children) ?? Childless : Volatile.Read(ref _seldom.Children) ?? NewChildren();

    internal LocalActorRef[] OwnChildren => _seldom.Children?.All ?? [];

    public IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, name, false);

    public LocalActorRef MakeChild(Props props, string? name, bool isSystemService)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is null) name = NextName();
        else if (!isSystemService) CheckName(name);
        var children = Children;
        children.Reserve(name);
        LocalActorRef child;
        try
        {
            child = SystemImpl.Local.CreateActor(props, _self, new ChildActorPath(_self.Path, name, SystemImpl.NextUid()));
        }
        catch
        {
            children.Unreserve(name);
            throw;
        }
        children.Add(name, child);
        // A child of a suspended parent takes its parent's suspensions over, so that each resume finds its counterpart.
        for (var at = 0; at < _suspensions && Current == this; at++) child.Suspend();
        child.Start();
        return child;
    }

    public IActorRef Child(string name) => (IActorRef?)_seldom.Children?.ByName(name) ?? ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => _seldom.Children?.All ?? [];

    public void Stop(IActorRef child)
    {
        if (child.Equals(_self))
        {
            Stop();
            return;
        }
        if (_seldom.Children is { } children && children.TryGet(child, out var own)) children.ShallDie(own);
        ((IInternalActorRef)child).Stop();
    }

    private void SuspendChildren(IReadOnlyCollection<IActorRef> except)
    {
        if (_seldom.Children is not { } children) return;
        foreach (var child in children.All)
        {
            if (!except.Contains(child)) child.Suspend();
        }
    }

    private ChildTable NewChildren()
    {
        var fresh = new ChildTable();
        return Interlocked.CompareExchange(ref _seldom.Children, fresh, null) ?? fresh;
    }

    private static ChildTable ClosedTable()
    {
        var table = new ChildTable();
        table.Close();
        return table;
    }

    /// <summary>$a, $b … $z, $A … $~, $ba: short, and never a name that a user can give.</summary>
    private string NextName()
    {
        const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
        Span<char> text = stackalloc char[12];
        text[0] = '$';
        var length = 1;
        var left = Interlocked.Increment(ref _seldom.Unnamed) - 1;
        do
        {
            text[length++] = Digits[(int)(left & 63)];
            left >>= 6;
        }
        while (left > 0);
        return new string(text[..length]);
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0) throw new InvalidActorNameException("An actor's name is not empty.");
        if (!ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException($"'{name}' is not a name for an actor: a name does not begin with $ and consists of "
                + $"ASCII letters, digits, %-escapes and {ActorPath.ValidSymbols}");
        }
    }
}
