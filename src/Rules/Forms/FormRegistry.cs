using System.Collections.Frozen;
using System.Collections.Immutable;
using AkkaAuction.Rules.Forms.Dutch;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms;

/// <summary>The forms this house knows. A new form is its module and one line here.</summary>
public static class FormRegistry
{
    public static ImmutableArray<Form> All { get; } =
    [
        RoundsForm.Instance,
        RoomForm.Instance,
        ProxyForm.Instance,
        FirstPriceForm.Instance,
        SecondPriceForm.Instance,
        DutchForm.Instance,
    ];

    private static readonly FrozenDictionary<string, Form> ByName = All.ToFrozenDictionary(form => form.Name, StringComparer.Ordinal);

    /// <summary>The form of this name; null: none is known, as of a newer house.</summary>
    public static Form? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The form whose lots follow the sale's rounds.</summary>
    public static Form OfTheRounds { get; } = All.Single(form => form.FollowsRounds);
}
