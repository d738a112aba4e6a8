using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;

namespace AkkaAuction.Bidder.Remote;

/// <summary>
/// Validates the certificate of a house over TLS: this machine must trust it, and it must name the dialled host. Keeps the fault of a
/// rejected certificate in words for the bidders, because a failed handshake gives no reason.
/// </summary>
/// <param name="house">The dialled house.</param>
internal sealed class HouseCertificate(RemoteHouse house)
{
    private volatile string? _fault;
    private volatile bool _wasShown;

    /// <summary>Whether there was ever one to look at.</summary>
    public bool WasShown => _wasShown;

    /// <summary>The fault of the last certificate and what would be right; null without a fault or a certificate.</summary>
    public string? Fault => _fault;

    /// <summary>Called in each handshake with the house; Akka.Remote asks for these parameters.</summary>
    public bool IsRight(X509Certificate2? certificate, X509Chain? chain, string peer, SslPolicyErrors errors, ILoggingAdapter log)
    {
        _wasShown = true;
        _fault = FaultOf(certificate, chain, errors);
        return _fault is null;
    }

    private string? FaultOf(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return "it shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return $"its certificate is not trusted here (SSL_CERT_FILE names others to trust): {WhyNot(chain)}";
        return Names(certificate) ? null
            : $"its certificate names {AllNames(certificate)}, not {Host}; "
                + $"dial it by a name that its certificate has, or have it show one that names {Host}";
    }

    private string Host => house.Host.Trim('[', ']');

    private bool Names(X509Certificate2 certificate) =>
        Uri.CheckHostName(Host) != UriHostNameType.Unknown && certificate.MatchesHostname(Host);

    private static string AllNames(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => $"{address}")))
            .ToArray();
        if (names.Length > 0) return string.Join(", ", names);
        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common ? common : "no host";
    }

    private static string WhyNot(X509Chain? chain) =>
        chain is { ChainStatus.Length: > 0 }
            ? string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct())
            : "there is no chain to anybody";
}
