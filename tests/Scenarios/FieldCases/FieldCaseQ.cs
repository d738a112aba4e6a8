using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// Q: programs that others wrote for the original's protocol. Each line leaves in a segment of its own, and the words are a table with two
/// ready sets.
/// </summary>
public sealed class FieldCaseQ : TestKit
{
    public FieldCaseQ() : base(VirtualTime.Setting) { }

    [Fact]
    public void Each_line_leaves_in_a_segment_of_its_own_and_the_next_after_a_pause()
    {
        var session = Session("auction.sealed.pause=20ms");
        session.Tell(new SealedMessage.Speak(["one", "two"], Turn.Wait));
        Leaves("one\n");
        Later(session, 19);
        ExpectNoMsg(TimeSpan.Zero);
        // What is said meanwhile takes its turn.
        session.Tell(new SealedMessage.Speak(["three"], Turn.Wait));
        Later(session, 1);
        Leaves("two\n");
        Later(session, 20);
        Leaves("three\n");
    }

    [Fact]
    public void The_last_words_leave_before_the_connection_is_closed()
    {
        var session = Session("auction.sealed.pause=20ms");
        session.Tell(new SealedMessage.Farewell(["one", "two"]));
        Leaves("one\n");
        Later(session, 20);
        Leaves("two\n");
        Later(session, 20);
        ExpectMsg("closed");
    }

    [Fact]
    public void A_house_that_stops_leaves_no_word_unsaid()
    {
        var session = Session("auction.sealed.pause=20ms");
        session.Tell(new SealedMessage.Speak(["one", "two"], Turn.Wait));
        session.Tell(StopTextSessions.Instance);
        Leaves("one\n");
        Leaves("two\n");
        ExpectMsg("closed");
    }

    [Fact]
    public void Without_a_line_end_a_text_leaves_as_it_is_and_without_a_pause_all_at_once()
    {
        var session = Session("auction.sealed.pause=0s", "auction.sealed.words.line-end=none");
        session.Tell(new SealedMessage.Speak(["one", "two"], Turn.Wait));
        Leaves("one");
        Leaves("two");
    }

    [Fact]
    public void An_item_may_be_called_like_what_is_filled_in()
    {
        var lines = Lines();
        Assert.Equal(["Auction finished!", "Success! Your item {price} has been sold for $7"], lines.Sold("{price}", "7").AsEnumerable());
        Assert.Equal(["Auction request received: 1 1 1 {item}"], lines.RequestTaken("1 1 1 {item}").AsEnumerable());
    }

