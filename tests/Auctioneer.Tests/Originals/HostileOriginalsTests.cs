using System.Security.Cryptography;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>Two hundred connections that mean no good at each door, while honest people trade.</summary>
public sealed class HostileOriginalsTests
{
    private const int Hostile = 200;

    [Fact]
    public async Task Nobody_in_the_room_notices()
    {
        await using var house = await OriginalHouse.OpenAsync("auction.room.deadline=250ms", "auction.doors.room.output-hard-limit=64KiB");
        await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await ann.SendAsync("x");
        await ann.LineAsync();
        await using var mob = new Mob(() => OriginalClient.ConnectAsync(house.RoomEndPoint));
        foreach (var amount in new[] { "600", "700" })
        {
            await ann.SendAsync($"Laptop,{amount}");
            await ann.ExpectAsync(
                $"Your bid for Laptop is now the highest at ${amount}",
                $"Item Laptop sold to Client 1 for ${amount}",
                $"Congratulations! You won Laptop for ${amount}");
        }
        Assert.Equal(2, (await house.RoomAccountAsync()).Sold);
    }

    [Fact]
    public async Task Nobody_in_the_sealed_house_notices()
    {
        await using var house = await OriginalHouse.OpenAsync("auction.sealed.patience.request=1s", "auction.sealed.patience.buyers=20s");
        // They come when the seats are taken: whoever is first in an empty house is its Seller, hostile or not.
        var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "2 100 2 Sword", 2);
        await using var mob = new Mob(() => OriginalClient.ConnectAsync(house.SealedEndPoint));
        await buyers[0].SendAsync("150");
        await buyers[0].ExpectAsync(SealedWords.BidReceived);
        await mob.HasCome;
        await buyers[1].SendAsync("120");
        await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Sword has been sold for $120");
        await buyers[0].ExpectAsync(SealedWords.Finished, "You won this item Sword! Your payment due is $120");
        await buyers[1].ExpectAsync(SealedWords.BidReceived, SealedWords.Finished, SealedWords.NotWon);
        foreach (var client in buyers.Append(seller)) await client.DisposeAsync();

        // And an honest Seller gets the seat again as soon as patience with a mute one ends.
        await mob.DisposeAsync();
        while (true)
        {
            await using var again = await OriginalClient.ConnectAsync(house.SealedEndPoint);
            if (await again.LineAsync() != SealedWords.RoleSeller) continue;
            await again.SendAsync("1 5 1 Bow\n");
            await again.ExpectAsync(SealedWords.SubmitRequest);
            if (await again.LineAsync() == "Auction request received: 1 5 1 Bow") break;
        }
    }

    /// <summary>Clients that send noise, floods, halves and nothing, reset or stay, until they are told to stop.</summary>
    private sealed class Mob : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TaskCompletionSource _hasCome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _all;
        private int _came;

        public Mob(Func<Task<OriginalClient>> connect) =>
            _all = Task.WhenAll(Enumerable.Range(0, Hostile).Select(i => Task.Run(() => HarassAsync(connect, i))));

        /// <summary>Every one of them has been there.</summary>
        public Task HasCome => _hasCome.Task.WaitAsync(Houses.Patience);

        private async Task HarassAsync(Func<Task<OriginalClient>> connect, int kind)
        {
            try
            {
                await using var client = await connect();
                if (Interlocked.Increment(ref _came) == Hostile) _hasCome.TrySetResult();
                switch (kind % 5)
                {
                    case 0: client.Reset(); break;
                    case 1: await client.SendAsync(RandomNumberGenerator.GetBytes(20_000)); break;
                    case 2: await client.SendAsync(string.Concat(Enumerable.Repeat("Laptop,1\n", 5000))); break;
                    case 3: await client.SendAsync("2 100"); break;
                    default: client.HalfClose(); break;
                }
                if (kind % 5 != 0) await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException
                or System.Net.Sockets.SocketException
                or TimeoutException
                or IOException)
            {
                // The house has had enough of it, or the test has.
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _all;
        }
    }
}
