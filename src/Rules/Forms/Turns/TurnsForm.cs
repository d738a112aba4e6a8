using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Forms.Turns;

/// <summary>The tender by turns, as public procurement holds it. Rules: <see cref="TurnsRules"/>.</summary>
public sealed class TurnsForm : Form
{
    public static TurnsForm Instance { get; } = new();

    public override string Name => "turns";

    public override string Sentence =>
        "A tender: after opening offers each bidder may lower its own in a few rounds, the worst first and the best last; the lowest wins.";

    public override FormTerms Blank { get; } = new TurnsTerms(IncrementTable.Percent(1_00), null, 3, TimeSpan.FromMinutes(2));

    public override bool LeadsInTheOpen => true;

    public override bool Descends => true;

    public override bool ByTurns => true;

    public override ImmutableArray<FormFact> Facts { get; } =
        [new TurnGiven(default, "", 0, default), new TurnPassed(default, ""), new TurnMissed(default, "")];

    public override ImmutableArray<ShownField> Shown { get; } =
    [
        new("turns", ShownKind.Number), new("turn-time", ShownKind.Length), new("round", ShownKind.Number), new("speaks", ShownKind.Name),
    ];

    public override string? TurnOf(ShownFields shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return shown.FindText("speaks");
    }

    public override LotState Initial(LotTerms terms) => new TurnsState(terms);
}

/// <param name="Decrements">How far below its own last offer a bidder must go, by that offer.</param>
/// <param name="MostMinor">How far below it a bidder may go at most, minor units; null: as far as it likes.</param>
/// <param name="Turns">How often each bidder speaks.</param>
/// <param name="Turn">How long a bidder may think.</param>
public sealed record TurnsTerms(IncrementTable Decrements, long? MostMinor, int Turns, TimeSpan Turn) : FormTerms
{
    /// <summary>The shortest turn: below it nobody could answer.</summary>
    public static readonly TimeSpan TurnMin = TimeSpan.FromMilliseconds(100);

    private const int TurnsMax = 20;

    [IgnoreDataMember]
    public override Form Module => TurnsForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new TurnsTerms(
            fields.Increments(Decrements, "decrement"),
            fields.AmountUpToStart("most", MostMinor),
            fields.Count("turns", Turns, 1, TurnsMax),
            fields.Length("turn", Turn, TurnMin));
    }

    public override string? Fault(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (lot.StartPriceMinor < 1)
            return $"the start price must be above 0, not {lot.Text(lot.StartPriceMinor)}: it is the highest offer";
        if (Turns is < 1 or > TurnsMax) return $"each bidder must speak 1 to {TurnsMax} times, not {Turns}";
        if (Turn < TurnMin || Turn > LotTerms.OpenForMax)
        {
            var most = LotTerms.OpenForMax.TotalDays;
            return $"a turn must last {TurnMin.TotalMilliseconds:0}ms or more, and at most {most:0} days, not {Turn}";
        }
        if (Decrements.Fault(lot.Text) is { } fault) return fault;
        return MostMinor < Decrements.At(lot.StartPriceMinor)
            ? $"the most that an offer goes down, {lot.Text(MostMinor.Value)}, must not be below the least, "
                + lot.Text(Decrements.At(lot.StartPriceMinor))
            : null;
    }
}
