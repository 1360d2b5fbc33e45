using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>
/// The keys of the issuer as far as they are known. They are fetched when first needed, again after an hour, and when a token names one
/// that is not among them, or none of them has signed it; that at most every 30 s, so that who makes up tokens makes no traffic. What fails leaves the known keys in force.
/// </summary>
internal sealed partial class IssuerKeys(IKeySource source, IOptions<JwtOptions> options, TimeProvider time, ILogger<IssuerKeys> logger) : IDisposable
{
    /// <summary>How long keys are taken without asking again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>How long nobody is asked again.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim asking = new(1);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private volatile IssuerKeySet? known;
    private volatile bool failed;
    private long? askedAt, readAt;

    /// <summary>The keys that can have signed such a token; null when none are known and the issuer does not answer.</summary>
    public async ValueTask<IReadOnlyList<Microsoft.IdentityModel.Tokens.JsonWebKey>?> ForAsync(string algorithm, string? keyId, CancellationToken cancellationToken)
    {
        if (known?.For(algorithm, keyId) is { Count: > 0 } keys && !IsOld())
        {
            // Nobody waits for what is only to stay fresh.
            var after = failed ? Between : Fresh;
            if (IsDue(after)) _ = RefreshAsync(after);
            return keys;
        }

        await RefreshAsync(Between).WaitAsync(cancellationToken);
        return known?.For(algorithm, keyId);
    }

    /// <summary>
    /// The keys besides <paramref name="tried"/> that can have signed such a token, where none of those has: the issuer may have a new one
    /// that the token does not name, or under an old name. It is asked as seldom as for a name that nobody knows.
    /// </summary>
    public async ValueTask<IReadOnlyList<Microsoft.IdentityModel.Tokens.JsonWebKey>> OthersAsync(
        string algorithm, string? keyId, IReadOnlyList<Microsoft.IdentityModel.Tokens.JsonWebKey> tried, CancellationToken cancellationToken)
    {
        await RefreshAsync(Between).WaitAsync(cancellationToken);
        return [.. (known?.For(algorithm, keyId) ?? []).Except(tried)];
    }

    // After a time without calls: a key that was withdrawn meanwhile must not be the first to be taken.
    private bool IsOld()
    {
        lock (gate) return readAt is not { } at || time.GetElapsedTime(at) >= 2 * Fresh;
    }

    private bool IsDue(TimeSpan after)
    {
        lock (gate) return askedAt is not { } at || time.GetElapsedTime(at) >= after;
    }

    private async Task RefreshAsync(TimeSpan after)
    {
        // Who comes while another one asks takes what that one gets.
        await asking.WaitAsync();
        try
        {
            if (!IsDue(after)) return;
            lock (gate) askedAt = time.GetTimestamp();
            var read = IssuerKeySet.Read(await source.ReadAsync(stopping.Token), options.Value.AlgorithmList);
            if (read.Keys.Count == 0) throw new FormatException($"has no key for {options.Value.Algorithms}.");
            known = read;
            failed = false;
            lock (gate) readAt = time.GetTimestamp();
        }
        catch (Exception exception) when (exception is FormatException or IOException or HttpRequestException or OperationCanceledException or UnauthorizedAccessException)
        {
            failed = true;
            LogFailed(options.Value.ExpectedIssuer, known?.Keys.Count ?? 0, exception.Message);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
        asking.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The keys of {Issuer} cannot be read; {Known} known ones stay in force: {Reason}")]
    private partial void LogFailed(string issuer, int known, string reason);
}

/// <summary>Where the key set of the issuer comes from.</summary>
internal interface IKeySource
{
    /// <summary>The key set, as JSON.</summary>
    /// <exception cref="FormatException">What answers is no issuer, or another one.</exception>
    Task<byte[]> ReadAsync(CancellationToken cancellationToken);
}
