using System.Collections;
using System.Collections.Immutable;

namespace AkkaAuction.Rules;

/// <summary>
/// The facts of one decision, oldest first. A struct around the fact itself, and around an array only where there are several.
/// </summary>
/// <typeparam name="TFact">The family of facts.</typeparam>
public readonly struct FactList<TFact> : IReadOnlyList<TFact> where TFact : class
{
    // One of the two, or neither.
    private readonly TFact? _only;
    private readonly TFact[]? _several;

    internal FactList(TFact only) => _only = only;

    internal FactList(ImmutableArray<TFact> facts) => _several = System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsArray(facts);

    public int Length => _only is not null ? 1 : _several?.Length ?? 0;

    public bool IsEmpty => Length == 0;

    int IReadOnlyCollection<TFact>.Count => Length;

    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public TFact this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length, nameof(index));
            return _only ?? _several![index];
        }
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<TFact> IEnumerable<TFact>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the facts without an object of its own.</summary>
    public struct Enumerator : IEnumerator<TFact>
    {
        private readonly FactList<TFact> _facts;
        private int _at;

        internal Enumerator(FactList<TFact> facts)
        {
            _facts = facts;
            _at = -1;
        }

        public readonly TFact Current => _facts[_at];

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => ++_at < _facts.Length;

        public void Reset() => _at = -1;

        public readonly void Dispose() { }
    }
}
