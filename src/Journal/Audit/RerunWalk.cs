using AkkaAuction.Rules;

namespace AkkaAuction.Journal.Audit;

/// <summary>
/// One stream that is decided again: facts come in the order of their places, and are worked off as far as they have come.
/// </summary>
internal abstract class RerunWalk(string stream, Action<RerunDifference> differs)
{
    protected string Stream => stream;

    /// <summary>Takes in a fact.</summary>
    public abstract void Add(StoredFact stored, DateTimeOffset at);

    /// <summary>Decides again whatever came since the last time. What was stored in one piece must all have come.</summary>
    /// <returns>Decisions made.</returns>
    public abstract long Decide();

    protected void Differs(long place, long number, string why) => differs(new RerunDifference(place, number, stream, why));
}

/// <summary>What is asked of the rules of one aggregate to decide its facts again.</summary>
/// <param name="Commands">
/// The commands that may have led to a fact, given the state before it and the fact after it, likeliest first.
/// </param>
/// <param name="Decide">The rules.</param>
/// <param name="Evolve">What a fact changes.</param>
/// <param name="IsSame">Whether a fact that the rules decide is the one that is stored.</param>
internal sealed record RerunRules<TState, TCommand, TFact>(
    Func<TState, TFact, TFact?, IEnumerable<TCommand>> Commands,
    Func<TState, TCommand, DateTimeOffset, Decision<TFact>> Decide,
    Func<TState, TFact, TState> Evolve,
    Func<TFact, TFact, bool> IsSame) where TFact : class;

/// <inheritdoc/>
internal sealed class RerunWalk<TState, TCommand, TFact>(
    string stream, TState state, RerunRules<TState, TCommand, TFact> rules, Action<RerunDifference> differs) : RerunWalk(stream, differs)
    where TFact : class
{
    private readonly List<(TFact Fact, long Place, long Event, DateTimeOffset At)> _facts = [];
    private TState _state = state;
    private bool _isLost;

    public override void Add(StoredFact stored, DateTimeOffset at)
    {
        if (_isLost) return;
        if (stored.Fact is TFact known) _facts.Add((known, stored.Place, stored.Event, at));
        else Differs(stored.Place, stored.Event, $"a {stored.Fact.GetType().Name} is none of this stream's facts");
    }

    public override long Decide()
    {
        var decisions = 0L;
        for (var at = 0; at < _facts.Count && !_isLost;)
        {
            var explained = Explained(at);
            if (explained == 0)
            {
                Differs(_facts[at].Place, _facts[at].Event, $"the rules would not have decided {_facts[at].Fact.GetType().Name} there");
                explained = 1;
            }
            decisions++;
            Evolve(at, explained);
            at += explained;
        }
        _facts.Clear();
        return decisions;
    }

    /// <returns>How many facts from here on one decision is; 0: none is as it is stored.</returns>
    private int Explained(int at)
    {
        var next = at + 1 < _facts.Count ? _facts[at + 1].Fact : null;
        foreach (var command in rules.Commands(_state, _facts[at].Fact, next))
        {
            // A fact without a time of its own was stored a moment after it was decided: what it led to has the time.
            for (var look = at; look < Math.Min(at + 3, _facts.Count); look++)
            {
                if (Explains(rules.Decide(_state, command, _facts[look].At), at) is > 0 and var explained) return explained;
            }
        }
        return 0;
    }

    private int Explains(Decision<TFact> decision, int at)
    {
        var decided = decision.Facts;
        if (decided.IsEmpty || at + decided.Length > _facts.Count) return 0;
        for (var i = 0; i < decided.Length; i++)
        {
            if (!rules.IsSame(decided[i], _facts[at + i].Fact)) return 0;
        }
        return decided.Length;
    }

    private void Evolve(int at, int facts)
    {
        try
        {
            for (var i = 0; i < facts; i++) _state = rules.Evolve(_state, _facts[at + i].Fact);
        }
        catch (BrokenInvariantException fault)
        {
            Differs(_facts[at].Place, _facts[at].Event, $"it cannot have happened: {fault.Message}");
            _isLost = true;
        }
    }
}
