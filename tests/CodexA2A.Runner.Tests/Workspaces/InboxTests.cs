using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Workspaces;

/// <summary>The inbox in a workspace that the agent may have prepared.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class InboxTests : IDisposable
{
    private static readonly SessionId Session = new("sessionaaaaaaaaaaaaaaaaaaa");

    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-inbox-").FullName;
    private readonly RunnerOptions _options = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private string Workspace => Path.Combine(_folder, "workspace");

    private string Outside => Path.Combine(_folder, "outside");

    private string Place(params string[] names) => Path.Combine([Workspace, ".a2a", "inbox", .. names]);

    public InboxTests()
    {
        Directory.CreateDirectory(Workspace);
        Directory.CreateDirectory(Outside);
        _options.WorkspaceRoot = Workspace;
    }

    [Fact]
    public void Files_are_there_for_their_owner_alone()
    {
        Write("t1", ("a.txt", "one"), ("b.bin", "two"));

        Assert.Equal("one", File.ReadAllText(Place(Session.Value, "t1", "a.txt")));
        Assert.Equal(["a.txt", "b.bin"], Names(Place(Session.Value, "t1")));
        Assert.Equal("*\n", File.ReadAllText(Path.Combine(Workspace, ".a2a", ".gitignore")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place(Session.Value, "t1", "a.txt")));
        Assert.All(
            (string[])[Path.Combine(Workspace, ".a2a"), Place(), Place(Session.Value), Place(Session.Value, "t1")],
            folder => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder)));
    }

    [Fact]
    public void What_is_there_after_a_loss_stays_and_what_is_not_comes_again()
    {
        Write("t1", ("a.txt", "one"), ("b.txt", "two"));
        File.WriteAllText(Place(Session.Value, "t1", "a.txt"), "changed by the agent");
        File.Delete(Place(Session.Value, "t1", "b.txt"));

        Write("t1", ("a.txt", "one"), ("b.txt", "two"));

        Assert.Equal(("changed by the agent", "two"), (File.ReadAllText(Place(Session.Value, "t1", "a.txt")), File.ReadAllText(Place(Session.Value, "t1", "b.txt"))));
    }

    [Theory]
    [InlineData(".a2a")]
    [InlineData(".a2a/inbox")]
    [InlineData(".a2a/inbox/sessionaaaaaaaaaaaaaaaaaaa")]
    [InlineData(".a2a/inbox/sessionaaaaaaaaaaaaaaaaaaa/t1")]
    public void No_link_is_followed(string link)
    {
        var path = Path.Combine(Workspace, link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateSymbolicLink(path, Outside);

        var error = Assert.Throws<A2AException>(() => Write("t1", ("a.txt", "one")));

        Assert.Equal("INBOX_UNWRITABLE", error.Reason);
        Assert.DoesNotContain(_folder, error.Message, StringComparison.Ordinal);
        Assert.Empty(Names(Outside));
    }

    [Fact]
    public void A_link_of_the_files_name_is_neither_followed_nor_written()
    {
        Directory.CreateDirectory(Place(Session.Value, "t1"));
        File.CreateSymbolicLink(Place(Session.Value, "t1", "a.txt"), Path.Combine(Outside, "new.txt"));

        Write("t1", ("a.txt", "one"));

        Assert.Empty(Names(Outside));
    }

    [Fact]
    public void A_folder_that_is_swapped_for_a_link_meanwhile_leads_nowhere()
    {
        Directory.CreateDirectory(Place());
        using var inbox = HeldFolder.Open(Place());
        Directory.Move(Place(), Path.Combine(Workspace, "moved"));
        Directory.CreateSymbolicLink(Place(), Outside);

        Assert.True(inbox.Create("a.txt", "one"u8));
        using (inbox.Make("deep"))
        {
            inbox.Remove("deep");
        }

        Assert.Empty(Names(Outside));
        Assert.Equal("one", File.ReadAllText(Path.Combine(Workspace, "moved", "a.txt")));
    }

    [Fact]
    public void What_is_forgotten_is_gone_and_links_in_it_are_not_followed()
    {
        Write("t1", ("a.txt", "one"));
        Write("t2", ("a.txt", "one"));
        File.WriteAllText(Path.Combine(Outside, "kept.txt"), "kept");
        Directory.CreateSymbolicLink(Place(Session.Value, "t1", "link"), Outside);
        Directory.CreateDirectory(Place(Session.Value, "t1", "deep", "deeper"));
        File.WriteAllText(Place(Session.Value, "t1", "deep", "deeper", "made.txt"), "by the agent");
        var inbox = Create();

        Assert.True(inbox.TryForget(Session));
        Assert.True(inbox.TryForget(Session));

        Assert.Empty(Names(Place()));
        Assert.Equal(["kept.txt"], Names(Outside));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_that_are_no_text_go_too(bool byAge)
    {
        Write("t1", ("a.txt", "one"));
        // Only a shell can make them.
        const string script = "cd \"$1\" && printf x > \"$(printf 'f\\377')\" && mkdir \"$(printf 'd\\376')\" && printf x > \"$(printf 'd\\376/g\\375')\" && ln -s / \"$(printf 'd\\376/l')\"";
        using (var made = System.Diagnostics.Process.Start("sh", ["-c", script, "sh", Place(Session.Value, "t1")]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, made.ExitCode);
        }

        if (byAge)
        {
            _time.Advance(TimeSpan.FromDays(31));
            Assert.Equal(1, Create().Clean());
        }
        else
        {
            Assert.True(Create().TryForget(Session));
        }

        Assert.Empty(Names(Place()));
    }

    [Fact]
    public void What_nests_deeper_than_anything_of_ours_is_left_and_said()
    {
        Write("t1", ("a.txt", "one"));
        Directory.CreateDirectory(Place([Session.Value, "t1", .. Enumerable.Repeat("d", 40)]));

        Assert.False(Create().TryForget(Session));
        Assert.Equal(0, Create().Clean());
    }

    [Fact]
    public void The_oldest_files_of_a_session_make_room_for_new_ones()
    {
        _options.InboxBytes = 10;
        Write("t1", ("a.txt", "1234"));
        Directory.SetLastWriteTimeUtc(Place(Session.Value, "t1"), DateTime.UtcNow.AddHours(-1));
        Write("t2", ("a.txt", "1234"));
        Write("t3", ("a.txt", "1234"));
        Assert.Equal(["t2", "t3"], Names(Place(Session.Value)));

        Assert.Equal("INBOX_FULL", Assert.Throws<A2AException>(() => Write("t4", ("a.txt", "12345678901"))).Reason);
        Assert.Equal(["t2", "t3"], Names(Place(Session.Value)));
    }

    [Fact]
    public void What_is_older_than_sessions_are_kept_is_removed()
    {
        Write("t1", ("a.txt", "1"));
        _time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, Create().Clean());
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, Create().Clean());
        Assert.Empty(Names(Place()));
    }

    /// <summary>Nobody but the next start comes back to what a runner that was killed left: a file it was writing among it.</summary>
    [Fact]
    public async Task What_a_killed_runner_left_is_removed_at_the_next_start_when_it_is_old()
    {
        Write("t1", ("a.txt", "1"));
        File.WriteAllText(Place(Session.Value, "t1", $".{Guid.NewGuid():N}.part"), "half");
        Directory.CreateDirectory(Place("another", "t9"));
        _time.Advance(TimeSpan.FromDays(31));
        Directory.CreateDirectory(Place("young", "t2"));
        Directory.SetLastWriteTimeUtc(Place("young", "t2"), _time.GetUtcNow().UtcDateTime);

        var done = new Done();
        using var cleaning = new InboxCleaning(Create(), _time, done);
        await cleaning.StartAsync(TestContext.Current.CancellationToken);
        Assert.Contains("2 messages", await done.Said.Task.WaitAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["young"], Names(Place()));
        await cleaning.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the first word of the cleaning.</summary>
    private sealed class Done : ILogger<InboxCleaning>
    {
        public TaskCompletionSource<string> Said { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.TrySetResult(formatter(state, exception));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string task, params (string Name, string Text)[] files) =>
        Create().Write(InboxFolder.Of(Session, task), [.. files.Select(file => new InboxFile(file.Name, System.Text.Encoding.UTF8.GetBytes(file.Text)))]);

    private Inbox Create() => new(
        new ThreadSpecs(Options.Create(new CodexOptions()), Options.Create(_options), new ShownSandbox()), Options.Create(_options), Options.Create(new SeamOptions()), _time);

    private static string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order()!];
}
