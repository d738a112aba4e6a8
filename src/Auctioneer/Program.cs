using AkkaAuction.Auctioneer.Commands;

return await AuctioneerCommands.RunAsync(args);
