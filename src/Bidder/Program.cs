using System.Diagnostics;
using System.Runtime.InteropServices;
using AkkaAuction.Bidder.Commands;
using AkkaAuction.CommandLine;

var stopped = new CancellationTokenSource();
var firstAt = 0L;

// The first Ctrl-C, SIGTERM or closed terminal stops the bidding, and the account is shown all the same; the second one kills.
void Stop(PosixSignalContext signal)
{
    var now = Stopwatch.GetTimestamp();
    var first = Interlocked.CompareExchange(ref firstAt, now, 0);
    // What stops a group of processes signals each of them twice within a moment: as the child, and as one of the group.
    if (first != 0 && Stopwatch.GetElapsedTime(first, now) > TimeSpan.FromSeconds(1)) return;
    signal.Cancel = true;
    stopped.Cancel();
}

// Not disposed: one more signal while the program ends must not make a stop in order look like a kill.
PosixSignalRegistration[] signals =
[
    PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
    PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
    PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
];
var code = await StandardStreams.RunAsync("bidder", async streams =>
{
    // Nobody sees what the bidders go on to do.
    using var lost = streams.OutLost.Register(stopped.Cancel);
    return await BidderCommandLine.RunAsync(args, BidderIo.Of(streams), stopped.Token).ConfigureAwait(false);
});
GC.KeepAlive(signals);
return code;
