namespace AkkaAuction.Remote.House.Tests;

/// <summary>How these tests start the programs.</summary>
internal static class ProgramRuns
{
    extension(ProgramRun)
    {
        public static ProgramRun Auctioneer(params string[] arguments) => ProgramRun.Of(Programs.Auctioneer, arguments);

        /// <summary>A house with free ports, the original houses closed, and its settings.</summary>
        public static ProgramRun Serve(string catalogue, params string[] settings) => Auctioneer(
        [
            "serve", "--catalogue", catalogue,
            .. ((string[])
            [
                "auction.doors.floor.port=0", "auction.doors.room.port=off", "auction.doors.sealed.port=off", "auction.stop.grace=0s",
                .. settings,
            ]).SelectMany(setting => (string[])["--set", setting]),
        ]);

        public static ProgramRun Bidder(params string[] arguments) => ProgramRun.Of(Programs.Bidder, arguments);

        public static ProgramRun BidderWith((string Name, string Value) variable, params string[] arguments) =>
            ProgramRun.Of(Programs.Bidder, arguments, variable);
    }
}
