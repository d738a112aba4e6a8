using AkkaAuction.Auctioneer.Commands;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>What the room asks a person who has not said where it is to be.</summary>
public sealed class AddressQuestionTests
{
    [Theory, Trait("Requirement", "R2.1")]
    [InlineData(null, null, "\n\n", "localhost", 12345, "Address to listen on (localhost): Port (12345): ")]
    [InlineData(null, null, "0.0.0.0\n7000\n", "0.0.0.0", 7000, "Address to listen on (localhost): Port (12345): ")]
    [InlineData("127.0.0.1", null, "7000\n", "127.0.0.1", 7000, "Port (12345): ")]
    [InlineData(null, 7000, "", "localhost", 7000, "Address to listen on (localhost): ")]
    [InlineData("127.0.0.1", 7000, "", "127.0.0.1", 7000, "")]
    public void It_asks_for_what_was_not_given_and_an_empty_line_is_the_default(
        string? host, int? port, string typed, string askedHost, int askedPort, string shown)
    {
        var output = new StringWriter();
        Assert.Equal((askedHost, askedPort), AddressQuestion.Ask(new StringReader(typed), output, host, port));
        Assert.Equal(shown, output.ToString());
    }

    [Fact, Trait("Requirement", "R2.1")]
    public void What_is_no_port_is_asked_for_again()
    {
        var output = new StringWriter();
        Assert.Equal(("localhost", 9), AddressQuestion.Ask(new StringReader("many\n70000\n9\n"), output, "localhost", null));
        Assert.Contains("\"70000\" is no port", output.ToString(), StringComparison.Ordinal);
    }
}
