using System.Collections.Concurrent;
using AkkaAuction.Bidder.Commands;

namespace AkkaAuction.Bidder.Tests.Originals;

/// <summary>Where <c>bidder room</c> looks for the room.</summary>
public sealed class RoomAddressTests
{
    [Fact]
    [Trait("Requirement", "R2.1")]
    public async Task Is_asked_for_at_a_terminal_and_localhost_12345_when_nothing_is_said()
    {
        using var stopped = new CancellationTokenSource();
        var output = new StringWriter();
        // The person says nothing about the host and nonsense about the port, and then wants to leave.
        var io = new BidderIo(new Typist(["", "many"], stopped.Cancel), output, TextWriter.Null, PersonIsThere: true);
        Assert.Equal(0, await BidderCommandLine.RunAsync(["room"], io, stopped.Token).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(
            "Room's address (localhost): Port (12345): \"many\" is no port; a port is a number from 1 to 65535.\nPort (12345): ",
            output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    [Trait("Requirement", "R2.1")]
    public async Task Is_not_asked_for_without_a_person_and_a_house_that_is_not_there_is_named()
    {
        var errors = new StringWriter();
        var io = new BidderIo(TextReader.Null, TextWriter.Null, errors, PersonIsThere: false);
        var exit = await BidderCommandLine.RunAsync(["room", "127.0.0.1", "1"], io, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, exit);
        Assert.StartsWith("bidder: cannot connect to 127.0.0.1:1: ", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("room localhost many")]
    [InlineData("room localhost 0")]
    [InlineData("sealed localhost")]
    [InlineData("sealed localhost 70000")]
    [InlineData("bots --connect 127.0.0.1:1 --door cellar")]
    public async Task A_wrong_command_line_is_exit_code_2(string line)
    {
        var io = new BidderIo(TextReader.Null, TextWriter.Null, TextWriter.Null, PersonIsThere: false);
        Assert.Equal(2, await BidderCommandLine.RunAsync(line.Split(' '), io, CancellationToken.None));
    }

    /// <summary>Types some lines, then does something else and never types again.</summary>
    private sealed class Typist(IEnumerable<string> lines, Action then) : TextReader
    {
        private readonly Queue<string> _lines = new(lines);
        private readonly BlockingCollection<string> _never = [];

        public override string? ReadLine()
        {
            if (_lines.TryDequeue(out var line)) return line;
            then();
            return _never.TryTake(out var late, TimeSpan.FromSeconds(20)) ? late : null;
        }
    }
}
