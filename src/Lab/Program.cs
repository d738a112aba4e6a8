using AkkaAuction.Lab.Commands;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the work in order, so that what there is can still be shown; the second one kills.
    if (interrupted.IsCancellationRequested) return;
    pressed.Cancel = true;
    interrupted.Cancel();
};
return await LabCommandLine.RunAsync(args, LabIo.OfProcess(), interrupted.Token);
