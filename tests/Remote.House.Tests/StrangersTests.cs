using Akka.Actor;
using Akka.Serialization;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>What nobody may do at a house from outside, whatever it sends, under whatever name.</summary>
public sealed class StrangersTests : IAsyncLifetime
{
    private AkkaAuction.Auctioneer.Hosting.House _house = null!;

    private string At => _house.RemoteAddress!;

    public async Task InitializeAsync() => _house = await Houses.OpenAsync(Houses.LampAndViolin);

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task Requests_that_were_lost_on_the_way_end_the_session_and_so_does_having_asked_more_than_arrived()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        anna.Session.Tell(new RemoteMessage.RequestBatch(anna.Opened!.Key, 2, [new Request.Me()]), anna.Self);
        Assert.Equal(RejectionCode.MalformedLine, (await anna.UntilOverAsync())!.Code);
        await using var ben = await RemoteGuest.EnterAsync(At, "ben");
        ben.Session.Tell(new RemoteMessage.Confirmation(ben.Opened!.Key, 1, 1), ben.Self);
        Assert.Equal(RejectionCode.MalformedLine, (await ben.UntilOverAsync())!.Code);
    }

    [Fact]
    public async Task A_session_listens_to_its_own_bidder_alone_and_only_with_the_key()
    {
        var node = RemoteGuest.Node();
        try
        {
            await using var anna = await RemoteGuest.EnterAsync(At, "anna", node: node);
            await using var eve = await RemoteGuest.EnterAsync(At, "eve", node: node);
            anna.Session.Tell(new RemoteMessage.RequestBatch(anna.Opened!.Key, 1, [new Request.Quit()]), eve.Self);
            anna.Session.Tell(new RemoteMessage.RequestBatch(anna.Opened.Key + 1, 1, [new Request.Quit()]), anna.Self);
            anna.Session.Tell(new RemoteMessage.RequestBatch(eve.Opened!.Key, 1, [new Request.Quit()]), anna.Self);
            anna.Ask(new Request.Ping("mine"));
            Assert.Equal("mine", (await anna.UntilAsync<Answer.Pong>()).Text);
        }
        finally
        {
            await node.Terminate();
        }
    }

    [Fact]
    public async Task What_is_not_of_this_house_is_refused_and_harms_no_other()
    {
        var node = RemoteGuest.Node($$"""
            akka.actor {
              serializers.forger = "{{typeof(OtherManifests).AssemblyQualifiedName}}"
              serialization-bindings { "{{typeof(Strange).AssemblyQualifiedName}}" = forger }
            }
            """);
        try
        {
            await using var anna = await RemoteGuest.EnterAsync(At, "anna", node: node);
            await using var ben = await RemoteGuest.EnterAsync(At, "ben");
            foreach (var manifest in (string[])["", "Z", "T", "A", typeof(System.Diagnostics.Process).AssemblyQualifiedName!])
            {
                anna.Session.Tell(new Strange(manifest), anna.Self);
                node.ActorSelection($"{At}/user/desk").Tell(new Strange(manifest), anna.Self);
            }
            anna.Ask(new Request.Ping("me"));
            ben.Ask(new Request.Ping("me too"));
            await anna.UntilAsync<Answer.Pong>();
            await ben.UntilAsync<Answer.Pong>();
        }
        finally
        {
            await node.Terminate();
        }
    }

    /// <summary>A message of a serializer that says of itself what it likes.</summary>
    public sealed record Strange(string Manifest);

    /// <summary>Uses the house's number with manifests of its own.</summary>
    public sealed class OtherManifests(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => HouseSerializer.Number;

        public override string Manifest(object o) => o is RemoteMessage message ? Honest.Manifest(message) : ((Strange)o).Manifest;

        public override byte[] ToBinary(object obj) => obj is RemoteMessage message ? Honest.ToBinary(message) : [0xFF, 0xFF, 0xFF];

        public override object FromBinary(byte[] bytes, string manifest) => Honest.FromBinary(bytes, manifest);

        private HouseSerializer Honest => new(system);
    }
}
