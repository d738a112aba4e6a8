using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Configuration;

namespace Akka.Remote.Transport;

/// <summary>Sockets: listens, accepts and dials, with TLS over them where it is configured.</summary>
internal sealed class TcpTransport(TcpSettings settings, ILoggingAdapter log)
{
    private readonly X509Certificate2? _certificate = settings.EnableSsl
        ? X509CertificateLoader.LoadPkcs12FromFile(settings.CertificatePath, settings.CertificatePassword)
        : null;

    private Socket? _listener;
    private volatile bool _stopped;

    /// <summary>Binds, and returns the name and port under which others reach this node.</summary>
    /// <exception cref="SocketException">The name is unknown or the port taken.</exception>
    public (string Host, int Port) Bind()
    {
        var address = settings.Hostname.Length == 0
            ? settings.UseIpv6 ? IPAddress.IPv6Any : IPAddress.Any
            : Pick(IPAddress.TryParse(settings.Hostname, out var literal) ? [literal] : Dns.GetHostAddresses(settings.Hostname));
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (settings.ReuseAddress) _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(new IPEndPoint(address, settings.Port));

        var host = settings.PublicHostname.Length > 0 ? settings.PublicHostname
            : settings.Hostname.Length > 0 ? settings.Hostname
            : OwnAddress();
        return (host, settings.PublicPort > 0 ? settings.PublicPort : ((IPEndPoint)_listener.LocalEndPoint!).Port);
    }

    /// <summary>Accepts until stopped.</summary>
    public async Task ListenAsync(Action<TcpConnection> accepted)
    {
        _listener!.Listen(settings.Backlog);
        while (!_stopped)
        {
            try
            {
                var socket = await _listener.AcceptAsync().ConfigureAwait(false);
                _ = BeginAsync(socket, accepted);
            }
            catch (SocketException ex) when (!_stopped)
            {
                // Out of file descriptors, mostly: some will come free.
                log.Warning("A connection could not be accepted: {0}", ex.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
            catch (Exception ex) when (ex is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    public void StopListening()
    {
        _stopped = true;
        _listener?.Dispose();
    }

    /// <exception cref="SocketException">Nobody is there.</exception>
    /// <exception cref="OperationCanceledException">Nobody answered in time.</exception>
    /// <exception cref="AuthenticationException">The other side's certificate is not accepted.</exception>
    public async Task<TcpConnection> ConnectAsync(Address remote)
    {
        using var timeout = new CancellationTokenSource(settings.ConnectionTimeout);
        var address = IPAddress.TryParse(remote.Host, out var literal)
            ? literal
            : Pick(await Dns.GetHostAddressesAsync(remote.Host, timeout.Token).ConfigureAwait(false));
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket);
            await socket.ConnectAsync(new IPEndPoint(address, remote.Port ?? 0), timeout.Token).ConfigureAwait(false);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (settings.EnableSsl)
            {
                var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, errors) => settings.SuppressValidation || errors == SslPolicyErrors.None);
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = remote.Host }, timeout.Token).ConfigureAwait(false);
                stream = tls;
            }

            return Connection(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task BeginAsync(Socket socket, Action<TcpConnection> accepted)
    {
        try
        {
            Configure(socket);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is not null)
            {
                using var timeout = new CancellationTokenSource(settings.ConnectionTimeout);
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, timeout.Token).ConfigureAwait(false);
                stream = tls;
            }

            accepted(Connection(socket, stream));
        }
        catch (Exception ex) when (ex is SocketException or IOException or ObjectDisposedException or OperationCanceledException or AuthenticationException)
        {
            log.Debug("An inbound connection ended before it began: {0}", ex.Message);
            socket.Dispose();
        }
    }

    private TcpConnection Connection(Socket socket, Stream stream) => new(socket, stream, settings.MaximumFrameBytes, settings.PendingBytesMax);

    private void Configure(Socket socket)
    {
        socket.NoDelay = settings.NoDelay;
        if (settings.KeepAlive) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        if (settings.SendBufferBytes > 0) socket.SendBufferSize = settings.SendBufferBytes;
        if (settings.ReceiveBufferBytes > 0) socket.ReceiveBufferSize = settings.ReceiveBufferBytes;
    }

    private IPAddress Pick(IPAddress[] addresses)
    {
        var wanted = settings.UseIpv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return addresses.FirstOrDefault(address => address.AddressFamily == wanted) ?? addresses.FirstOrDefault()
            ?? throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>What to tell others when no name is configured: the first address of this machine that is not only its own.</summary>
    private string OwnAddress()
    {
        try
        {
            return Pick([.. Dns.GetHostAddresses(Dns.GetHostName()).Where(address => !IPAddress.IsLoopback(address))]).ToString();
        }
        catch (SocketException)
        {
            return IPAddress.Loopback.ToString();
        }
    }
}
