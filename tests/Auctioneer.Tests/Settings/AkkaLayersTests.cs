using Akka.Configuration;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>
/// Which value a message names below <c>akka</c> where a file, options and the house itself have a say: never one that is right.
/// </summary>
public sealed class AkkaLayersTests : IDisposable
{
    private const string Phases = "akka.coordinated-shutdown.phases";
    private const string OwnBinding = """
        akka.actor {
          serializers { mine = "Akka.Serialization.ByteArraySerializer, Akka" }
          serialization-bindings { "System.Int32" = mine }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Phases + ".service-stop.timeout = 10s", Phases + ".service-stop.depends-on=x", "it must be a list of texts in brackets.")]
    [InlineData(Phases + ".service-stop.timeout = 10s", Phases + ".service-stop.depends-on=[{}]", "it must be a list of texts")]
    [InlineData(Phases + ".service-stop.timeout = 10s", Phases + ".service-unbind.depends-on=x", "it must be a list of texts")]
    [InlineData(Phases + ".a.depends-on = [b]", Phases + ".b.depends-on=[{ x = 1 }]", "it must be a list of texts in brackets.")]
    [InlineData(Phases + ".a.depends-on = [service-stop]", Phases + "=5", Phases + " is a group of settings, not one")]
    [InlineData(
        Phases + ".service-stop.timeout = 10s", Phases + ".before-service-unbind.depends-on=[service-stop]",
        "must be a list of phases that do not lead back: before-service-unbind waits for service-stop waits for ")]
    [InlineData("akka.remote.resend-limit = 5", "akka.remote=5", "akka.remote is a group of settings, not one")]
    [InlineData(
        "akka.remote.adapters { mine = \"Akka.Remote.Transport.ThrottlerProvider, Akka.Remote\" }", "akka.remote.adapters=5",
        "akka.remote.adapters is a group of settings, not one")]
    [InlineData(OwnBinding, "akka.actor.serializers=5", "akka.actor.serializers is a group of settings, not one")]
    [InlineData(OwnBinding, "akka.actor.serializers.mine=Nope", "akka.actor.serializers.mine is \"Nope\"; it must be the name of a class")]
    [InlineData("akka.actor.mine { type = Dispatcher, x = 1 }", "akka.actor=5", "akka.actor is a group of settings, not one")]
    [InlineData("akka.actor.mine { type = Dispatcher, x = 1 }", "akka.actor.mine=5", "there is no setting akka.actor.mine.")]
    [InlineData(
        "akka.actor.default-dispatcher { type = \"AkkaAuction.Auctioneer.Tests.Simulation.SeededDispatcherConfigurator, "
            + "AkkaAuction.Auctioneer.Tests\", mine = 1 }",
        "akka.actor.default-dispatcher=5",
        "akka.actor.default-dispatcher is a group of settings, not one")]
    public void A_wrong_option_is_named_and_not_what_the_file_has_right(string text, string assignment, string words)
    {
        var file = Write("house.conf", text);
        Assert.NotEmpty(HouseSettings.Load(file, []).Akka.Text);
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, [assignment]));
        Assert.StartsWith($"--set {assignment}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Phases + ".mine.timeout = 10s", Phases + ".mine.depends-on=[service-stop]")]
    [InlineData(Phases + ".a.depends-on = [b]", Phases + ".b.depends-on=[service-stop]")]
    [InlineData(Phases + " { a.depends-on = [b], b.depends-on = [a] }", Phases + ".b.depends-on=[]")]
    [InlineData(OwnBinding, "akka.actor.serialization-bindings.\"System.Int32\"=bytes")]
    [InlineData(
        "akka.actor.serializers.mine = \"Akka.Serialization.ByteArraySerializer, Akka\"",
        "akka.actor.serialization-bindings.\"System.Int32\"=mine")]
    [InlineData(
        "akka.actor.default-dispatcher { type = \"AkkaAuction.Auctioneer.Tests.Simulation.SeededDispatcherConfigurator, "
            + "AkkaAuction.Auctioneer.Tests\", mine = 1 }",
        "akka.actor.default-dispatcher.type=Dispatcher")]
    public void What_is_right_together_is_taken(string text, string assignment) =>
        Assert.NotEmpty(HouseSettings.Load(Write("house.conf", text), [assignment]).Akka.Text);

    [Fact]
    public void Whatever_the_house_lays_over_a_persons_words_is_refused_there_and_not_covered_in_silence()
    {
        var above = HoconText.Parse(RemoteSystem.Above(HouseSettings.Default().Remote), "the house");
        var own = LayeredSettings.Leaves(above["akka"].Value.GetObject(), "akka.").Select(leaf => leaf.Path).ToArray();
        Assert.Contains("akka.actor.serializers.house", own);
        Assert.All(own, path =>
        {
            var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(null, [$"{path}=x"]));
            Assert.StartsWith($"--set {path}=x: {path} is the house's own to say: ", fault.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_message_of_the_houses_own_is_bound_by_the_house_however_its_name_is_written()
    {
        const string Name = "AkkaAuction.Messages.Remote.RemoteMessage+RequestBatch, AkkaAuction.Messages, Culture=neutral";
        var file = Write("bound.conf", $"akka.actor {{\n  serialization-bindings {{\n    \"{Name}\" = bytes\n  }}\n}}");
        Assert.Equal(
            $"{file}, line 3: akka.actor.serialization-bindings.\"{Name}\" is the house's own to say: "
                + "remote bidders and the house must read each other's messages alike.",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(file, [])).Message);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("0.0.0.0", "akka.loglevel=INFO")]
    [InlineData("0.0.0.0", "akka.loglevel=INFO", "akka.home=0.0.0.0")]
    public async Task A_fault_of_the_house_is_not_laid_on_what_is_written_below_akka(string host, params string[] akka)
    {
        var settings = Houses.Settings([$"auction.doors.remote.host={host}", "auction.doors.remote.port=0", .. akka]);
        var options = new HouseOptions { Parts = RemoteDoorPart.WithFloor() };
        var fault = await Assert.ThrowsAsync<SettingsException>(
            () => House.StartAsync(settings, Houses.Catalogue(Houses.OneLot, settings), options));
        Assert.Equal(
            $"--set auction.doors.remote.host={host}: auction.doors.remote.host is {host}, which no bidder can call this machine by; "
                + "say what they call it: auction.doors.remote.public-host.",
            fault.Message);
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\" \n akka.remote.untrusted-mode = off #")]
    public void Whatever_a_host_holds_Akka_reads_the_same_and_nothing_else(string host)
    {
        var door = HouseSettings.Default().Remote with { Host = host };
        var akka = ConfigurationFactory.ParseString(RemoteSystem.Above(door));
        Assert.Equal(host, akka.GetString("akka.remote.dot-netty.tcp.hostname"));
        Assert.Equal(host, akka.GetString("akka.remote.dot-netty.tcp.public-hostname"));
        Assert.True(akka.GetBoolean("akka.remote.untrusted-mode"));
    }

    private string Write(string name, string text)
    {
        var path = _folder[name];
        File.WriteAllText(path, text);
        return path;
    }
}
