using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Room;

/// <summary>
/// The bidding room (R2.2-R2.5): open ascending bids, each of which starts the deadline again. Rules: <see cref="RoomRules"/>.
/// </summary>
public sealed class RoomForm : Form
{
    public static RoomForm Instance { get; } = new();

    public override string Name => "room";

    public override string Sentence =>
        "Every bid is the price and starts the deadline again; when it passes, a unit goes to the leader and the next is on sale.";

    public override FormTerms Blank { get; } = new RoomTerms(TimeSpan.Zero);

    public override bool SellsSeveral => true;

    public override bool LeadsInTheOpen => true;

    public override string EndsBy => "a lot of the room is open until it is sold (its deadline runs from each bid)";

    public override FormTerms Preset(ISettingValues settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new RoomTerms(settings.Length("auction.room.deadline", RoomTerms.DeadlineMin));
    }

    public override LotState Initial(LotTerms terms) => new RoomState(terms);
}

/// <param name="Deadline">Time without a higher bid after which the leader gets the unit.</param>
public sealed record RoomTerms(TimeSpan Deadline) : FormTerms
{
    internal static readonly TimeSpan DeadlineMin = TimeSpan.FromMilliseconds(1);

    [IgnoreDataMember]
    public override Form Module => RoomForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new RoomTerms(fields.Length("deadline", Deadline > TimeSpan.Zero ? Deadline : null, DeadlineMin));
    }

    public override string? Fault(LotTerms lot) => Deadline > TimeSpan.Zero && Deadline <= LotTerms.OpenForMax
        ? null
        : $"the deadline of a bid must be above 0 and at most {LotTerms.OpenForMax.TotalDays:0} days, not {Deadline}";
}
