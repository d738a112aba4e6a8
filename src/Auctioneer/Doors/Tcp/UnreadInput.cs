using System.IO.Pipelines;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// A socket that is closed with unread input resets the connection, and the peer may lose what it was just told. So before that, what it
/// still sends is taken and dropped for a moment.
/// </summary>
internal static class UnreadInput
{
    /// <param name="input">The connection's input.</param>
    /// <param name="moment">How long at most; a peer that goes on sending has had its moment.</param>
    /// <param name="time">The clock of that.</param>
    public static async Task DropAsync(PipeReader input, TimeSpan moment, TimeProvider time)
    {
        using var end = new CancellationTokenSource(moment, time);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(end.Token).ConfigureAwait(false);
                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return;
            }
        }
        catch (OperationCanceledException)
        {
            // The moment is over.
        }
    }
}
