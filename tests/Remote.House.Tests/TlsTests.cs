using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// A house whose remote door speaks TLS: who trusts its certificate, and dials a name that it has, takes part; nobody else does.
/// </summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "house.example, localhost")]
    public async Task Is_open_to_who_trusts_its_certificate_and_dials_a_name_that_it_has(string dialled, string names)
    {
        await using var house = await OpenAsync(names, dialled);
        await using var anna = ProgramRun.BidderWith(
            ("SSL_CERT_FILE", Trusted), "play", "--auctioneer", house.RemoteAddress!, "--name", "anna");
        await anna.UntilAsync("Round 1 opens");
        anna.Type("bid lamp 50");
        await anna.UntilAsync("You won lamp for 50.00.");
        Assert.Equal(0, await anna.EndAsync());
    }

    [Fact]
    public async Task Is_not_spoken_to_by_who_does_not_trust_it_and_the_node_goes_on_trying()
    {
        await using var house = await OpenAsync("127.0.0.1", "127.0.0.1");
        await using var anna = ProgramRun.Bidder("bots", "--auctioneer", house.RemoteAddress!);
        for (var tries = 0; tries < 2; tries++)
            await anna.UntilAsync("its certificate is not trusted here (SSL_CERT_FILE names others to trust): ");
        AssertNoTrace(anna);
    }

    [Fact]
    public async Task Is_not_spoken_to_under_a_name_that_its_certificate_does_not_have_and_the_refusal_says_which_it_has()
    {
        await using var house = await OpenAsync("house.example, 10.0.0.7", "127.0.0.1");
        await using var anna = ProgramRun.BidderWith(("SSL_CERT_FILE", Trusted), "bots", "--auctioneer", house.RemoteAddress!);
        await anna.UntilAsync(
            $"{house.RemoteAddress}: its certificate names house.example, 10.0.0.7, not 127.0.0.1; "
                + "dial it by a name that its certificate has, or have it show one that names 127.0.0.1");
        AssertNoTrace(anna);
    }

    [Fact]
    public async Task Is_closed_to_who_speaks_no_TLS()
    {
        await using var house = await OpenAsync("127.0.0.1", "127.0.0.1");
        await using var anna = ProgramRun.Bidder(
            "bots", "--auctioneer", house.RemoteAddress!.Replace("ssl.", "", StringComparison.Ordinal));
        await anna.UntilAsync("trying again");
        Assert.DoesNotContain(anna.Lines, line => line.Contains("Round", StringComparison.Ordinal));
        AssertNoTrace(anna);
    }

    [Fact]
    public async Task Who_dials_a_house_without_TLS_as_one_with_it_is_told_so()
    {
        await using var house = await Houses.OpenAsync(Lamp);
        await using var anna = ProgramRun.Bidder(
            "bots", "--auctioneer", house.RemoteAddress!.Replace("akka.", "akka.ssl.", StringComparison.Ordinal));
        await anna.UntilAsync("; no certificate was shown there: is it a door that speaks TLS?");
        AssertNoTrace(anna);
    }

    private const string Lamp = """lots = [ { id = lamp, title = "Desk lamp", start = 20 } ]""";

    private string Trusted => _folder["house.pem"];

    /// <summary>A house whose certificate has these names, and which is dialled by one that need not be among them.</summary>
    private async Task<AkkaAuction.Auctioneer.Hosting.House> OpenAsync(string names, string dialled)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=house", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Split(", "))
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        _folder.Write("house.pem", certificate.ExportCertificatePem());
        var file = _folder["house.pfx"];
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "secret"));
        return await Houses.OpenAsync(
            Lamp, "akka.remote.dot-netty.tcp.enable-ssl=on", $"akka.remote.dot-netty.tcp.ssl.certificate.path={file}",
            "akka.remote.dot-netty.tcp.ssl.certificate.password=secret", $"auction.doors.remote.public-host={dialled}",
            "auction.rounds.close-when-all-acted=on");
    }

    private static void AssertNoTrace(ProgramRun bidder) =>
        Assert.DoesNotContain(bidder.Lines, line => line.StartsWith("error:    at ", StringComparison.Ordinal));
}
