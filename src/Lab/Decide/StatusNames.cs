using System.Diagnostics;
using AkkaAuction.Rules.Examples;

namespace AkkaAuction.Lab.Decide;

/// <summary>The words in which published examples tell how a proxy bid fared.</summary>
internal static class StatusNames
{
    public static string Of(WorkedStatus status) => status switch
    {
        WorkedStatus.Accepted => "ACCEPTED",
        WorkedStatus.AcceptedBelowReserve => "ACCEPTED_BELOW_RESERVE",
        WorkedStatus.AcceptedOutbid => "ACCEPTED_OUTBID",
        WorkedStatus.TooLow => "TOO_LOW",
        _ => throw new UnreachableException(),
    };
}
