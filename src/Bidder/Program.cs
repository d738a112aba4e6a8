using System.Runtime.InteropServices;
using AkkaAuction.Bidder.Commands;
using AkkaAuction.CommandLine;

using var stopped = new CancellationTokenSource();

// The first Ctrl-C or SIGTERM stops the bidding, and the account is shown all the same; the second one kills.
void Stop(PosixSignalContext signal)
{
    if (stopped.IsCancellationRequested) return;
    signal.Cancel = true;
    stopped.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await StandardStreams.RunAsync("bidder", async streams =>
{
    // Nobody sees what the bidders go on to do.
    using var lost = streams.OutLost.Register(stopped.Cancel);
    return await BidderCommandLine.RunAsync(args, BidderIo.Of(streams), stopped.Token).ConfigureAwait(false);
});
