using System.Runtime.InteropServices;
using AkkaAuction.Bidder.Commands;

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
return await BidderCommandLine.RunAsync(args, BidderIo.OfProcess(), stopped.Token);
