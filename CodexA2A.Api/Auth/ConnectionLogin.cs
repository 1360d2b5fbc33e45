using Microsoft.AspNetCore.Connections;

namespace CodexA2A.Api.Auth;

/// <summary>
/// The last login of a connection, as a feature of it: who sends the same header there again is the same caller as long as the
/// credentials are the same, without a hash. The header stays in memory until another one comes or the connection ends. For HTTP/1.1:
/// over HTTP/2 each stream has strings of its own, and little is found again.
/// </summary>
internal sealed class ConnectionLogin
{
    private volatile Known? last;

    /// <summary>A part of the server's pipeline that gives each connection one.</summary>
    public static ConnectionDelegate Give(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(new ConnectionLogin());
        return next(connection);
    };

    /// <summary>What <paramref name="header"/> came to before; null when it is another one, or may come to something else now.</summary>
    /// <remarks>The server gives the same string for the same bytes of a connection, so none is compared by its characters.</remarks>
    public Login? Find(string? header, CredentialTable table, DateTimeOffset now) =>
        last is { } known && ReferenceEquals(known.Header, header) && ReferenceEquals(known.Table, table) && known.Credential.IsLive(now) ? known.Login : null;

    /// <summary>Keeps it.</summary>
    public void Keep(string header, CredentialTable table, Credential credential, Login login) => last = new(header, table, credential, login);

    private sealed record Known(string Header, CredentialTable Table, Credential Credential, Login Login)
    {
        /// <summary>Hides the secret from logs and debuggers.</summary>
        public override string ToString() => "***";
    }
}
