using System.Runtime.InteropServices;
using AkkaAuction.CommandLine;
using AkkaAuction.Lab.Commands;

using var interrupted = new CancellationTokenSource();

// The first Ctrl-C or SIGTERM ends the work in order, so that what there is can still be shown; the second one kills.
void Stop(PosixSignalContext signal)
{
    if (interrupted.IsCancellationRequested) return;
    signal.Cancel = true;
    interrupted.Cancel();
}

using var ctrlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await StandardStreams.RunAsync("lab", streams => LabCommandLine.RunAsync(args, LabIo.Of(streams), interrupted.Token));
