using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaAuction.Bidder.Remote;

/// <summary>
/// Makes the certificate that a node which speaks TLS shows whoever dials it: for this process alone, proving nothing. A node must have
/// one, because its own door is closed to everybody without TLS too; it is the house that must prove who it is.
/// </summary>
internal static class NodeCertificate
{
    /// <param name="now">From when on it is valid, about.</param>
    public static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=bidders", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        // Not every platform's TLS takes a key that was never written down.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
