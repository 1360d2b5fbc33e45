namespace CodexA2A.Api.Auth.Passwords;

/// <summary>
/// Checks passwords. A right one costs its slow hash once (<see cref="VerifiedSecrets"/>); a wrong one and the name of nobody
/// cost the same. Of those who come with the same at once, as the clients of one person do after a restart, one pays. Those who have failed
/// too often wait in a lane of their own, so that they take no place from others.
/// </summary>
internal sealed class PasswordCheck : IDisposable
{
    private const int Remembered = 1024;

    // All the people of one service may come at once.
    private const int Waiting = 1024;

    private readonly VerifiedSecrets verified = new(Remembered);
    private readonly Lane trusted = new(Math.Max(1, Environment.ProcessorCount / 2), Waiting);
    private readonly Lane suspected = new(1, 2);
    private readonly SharedChecks<Same, Result> checks = new();

    /// <summary>The credential that a user and a password stand for.</summary>
    /// <param name="table">All credentials.</param>
    /// <param name="presented">What is presented, scheme Basic.</param>
    /// <param name="now">The time, for those that expire.</param>
    /// <param name="isSuspected">Whether its address or name has failed too often.</param>
    /// <param name="cancellationToken">Ends the waiting, not a hash that has begun.</param>
    public async ValueTask<Result> CheckAsync(
        CredentialTable table, PresentedSecret presented, DateTimeOffset now, bool isSuspected, CancellationToken cancellationToken)
    {
        if (table.PasswordIterations == 0 || presented.Username is not { } user) return default;
        var password = presented.Secret[(user.Length + 1)..];
        var candidates = table.PasswordsOf(user, now);
        if (Verified(candidates, password) is { } known) return new(known, false);
        // With the user's name: who shares with whom must not tell which names there are.
        var same = new Same(table, verified.MarkOf(user, candidates.Select(candidate => candidate.Password!), password), isSuspected);
        return await checks.RunAsync(same, token => CheckAsync(isSuspected ? suspected : trusted, candidates, password, table.PasswordIterations, token), cancellationToken);
    }

    private async Task<Result> CheckAsync(Lane lane, IReadOnlyList<Credential> candidates, string password, int budget, CancellationToken cancellationToken)
    {
        if (!await lane.EnterAsync(cancellationToken)) return new(null, true);
        try
        {
            // Another call may have shown it meanwhile.
            return new(Verified(candidates, password) ?? Find(candidates, password, budget), false);
        }
        finally
        {
            lane.Leave();
        }
    }

    private Credential? Verified(IReadOnlyList<Credential> candidates, string password) =>
        candidates.FirstOrDefault(candidate => verified.Contains(candidate.Password!, password));

    private Credential? Find(IReadOnlyList<Credential> candidates, string password, int budget)
    {
        foreach (var candidate in candidates)
        {
            budget -= candidate.Password!.Iterations;
            if (!candidate.Password.Matches(password)) continue;
            verified.Add(candidate.Password, password);
            return candidate;
        }

        PasswordHash.Waste(password, budget);
        return null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        trusted.Dispose();
        suspected.Dispose();
    }

    /// <summary>What is checked, and where.</summary>
    private readonly record struct Same(CredentialTable Table, UInt128 Mark, bool IsSuspected);

    /// <summary>What came of it.</summary>
    /// <param name="Credential">The credential; null when it is nobody's.</param>
    /// <param name="IsBusy">True when it was not looked at, because too many are.</param>
    internal readonly record struct Result(Credential? Credential, bool IsBusy);
}
