using AkkaAuction.Bidder.Commands;
using AkkaAuction.CommandLine;

var stopped = StopSignals.Listen();
return await StandardStreams.RunAsync("bidder", async streams =>
{
    // Nobody sees what the bidders go on to do where the output is lost.
    using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopped, streams.OutLost);
    return await BidderCommandLine.RunAsync(args, BidderIo.Of(streams), ended.Token).ConfigureAwait(false);
});
