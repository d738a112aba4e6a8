using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>A house whose remote door speaks TLS: who trusts its certificate takes part, nobody else does.</summary>
public sealed class A_house_with_TLS : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Auctioneer.House _house = null!;
    private string _trusted = "";

    public async Task InitializeAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=house", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        _trusted = _folder.File("house.pem", certificate.ExportCertificatePem());
        var file = _folder.PathOf("house.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "secret"));
        _house = await Houses.OpenAsync(
            """lots = [ { id = lamp, title = "Desk lamp", start = 20 } ]""", "akka.remote.dot-netty.tcp.enable-ssl=on",
            $"akka.remote.dot-netty.tcp.ssl.certificate.path={file}", "akka.remote.dot-netty.tcp.ssl.certificate.password=secret", "auction.rounds.close-when-all-acted=on");
    }

    public async Task DisposeAsync() => await _house.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Is_open_to_who_trusts_its_certificate()
    {
        await using var anna = ProgramRun.BidderWith(("SSL_CERT_FILE", _trusted), "play", "--auctioneer", _house.RemoteAddress!, "--name", "anna");
        await anna.UntilAsync("Round 1 opens");
        anna.Type("bid lamp 50");
        await anna.UntilAsync("You won lamp for 50.00.");
        Assert.Equal(0, await anna.EndAsync());
    }

    [Fact]
    public async Task Is_not_spoken_to_by_who_does_not_trust_it()
    {
        await using var anna = ProgramRun.Bidder("bots", "--auctioneer", _house.RemoteAddress!);
        await anna.UntilAsync("its certificate is not trusted here (SSL_CERT_FILE names others to trust): ");
    }

    [Fact]
    public async Task Is_closed_to_who_speaks_no_TLS()
    {
        await using var anna = ProgramRun.Bidder("bots", "--auctioneer", _house.RemoteAddress!.Replace("ssl.", "", StringComparison.Ordinal));
        await anna.UntilAsync("trying again");
        Assert.DoesNotContain(anna.Lines, line => line.Contains("Round", StringComparison.Ordinal));
    }
}
