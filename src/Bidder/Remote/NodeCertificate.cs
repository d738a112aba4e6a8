using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaAuction.Bidder.Remote;

/// <summary>
/// The certificate that a node which speaks TLS shows whoever dials it: made for this process alone, proving nothing. A node must have one, because its own
/// door is closed to everybody without TLS too; it is the house that must prove who it is. The file is there while the node starts.
/// </summary>
internal sealed class NodeCertificate : IDisposable
{
    private NodeCertificate(string path, string password) => (Path, Password) = (path, password);

    public string Path { get; }

    public string Password { get; }

    /// <param name="now">From when on it is valid, about.</param>
    public static NodeCertificate Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=bidders", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("bidder-").FullName, "node.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, password));
        return new NodeCertificate(file, password);
    }

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
