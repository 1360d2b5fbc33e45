using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Passwords;

namespace CodexA2A.Api.Tests.Auth;

public sealed class PasswordCheckTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly PasswordHash Old = PasswordHash.Create("old-password", PasswordHash.FewestIterations);
    private static readonly PasswordHash New = PasswordHash.Create("new-password", PasswordHash.FewestIterations);

    private readonly PasswordCheck check = new();
    private readonly CredentialTable table = new(
    [
        Of("carol", Old) with { Id = "old", Expires = Now.AddSeconds(1) },
        Of("carol", New) with { Id = "new" },
        Of("dave", New) with { Id = "dave" },
    ]);

    public void Dispose() => check.Dispose();

    [Theory]
    [InlineData("carol:old-password", 0, "old")]
    [InlineData("carol:old-password", 1, null)]
    [InlineData("carol:new-password", 1, "new")]
    [InlineData("dave:new-password", 0, "dave")]
    [InlineData("dave:old-password", 0, null)]
    [InlineData("erin:new-password", 0, null)]
    [InlineData("carol", 0, null)]
    [InlineData(":new-password", 0, null)]
    public async Task Passwords_of_a_user_are_live_side_by_side_until_they_expire(string presented, int seconds, string? id)
    {
        // The second time it is known, and must be as right or wrong as before.
        for (var times = 0; times < 2; times++)
        {
            var result = await CheckAsync(table, presented, Now.AddSeconds(seconds));
            Assert.Equal((id, false), (result.Credential?.Id, result.IsBusy));
        }
    }

    [Fact]
    public void Everybody_costs_what_the_user_costs_who_has_most() =>
        Assert.Equal(2 * PasswordHash.FewestIterations, table.PasswordIterations);

    [Theory]
    [InlineData("erin:clear-password", true)]
    [InlineData("erin:other-password", false)]
    [InlineData("carol:clear-password", false)]
    public async Task One_that_is_kept_in_clear_is_found_as_slowly_as_one_that_is_not(string presented, bool isRight)
    {
        var both = new CredentialTable([Of("erin", PasswordHash.InClear("clear-password")), Of("carol", New)]);
        // The look-up that costs nothing has none of them.
        Assert.Null(both.Find(Presented(presented), Now));
        Assert.Equal(PasswordHash.DefaultIterations, both.PasswordIterations);
        Assert.Equal(isRight, (await CheckAsync(both, presented, Now)).Credential is not null);
    }

    [Fact]
    public async Task A_password_that_was_right_is_wrong_when_its_hash_is_another()
    {
        Assert.NotNull((await CheckAsync(table, "dave:new-password", Now)).Credential);
        Assert.Null((await CheckAsync(new CredentialTable([Of("dave", Old)]), "dave:new-password", Now)).Credential);
    }

    [Fact]
    public async Task Of_many_wrong_ones_few_are_looked_at_and_who_is_known_waits_for_none()
    {
        Assert.NotNull((await CheckAsync(table, "dave:new-password", Now)).Credential);
        var wrong = Enumerable.Range(0, 50).Select(number => CheckAsync(table, $"dave:wrong-{number}", Now, isSuspected: true).AsTask()).ToList();
        Assert.NotNull((await CheckAsync(table, "dave:new-password", Now, isSuspected: true)).Credential);
        var results = await Task.WhenAll(wrong);
        Assert.All(results, result => Assert.Null(result.Credential));
        Assert.Contains(results, result => result.IsBusy);
        // One that nobody suspects has a lane of its own.
        Assert.Equal("new", (await CheckAsync(table, "carol:new-password", Now)).Credential!.Id);
    }

    [Fact]
    public async Task Who_comes_with_the_same_at_once_takes_one_place()
    {
        // The lane of the suspected has room for three.
        var same = Enumerable.Range(0, 50).Select(_ => CheckAsync(table, "dave:wrong", Now, isSuspected: true).AsTask()).ToList();
        Assert.All(await Task.WhenAll(same), result => Assert.Equal((null, false), (result.Credential, result.IsBusy)));
        var right = Enumerable.Range(0, 50).Select(_ => CheckAsync(table, "dave:new-password", Now, isSuspected: true).AsTask()).ToList();
        Assert.All(await Task.WhenAll(right), result => Assert.Equal("dave", result.Credential?.Id));
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_from_those_that_wait_for_the_same_and_the_last_one_ends_it()
    {
        var checks = new SharedChecks<string, int>();
        var result = new TaskCompletionSource<int>();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Task<int> Run(CancellationToken token) => checks.RunAsync("same", end => result.Task.WaitAsync(end), token);

        var leaves = Run(first.Token);
        var stays = Run(second.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        result.SetResult(7);
        Assert.Equal(7, await stays);

        var given = new TaskCompletionSource();
        var alone = checks.RunAsync("other", end =>
        {
            end.Register(given.SetResult);
            return new TaskCompletionSource<int>().Task;
        }, second.Token);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone);
        await given.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Many_people_may_come_at_once()
    {
        var many = Enumerable.Range(0, 40).Select(number => CheckAsync(table, $"dave:wrong-{number}", Now).AsTask()).ToList();
        Assert.All(await Task.WhenAll(many), result => Assert.False(result.IsBusy));
    }

    [Fact]
    public void Of_what_was_right_the_oldest_is_forgotten_first()
    {
        var verified = new VerifiedSecrets(2);
        foreach (var password in (string[])["one", "two", "two", "three"]) verified.Add(Old, password);
        Assert.Equal([false, true, true], ((string[])["one", "two", "three"]).Select(password => verified.Contains(Old, password)));
        Assert.False(verified.Contains(New, "two"));
    }

    private ValueTask<PasswordCheck.Result> CheckAsync(CredentialTable credentials, string presented, DateTimeOffset now, bool isSuspected = false) =>
        check.CheckAsync(credentials, Presented(presented), now, isSuspected, TestContext.Current.CancellationToken);

    private static PresentedSecret Presented(string text) =>
        PresentedSecret.Read("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)))!;

    private static Credential Of(string user, PasswordHash hash) => new(user, CredentialScheme.Basic, null, user, []) { Password = hash };
}
