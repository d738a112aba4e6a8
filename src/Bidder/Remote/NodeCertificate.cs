using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaAuction.Bidder.Remote;

/// <summary>
/// Makes the certificate of a node that uses TLS. It is for this process alone and proves nothing. The node needs one because its own door
/// requires TLS too; only the house must prove its identity.
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