    [Theory]
    [InlineData("busy = [\"a {price}\"]", "auction.sealed.words.busy[0] is \"a {price}\"; it must be a text without anything in braces")]
    [InlineData("won = [\"a {request}\"]", "it must be a text with nothing else in braces than {item} and {price}")]
    [InlineData("won = text", "auction.sealed.words.won is \"text\"; it must be a list of texts")]
    [InlineData("won = [[a]]", "auction.sealed.words.won[0] is a list; it must be a text")]
    [InlineData("line-end = crlf", "it must be one of newline, none")]
    [InlineData("wonn = []", "there is no setting auction.sealed.words.wonn")]
    public void A_table_that_cannot_be_used_is_refused_by_its_place(string entry, string words)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("words.conf", $"auction.sealed.words {{\n  {entry}\n}}\n");
        var fault = Assert.Throws<SettingsException>(() => OriginalsSettings.Of(HouseSettings.Load(file, [])));
        Assert.StartsWith($"{file}, line 2: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Takes what one read gives it for one step, and looks for words in it.</summary>
    [Fact]
    public async Task A_client_that_takes_one_read_for_one_step_works_in_every_role_with_its_set()
    {
        await using var house = Open("together.conf");
        var port = await PortAsync(house);
        using var seller = await StepAsync(port, "submit an auction request");
        using (await StepAsync(port, "connect again later")) { }
        await SayAsync(seller, "nonsense", "Invalid");
        await SayAsync(seller, "2 100 2 Sword", "Auction request received");
        using var one = await StepAsync(port, "waiting for other Buyers");
        using var two = await StepAsync(port, "waiting for other Buyers");
        await HearAsync(one, "Bidding start!");
        await HearAsync(two, "Bidding start!");
        await SayAsync(one, "x", "Invalid");
        await SayAsync(one, "150", "Bid received");
        await SayAsync(two, "180", "Bid received");
        await HearAsync(one, "did not win");
        await HearAsync(two, "payment due is $150");
        await HearAsync(seller, "has been sold for $150");

        using var next = await StepAsync(port, "submit an auction request");
        await SayAsync(next, "1 100 1 Shield", "Auction request received");
        using var low = await StepAsync(port, "Bidding start!");
        await SayAsync(low, "99", "Bid received");
        await HearAsync(low, "did not win");
        await HearAsync(next, "was not sold");
    }

    /// <summary>Reads until a text ends with a prompt that it knows, and asks for input then.</summary>
    [Fact]
    public async Task A_client_that_waits_for_a_prompt_works_in_every_role_with_its_set()
    {
        await using var house = Open("prompts.conf");
        var port = await PortAsync(house);
        using var seller = await StepAsync(port, "Connected to the Auctioneer server.\n");
        await HearAsync(seller, "Your role is: [Seller]\n");
        await HearAsync(seller, "Please submit auction request:\n");
        await SayAsync(seller, "nonsense\n", "\nPlease submit auction request:\n");
        await SayAsync(seller, "1 100 2 Sword\n", "Server: Auction Start");
        using var one = await BuyerAsync(port);
        await HearAsync(one, "The Auctioneer is still waiting for other Buyer to connect...\n");
        using var two = await BuyerAsync(port);
        using (await StepAsync(port, "Bidding on-going!\n")) { }
        foreach (var buyer in (Socket[])[one, two])
        {
            await HearAsync(buyer, "Bidding start!\n");
            await HearAsync(buyer, "The bidding has started!\n");
        }
        await SayAsync(one, "x\n", "Invalid bid. Please submit a positive integer!\n");
        await SayAsync(one, "150\n", "Server: Bid received. Please wait...\n");
        await SayAsync(two, "120\n", "Server: Bid received. Please wait...\n");
        await HearAsync(one, "payment due is $150\n");
        await HearAsync(two, "did not win in the last round.\n");
        await HearAsync(seller, "has been sold for $150\n");

        using var next = await StepAsync(port, "Please submit auction request:\n");
        await SayAsync(next, "2 100 1 Shield\n", "Server: Auction Start");
        using var low = await BuyerAsync(port);
        await HearAsync(low, "The bidding has started!\n");
        await SayAsync(low, "99\n", "Server: Bid received. Please wait...\n");
        await HearAsync(low, "did not win in the last round.\n");
        await HearAsync(next, "was not sold.\n");
    }

    private static async Task<Socket> BuyerAsync(int port)
    {
        var buyer = await StepAsync(port, "Connected to the Auctioneer server.\n");
        await HearAsync(buyer, "Your role is: [Buyer]\n");
        return buyer;
    }

    // Not before the session has done what it was told: it sets its timer behind the word that was seen.
    private void Later(IActorRef session, int milliseconds)
    {
        session.Tell(new Identify(null));
        ExpectMsg<ActorIdentity>();
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromMilliseconds(milliseconds));
    }

    private IActorRef Session(params string[] settings) =>
        Sys.ActorOf(SealedSession.Props(new Link(TestActor), 1, 10, Lines(settings)));

    private void Leaves(string segment) => Assert.Equal(segment, ExpectMsg<string>());

    private static SealedLines Lines(params string[] settings) => OriginalsSettings.Of(HouseSettings.Load(null, settings)).SealedLines;

    private static ProgramRun Open(string set) => ProgramRun.Of(
        Programs.Auctioneer,
        [
            "sealed", "0", "--config", Path.Combine(DocumentTests.Root, "hocon", "sealed", set), "--set", "auction.sealed.pause=200ms",
        ]);

    private static async Task<int> PortAsync(ProgramRun house) =>
        IPEndPoint.Parse((await house.UntilAsync("sealed door open on "))["error: sealed door open on ".Length..]).Port;

    private static async Task<Socket> StepAsync(int port, string part)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await HearAsync(socket, part);
        return socket;
    }

    private static async Task SayAsync(Socket socket, string text, string part)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text));
        await HearAsync(socket, part);
    }

    // That each line leaves in a segment of its own is tested above: a reader that is held up gets two in one read.
    private static async Task HearAsync(Socket socket, string part)
    {
        var buffer = new byte[1];
        var heard = new StringBuilder();
        while (!heard.ToString().EndsWith(part, StringComparison.Ordinal))
        {
            Assert.Equal(1, await socket.ReceiveAsync(buffer).WaitAsync(Patience.Most));
            heard.Append((char)buffer[0]);
        }
    }

    /// <summary>Tells of each segment.</summary>
    private sealed class Link(IActorRef probe) : ITextLink
    {
        private string _unsent = "";

        public string Peer => "127.0.0.1:1";

        public void Attach(IActorRef session) { }

        public void Write(string line) => _unsent += line + "\n";

        public void WriteAsIs(string text) => _unsent += text;

        public void Flush()
        {
            probe.Tell(_unsent);
            _unsent = "";
        }

        public void Next() { }

        public void Close() => probe.Tell("closed");
    }
}
