using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Remote.Tests.Pairs;

namespace AkkaAuction.Remote.Tests;

/// <summary>Nodes that speak to each other over TLS only.</summary>
public sealed class TlsTests : Nodes, IDisposable
{
    private readonly string _certificate = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pfx");

    public TlsTests()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        File.WriteAllBytes(_certificate, certificate.Export(X509ContentType.Pfx, "secret"));
    }

    public void Dispose() => File.Delete(_certificate);

    [Fact]
    public async Task Messages_pass_and_cannot_be_read_on_the_way()
    {
        var alpha = Node("alpha", Tls(suppressValidation: true));
        var (beta, wire) = NodeBehindWire("beta", Tls(suppressValidation: true));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        Assert.Equal("akka.ssl.tcp", AddressOf(alpha).Protocol);
        wire.Record();
        Assert.Equal("confidential", await At(alpha, beta, "/user/echo").Ask<string>("confidential", Patience));
        Assert.NotEmpty(wire.Recorded);
        Assert.DoesNotContain("confidential", Encoding.Latin1.GetString(wire.Recorded), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_speak_it_with_each_other_whoever_begins()
    {
        var here = Node("here", Tls(suppressValidation: true));
        using var there = await OtherNode.StartAsync("there", Tls(suppressValidation: true) + "\n" + """
            akka { actor.provider = remote, stdout-loglevel = OFF, loglevel = OFF }
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            """);
        Assert.StartsWith("akka.ssl.tcp://there@", there.At, StringComparison.Ordinal);
        Assert.Equal("confidential", await here.ActorSelection($"{there.At}/user/echo").Ask<string>("confidential", Patience));

        var (_, inbox) = Ear(here, "ear");
        using var beginner = await OtherNode.StartAsync("beginner", Tls(suppressValidation: true) + "\n" + """
            akka { actor.provider = remote, stdout-loglevel = OFF, loglevel = OFF }
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            """);
        beginner.Do($"select {AddressOf(here)}/user/ear confidential");
        Assert.Equal("confidential", await Next<string>(inbox));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_accepted()
    {
        var alpha = Node("alpha", Tls(suppressValidation: false));
        var beta = Node("beta", Tls(suppressValidation: true));
        var letters = Events<DeadLetter>(alpha);
        At(alpha, beta, "/user/echo").Tell("to whom?");
        await Next<DeadLetter>(letters);
    }

    [Fact]
    public async Task Who_does_not_speak_TLS_is_not_let_in()
    {
        var beta = Node("beta", Tls(suppressValidation: true));
        using var plain = new TcpClient();
        await plain.ConnectAsync(IPAddress.Loopback, AddressOf(beta).Port!.Value);
        await plain.GetStream().WriteAsync(new byte[] { 4, 0, 0, 0, 0x12, 2, 8, 3 });
        using var patience = new CancellationTokenSource(Patience);
        var answer = new byte[64];
        try
        {
            while (await plain.GetStream().ReadAsync(answer, patience.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset: an end, too.
        }

        Assert.False(patience.IsCancellationRequested);
    }

    private string Tls(bool suppressValidation) =>
        $$"""
          akka.remote.dot-netty.tcp {
            enable-ssl = true
            ssl { suppress-validation = {{(suppressValidation ? "true" : "false")}}, certificate { path = "{{_certificate}}", password = secret } }
          }
          """;
}
