using System.Collections.Immutable;

namespace AkkaAuction.Lab.Decide;

/// <summary>One auction as its file gives it: the form, what the seller set, and the bids in order of arrival.</summary>
/// <param name="Name">What messages and tables call it: its id, or its place in the file.</param>
/// <param name="Form">How it is to be decided.</param>
/// <param name="Reserve">The seller's minimum; what it means is the form's affair. Null: none.</param>
/// <param name="Increment">The step between prices; null in the forms that have none.</param>
public sealed record WorkedAuction(string Name, WorkedForm Form, ExactNumber? Reserve, ExactNumber? Increment, ImmutableArray<WorkedBid> Bids)
{
    /// <summary>Digits behind the point that this auction needs: the most that any of its numbers has.</summary>
    public int Digits => Bids.Select(b => b.Amount.Decimals).Append(Reserve?.Decimals ?? 0).Append(Increment?.Decimals ?? 0).Max();
}

public sealed record WorkedBid(string Bidder, ExactNumber Amount);

/// <summary>A form that can be decided from a file.</summary>
/// <param name="Name">What the file calls it.</param>
/// <param name="HasIncrement">Whether its input must have an increment; otherwise it must have none.</param>
public sealed record WorkedForm(string Name, bool HasIncrement)
{
    public static readonly WorkedForm FirstPrice = new("first_price", HasIncrement: false);
    public static readonly WorkedForm SecondPrice = new("second_price", HasIncrement: false);

    /// <summary>Maximum bids over a hidden reserve; told by the reply to its last bid.</summary>
    public static readonly WorkedForm EnglishProxy = new("english_proxy", HasIncrement: true);

    /// <summary>Maximum bids from a start price; told by winner and price.</summary>
    public static readonly WorkedForm EnglishProxySimple = new("english_proxy_simple", HasIncrement: true);

    public static ImmutableArray<WorkedForm> All { get; } = [FirstPrice, SecondPrice, EnglishProxy, EnglishProxySimple];
}
