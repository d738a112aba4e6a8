using System.Collections.Immutable;
using System.Text;

namespace AkkaAuction.Rules.Lots;

/// <summary>A fact that only one form has. The form's module says how it is stored, what led to it and how a person reads it.</summary>
public abstract record FormFact : LotFact
{
    /// <summary>Names that no form may give a fact of its own: those of the facts that all forms share.</summary>
    internal static readonly ImmutableArray<string> SharedNames =
        [nameof(Opened), nameof(BidAccepted), nameof(BidWithdrawn), nameof(DeadlineSet), nameof(UnitAwarded), nameof(Closed)];

    /// <summary>Its kind in the journal, behind <c>Lot.</c>; it never changes.</summary>
    public abstract string Name { get; }

    /// <summary>The command that leads to it.</summary>
    public abstract LotCommand Cause { get; }

    /// <summary>What a bidder pays by it without getting a unit; null: nothing. What a unit costs stands in its award.</summary>
    public virtual Payment? Payment => null;

    /// <summary>What happened, for a person.</summary>
    /// <param name="time">Writes a time.</param>
    /// <param name="money">Writes an amount, minor units.</param>
    public abstract string Words(Func<DateTimeOffset, string> time, Func<long, string> money);

    /// <summary>The fact with what <paramref name="fields"/> hands back for its time and each of its fields.</summary>
    public abstract FormFact Through<TFields>(ref TFields fields) where TFields : IFactFields, allows ref struct;

    /// <summary>As text a fact is its fields, not what its module says of it.</summary>
    protected override bool PrintMembers(StringBuilder builder) => false;
}

/// <summary>What a bidder pays who gets nothing for it.</summary>
/// <param name="AmountMinor">Minor units.</param>
/// <param name="At">When it was decided.</param>
public readonly record struct Payment(string Bidder, long AmountMinor, DateTimeOffset At);
