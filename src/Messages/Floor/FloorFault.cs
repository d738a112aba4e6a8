using AkkaAuction.Rules;

namespace AkkaAuction.Messages.Floor;

/// <summary>The fault of a line, for an <c>ERROR</c> line.</summary>
/// <param name="Code">101 unknown verb, 102 malformed line or 302 not a name.</param>
/// <param name="Reason">What was wrong and what would be right; a constant, so that a flood of bad lines allocates nothing.</param>
public readonly record struct FloorFault(RejectionCode Code, string Reason)
{
    public bool IsNone => Code == RejectionCode.None;
}
