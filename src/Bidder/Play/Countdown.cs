namespace AkkaAuction.Bidder.Play;

/// <summary>How long something is still open, for people.</summary>
internal static class Countdown
{
    /// <param name="at">When it closes.</param>
    /// <param name="now">The time.</param>
    /// <param name="behind">What stands behind the time that is left.</param>
    public static string Of(DateTimeOffset at, DateTimeOffset now, string behind = "")
    {
        var left = at - now;
        if (left <= TimeSpan.Zero) return "now";
        var time = left.TotalSeconds < 100 ? $"{Math.Ceiling(left.TotalSeconds):0} s" : $"{Math.Floor(left.TotalMinutes):0} min";
        return time + behind;
    }
}
