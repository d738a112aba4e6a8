using System.Net;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>The two original houses of a <see cref="House"/> that has them.</summary>
internal static class OriginalsOfAHouse
{
    extension(House house)
    {
        /// <summary>Where the bidding room listens; null: it is closed.</summary>
        public IPEndPoint? RoomEndPoint => house.Part<RoomPart>()?.EndPoint;

        /// <summary>Where the sealed-bid house listens; null: it is closed.</summary>
        public IPEndPoint? SealedEndPoint => house.Part<SealedHousePart>()?.EndPoint;

        /// <inheritdoc cref="RoomPart.AccountAsync"/>
        public Task<FinalAccount> RoomAccountAsync() => house.Part<RoomPart>()!.AccountAsync();

        /// <inheritdoc cref="SealedHousePart.AccountAsync"/>
        public Task<FinalAccount> SealedAccountAsync() => house.Part<SealedHousePart>()!.AccountAsync();

        /// <inheritdoc cref="SealedHousePart.ActorsAsync"/>
        internal Task<int> SealedActorsAsync() => house.Part<SealedHousePart>()!.ActorsAsync();
    }
}
