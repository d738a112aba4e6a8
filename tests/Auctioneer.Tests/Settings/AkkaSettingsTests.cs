using Akka.Configuration;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>What a person may write below <c>akka</c>, what is refused with its place, and how it reaches Akka.</summary>
public sealed class AkkaSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_Akka_package_of_the_house_brings_its_keys()
    {
        var there = Directory.EnumerateFiles(AppContext.BaseDirectory, "Akka*.dll").Select(Path.GetFileNameWithoutExtension)
            .Where(name => name == "Akka"
                || (name!.StartsWith("Akka.", StringComparison.Ordinal) && !name.StartsWith("Akka.TestKit", StringComparison.Ordinal)));
        Assert.Equal(there.Order(), AkkaKeys.Packages().Select(package => package.GetName().Name).Order());
    }

    [Theory]
    [InlineData("akka.loglvel=DEBUG", "there is no setting akka.loglvel. Did you mean akka.loglevel?")]
    [InlineData("akka.actor.debug.recieve=on", "there is no setting akka.actor.debug.recieve. Did you mean akka.actor.debug.receive?")]
    [InlineData("akka.actors.debug.receive=on", "there is no setting akka.actors. Did you mean akka.actor?")]
    [InlineData(
        "akka.remote.enable-ssl=on",
        "there is no setting akka.remote.enable-ssl. Did you mean akka.remote.dot-netty.tcp.enable-ssl?")]
    [InlineData("akka.remote.dot-netty.tcp.ssl.certificate.pasword=x", "Did you mean akka.remote.dot-netty.tcp.ssl.certificate.password?")]
    [InlineData("akka.actor.default-dispatcher.troughput=5", "Did you mean akka.actor.default-dispatcher.throughput?")]
    [InlineData("akka.nothing.like.it=1", "there is no setting akka.nothing.")]
    [InlineData("akka.mine={ x = 1 }", "there is no setting akka.mine.")]
    [InlineData(
        "akka.actor=5",
        "akka.actor is a group of settings, not one; it holds ask-timeout, creation-timeout, debug, default-blocking-io-dispatcher, "
            + "default-dispatcher, default-fork-join-dispatcher, default-mailbox, deployment, guardian-supervisor-strategy, inbox and 16 "
            + "more: Akka.NET's documentation has them.")]
    [InlineData("akka.loglevel.high=5", "akka.loglevel is a single value; there is nothing below it.")]
    [InlineData("akka=5", "akka is a group of settings, not one; write what it holds, like akka.loglevel = INFO.")]
    [InlineData("akka=[]", "akka is a group of settings, not one")]
    public void A_key_that_no_package_knows_is_named_with_what_was_probably_meant(string assignment, string words) =>
        Refused(assignment, words);

    [Theory]
    [InlineData("akka.loglevel=maybe", "akka.loglevel is \"maybe\"; it must be one of OFF, ERROR, WARNING, INFO, DEBUG.")]
    [InlineData(
        "akka.actor.serialize-creators=maybe",
        "akka.actor.serialize-creators is \"maybe\"; it must be one of off, false, no: the house's actors are made in this process")]
    [InlineData("akka.actor.serialize-creators=null", "akka.actor.serialize-creators is null; it must be one of off")]
    [InlineData("akka.actor.creation-timeout=soon", "akka.actor.creation-timeout is \"soon\"; it must be a time with its unit")]
    [InlineData("akka.actor.creation-timeout=-1s", "akka.actor.creation-timeout is \"-1s\"; it must be a time with its unit")]
    [InlineData("akka.actor.creation-timeout=99999999999999d", "it must be a time with its unit")]
    [InlineData(
        "akka.actor.default-dispatcher.throughput=many",
        "akka.actor.default-dispatcher.throughput is \"many\"; it must be a whole number from 1 to 2147483647.")]
    [InlineData("akka.actor.default-dispatcher.throughput=2.5", "it must be a whole number from 1 to")]
    [InlineData("akka.actor.default-dispatcher.throughput=-1", "it must be a whole number from 1 to")]
    [InlineData(
        "akka.actor.default-dispatcher.throughput=[1]",
        "akka.actor.default-dispatcher.throughput is a list; it must be a whole number from 1")]
    [InlineData("akka.remote.watch-failure-detector.threshold=high", "it must be a number from 1 to 100.")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size=big", "it must be a size in bytes")]
    [InlineData(
        "akka.scheduler.tick-duration=5000d",
        "akka.scheduler.tick-duration is \"5000d\"; it must be a time with its unit, like 500ms or 5s, from 10ms to 1s.")]
    [InlineData("akka.scheduler.tick-duration=0ms", "from 10ms to 1s.")]
    [InlineData("akka.actor.mailbox.logger-queue.mailbox-type=Nope", "is \"Nope\"; it must be the name of a class")]
    [InlineData(
        "akka.remote.dot-netty.tcp.transport-protocol=udp",
        "akka.remote.dot-netty.tcp.transport-protocol is \"udp\"; it must be tcp.")]
    [InlineData(
        "akka.actor.serialization-bindings={ Nope = bytes }",
        "akka.actor.serialization-bindings has \"Nope\"; it must be the name of a class")]
    [InlineData("akka.remote.dot-netty.tcp.applied-adapters=[nope]", "is \"nope\"; it must be []: bidders know the door as akka.tcp")]
    [InlineData("akka.log-dead-letters=some", "it must be on or off, or a whole number from 0 to 2147483647.")]
    [InlineData("akka.loggers=x", "akka.loggers is \"x\"; it must be a list of texts in brackets.")]
    [InlineData("akka.loggers=[{ a = 1 }]", "akka.loggers is a list; it must be a list of texts in brackets.")]
    [InlineData("akka.home=[x]", "akka.home is a list; it must be a text.")]
    [InlineData("akka.home=\" x\"", "it must be a text that Akka leaves as it is")]
    [InlineData(
        "akka.actor.deployment={ /x { mailbox = \"null\" } }",
        "akka.actor.deployment./x.mailbox is \"null\"; it must be a text that Akka leaves as it is")]
    [InlineData(
        "akka.extensions=[Nope]",
        "akka.extensions[0] is \"Nope\"; it must be the name of a class that implements Akka.Actor.IExtensionId")]
    [InlineData("akka.actor.serializers={ x = Nope }", "akka.actor.serializers.x is \"Nope\"; it must be the name of a class")]
    [InlineData(
        "akka.actor.serialization-bindings={ \"System.String\" = nope }",
        "is \"nope\"; it must be the name of a serializer: akka-containers, ")]
    [InlineData(
        "akka.coordinated-shutdown.phases={ a { depends-on = [b] }, b { depends-on = [a] } }",
        "akka.coordinated-shutdown.phases.a.depends-on is a list; it must be a list of "
            + "phases that do not lead back: a waits for b waits for a.")]
    [InlineData("akka.coordinated-shutdown.phases={ service-stop.depends-on = [service-stop] }", "service-stop waits for service-stop.")]
    [InlineData(
        "akka.coordinated-shutdown.phases={ a.timeout = soon }",
        "akka.coordinated-shutdown.phases.a.timeout is \"soon\"; it must be a time")]
    [InlineData("akka.coordinated-shutdown.phases={ a.tiemout = 5s }", "Did you mean akka.coordinated-shutdown.phases.a.timeout?")]
    [InlineData(
        "akka.coordinated-shutdown.phases={ a = 5 }",
        "akka.coordinated-shutdown.phases.a is a group of settings, not one; it holds depends-on, enabled, recover, timeout.")]
    [InlineData("akka.remote.watch-failure-detector.implementation-class=Nope", "is \"Nope\"; it must be the name of a class")]
    public void A_value_that_Akka_could_not_read_is_named_with_what_would_be_right(string assignment, string words) =>
        Refused(assignment, words);

    [Theory]
    [InlineData(
        "akka.actor.provider=remote",
        "akka.actor.provider is the house's own to say: auction.doors.remote.port = off closes the door")]
    [InlineData("akka.remote.untrusted-mode=off", "akka.remote.untrusted-mode is the house's own to say")]
    [InlineData("akka.remote.dot-netty.tcp.port=1", "write auction.doors.remote.port.")]
    public void What_the_house_says_itself_is_not_taken_in_silence(string assignment, string words) => Refused(assignment, words);

    [Theory]
    [InlineData("akka.actor.mine={ type = Dispatcher, throughput = 3, whatever = 1 }")]
    [InlineData("akka.actor.mailbox.mine={ mailbox-type = \"Akka.Dispatch.BoundedMailbox\", mailbox-capacity = 5 }")]
    [InlineData(
        "akka.actor.default-dispatcher={ executor = fork-join-executor, fork-join-executor "
            + "{ parallelism-max = 2 }, channel-executor.priority = high }")]
    [InlineData(
        "akka.actor.default-dispatcher={ type = \"AkkaAuction.Auctioneer.Tests.Simulation.SeededDispatcherConfigurator, "
            + "AkkaAuction.Auctioneer.Tests\", mine = 1 }")]
    [InlineData("akka.actor.default-dispatcher.thread-pool-executor={ mine = 1 }")]
    [InlineData("akka.actor.deployment={ \"/mine/*\" { router = round-robin-pool, nr-of-instances = 2, mine = 1 } }")]
    [InlineData("akka.actor.serialization-settings.mine={ x = 1 }")]
    [InlineData("akka.actor.serialization-bindings={ \"System.Int32\" = bytes }")]
    [InlineData("akka.coordinated-shutdown.phases={ mine { depends-on = [service-stop] } }")]
    [InlineData(
        "akka.remote={ enabled-transports = [akka.remote.dot-netty.tcp], mine { transport-class = "
            + "\"Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote\", x = 1 } }")]
    [InlineData("akka.remote.dot-netty.tcp.ssl.certificate.flags=[exportable]")]
    [InlineData("akka.log-dead-letters=off")]
    [InlineData("akka.log-dead-letters=3")]
    [InlineData("akka.remote.log-frame-size-exceeding=64KiB")]
    [InlineData("akka.actor.ask-timeout=infinite")]
    [InlineData("akka.actor.ask-timeout=5 seconds")]
    [InlineData("akka.loglevel=debug")]
    [InlineData("akka.channel-scheduler.parallelism-factor=0.5")]
    [InlineData("akka.actor={}")]
    public void What_Akka_reads_is_taken_and_so_are_the_keys_of_a_persons_own_maps(string assignment) =>
        Assert.NotEmpty(HouseSettings.Load(null, [assignment]).Akka.Text);

    [Fact]
    public void A_wrong_key_or_value_in_a_file_is_named_with_its_line_also_where_a_later_layer_covers_it()
    {
        var file = Write("house.conf", "akka {\n  home = x\n  actor {\n    creation-timeout = soon\n  }\n}\n");
        Assert.Equal(
            $"{file}, line 4: akka.actor.creation-timeout is \"soon\"; it must be a time with its unit, like 500ms or 5s, from 1s to 24d.",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(file, ["akka.actor.creation-timeout=5s"])).Message);
        var misspelt = Write("misspelt.conf", "akka.home = x\nakka.loglvel = INFO");
        Assert.StartsWith(
            $"{misspelt}, line 2: there is no setting akka.loglvel.",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(misspelt, [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_of_a_persons_own_may_be_marked_in_one_layer_and_set_in_another()
    {
        var file = Write("own.conf", "akka.actor.mine.type = Dispatcher");
        var akka = HouseSettings.Load(file, ["akka.actor.mine.shutdown-timeout=2s"]).Akka.Over(Config.Empty);
        Assert.Equal(
            ("Dispatcher", TimeSpan.FromSeconds(2)),
            (akka.GetString("akka.actor.mine.type"), akka.GetTimeSpan("akka.actor.mine.shutdown-timeout")));
    }

    [Fact]
    public void Later_layers_lie_over_earlier_ones_with_substitutions_and_includes_filled_in()
    {
        Write("part.conf", "akka.home = ${akka.loglevel}\" and ${more}\"\nakka.actor.inbox { inbox-size = 5, default-timeout = 7s }");
        var file = Write("house.conf", "akka.loglevel = INFO\ninclude \"part.conf\"\nakka.loggers = [Akka.Event.TraceLogger]");
        var akka = HouseSettings.Load(
            file,
            [
                "akka.actor.inbox.inbox-size=9",
                "akka.loggers=[Akka.Event.DefaultLogger, \"Akka.Event.TraceLogger, Akka\"]",
            ]).Akka.Over("akka.actor.inbox.below = 3, akka.loglevel = OFF");
        Assert.Equal("INFO and ${more}", akka.GetString("akka.home"));
        Assert.Equal("INFO", akka.GetString("akka.loglevel"));
        Assert.Equal(
            (9, TimeSpan.FromSeconds(7), 3),
            (
                akka.GetInt("akka.actor.inbox.inbox-size"),
                akka.GetTimeSpan("akka.actor.inbox.default-timeout"),
                akka.GetInt("akka.actor.inbox.below")));
        Assert.Equal(["Akka.Event.DefaultLogger", "Akka.Event.TraceLogger, Akka"], akka.GetStringList("akka.loggers"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b  c")]
    [InlineData("quote \" backslash \\ slash / hash # dollar ${x} brace { } [ ] , = : + ' `")]
    [InlineData("line\nnext\ttab\r\b\f end")]
    [InlineData("bell \a escape \u001b delete \u007f")]
    [InlineData("ünïcode 拍卖 \U0001F528 \u2028 \ufeff.")]
    [InlineData("// no comment")]
    [InlineData("\"\"\"")]
    [InlineData("C:\\temp\\new")]
    [InlineData("0x10")]
    [InlineData("007")]
    [InlineData("1e3")]
    [InlineData("infinite")]
    [InlineData("include \"x\"")]
    public void Whatever_a_text_holds_Akka_reads_the_same(string text)
    {
        var file = Write(
            "odd.conf",
            $"akka.home = {LayeredSettings.Quote(text)}\nakka.actor.deployment "
                + $"{{ {LayeredSettings.Quote(text)} {{ x = [{LayeredSettings.Quote(text)}, y] }} }}");
        var akka = HouseSettings.Load(file, []).Akka.Over(Config.Empty);
        Assert.Equal(text, akka.GetString("akka.home"));
        var deployment = akka.GetConfig("akka.actor.deployment").Root.GetObject();
        Assert.Equal([text], deployment.Items.Keys);
        Assert.Equal([text, "y"], deployment.GetKey(text).GetObject().GetKey("x").GetStringList());
    }

    [Fact]
    public void Numbers_times_switches_lists_null_and_nothing_reach_Akka_as_they_are()
    {
        var file = Write("typed.conf", """
            akka.actor.deployment.x { whole = 42, broken = -0.5, time = 250 ms, size = 64KiB, on = on, left-out = , none = null
              empty {}, list = [], lists = [[1, 2], []], objects = [{ a = 1 }, { b { c = 2 } }] }
            """);
        var x = HouseSettings.Load(file, []).Akka.Over(Config.Empty).GetConfig("akka.actor.deployment.x");
        Assert.Equal(
            (42, -0.5, TimeSpan.FromMilliseconds(250), 65536L),
            (x.GetInt("whole"), x.GetDouble("broken"), x.GetTimeSpan("time"), x.GetByteSize("size")!.Value));
        Assert.True(x.GetBoolean("on"));
        Assert.True(x.HasPath("none"));
        Assert.Null(x.GetString("none"));
        Assert.Equal("", x.GetString("left-out"));
        Assert.Empty(x.GetConfig("empty").Root.GetObject().Items);
        Assert.Empty(x.GetStringList("list"));
        Assert.Equal([["1", "2"], []], x.GetValue("lists").GetArray().Select(inner => inner.GetStringList().ToArray()));
        Assert.Equal("2", x.GetValue("objects").GetArray()[1].GetObject().GetKey("b").GetObject().GetKey("c").GetString());
    }

    [Theory]
    [InlineData(
        "akka.actor.default-dispatcher.dedicated-thread-pool.threadtype = background",
        ", line 2: akka.actor.default-dispatcher.dedicated-thread-pool.threadtype is \"background\"; Akka cannot start with it: ")]
    [InlineData(
        "akka.remote.dot-netty.tcp { enable-ssl = on, ssl.certificate.use-thumbprint-over-file = on }",
        ", line 2: akka.remote.dot-netty.tcp.ssl.certificate.use-thumbprint-over-file is \"on\"; Akka cannot start with it: ")]
    [InlineData(
        "akka.home = x\nakka.actor.default-dispatcher.dedicated-thread-pool.threadtype = background",
        ": Akka cannot start with what is written below akka "
            + "(akka.home, line 2; akka.actor.default-dispatcher.dedicated-thread-pool.threadtype, line 3): ")]
    public async Task What_Akka_refuses_as_it_starts_is_a_fault_of_the_settings_with_the_file_and_the_line(string text, string words)
    {
        var file = Write("house.conf", "\n" + text);
        var settings = HouseSettings.Load(file, ["auction.doors.floor.port=0", "auction.doors.remote.port=0", "auction.stop.grace=0s"]);
        var options = new HouseOptions { Parts = RemoteDoorPart.WithFloor() };
        var fault = await Assert.ThrowsAsync<SettingsException>(
            () => House.StartAsync(settings, Houses.Catalogue(Houses.OneLot, settings), options));
        Assert.StartsWith($"{file}{words}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_is_named_with_its_line()
    {
        var file = Write(
            "tls.conf",
            "akka.remote.dot-netty.tcp {\n  enable-ssl = on\n  ssl.certificate {\n    password = x\n    path = \"/no/such.pfx\"\n  }\n}");
        var settings = HouseSettings.Load(file, ["auction.doors.floor.port=0", "auction.doors.remote.port=0", "auction.stop.grace=0s"]);
        var options = new HouseOptions { Parts = RemoteDoorPart.WithFloor() };
        var fault = await Assert.ThrowsAsync<SettingsException>(
            () => House.StartAsync(settings, Houses.Catalogue(Houses.OneLot, settings), options));
        Assert.StartsWith(
            $"{file}, line 5: akka.remote.dot-netty.tcp.ssl.certificate.path is \"/no/such.pfx\"; Akka cannot start with it: ",
            fault.Message,
            StringComparison.Ordinal);
    }

    private static void Refused(string assignment, string words)
    {
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(null, [assignment]));
        Assert.StartsWith($"--set {assignment}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = _folder[name];
        File.WriteAllText(path, text);
        return path;
    }
}
