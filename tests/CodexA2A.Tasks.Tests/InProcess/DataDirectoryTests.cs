using CodexA2A.Tasks.InProcess;
using CodexA2A.Tasks.InProcess.Sqlite;
using CodexA2A.Tasks.InProcess.State;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>The data directory and the file in it.</summary>
public sealed class DataDirectoryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Directory_and_files_are_private_to_their_user()
    {
        Directory.CreateDirectory(_folder.Path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        }

        await using var seam = Open();
        await seam.RunAsync(batch => batch.Write().Submits.DeleteBefore(0, 1), TestContext.Current.CancellationToken);

        if (OperatingSystem.IsWindows())
        {
            // Windows has no modes.
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Contains("tasks.db-wal", Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_opens_at_a_time_and_the_next_when_it_has_closed()
    {
        var first = Open();
        var refused = Assert.Throws<SeamUnavailableException>(() => Open());
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);

        await first.DisposeAsync();

        await Open().DisposeAsync();
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named()
    {
        Directory.CreateDirectory(_folder.Path);
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<SeamUnavailableException>(() => Open(Path.Combine(file, "data")));

        Assert.Contains("data directory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_whose_last_owner_is_long_dead_is_not_said_to_be_in_use()
    {
        // A link to itself where the lock should be: it cannot be opened, and nobody holds it.
        Directory.CreateDirectory(_folder.Path);
        var held = Path.Combine(_folder.Path, "lock");
        File.CreateSymbolicLink(held, held);
        File.WriteAllText(Path.Combine(_folder.Path, "pid"), "4711");

        var refused = Assert.Throws<SeamUnavailableException>(() => Open());

        Assert.Contains("cannot be used", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_deleted_under_the_service_is_noticed()
    {
        await using var seam = Open();
        seam.CheckFile();
        File.Delete(DatabaseFile);
        Assert.Contains("deleted", Assert.Throws<SeamUnavailableException>(seam.CheckFile).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused_and_left_alone()
    {
        await Open().DisposeAsync();
        Execute("INSERT INTO schema_version VALUES(1000, 0)");

        var refused = Assert.Throws<SeamUnavailableException>(() => Open());

        Assert.Contains("later version", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"schema 1000; this one knows {SqliteSchema.Current}", refused.Message, StringComparison.Ordinal);
        Execute("DELETE FROM schema_version WHERE version = 1000");
        await Open().DisposeAsync();
    }

    [Fact]
    public void A_damaged_file_is_said_to_be_damaged()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(DatabaseFile, new string('x', 10_000));

        var refused = Assert.Throws<SeamUnavailableException>(() => Open());

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_go_through_a_write_ahead_log_that_is_emptied_at_the_end()
    {
        await using (var seam = Open())
        {
            await seam.RunAsync(batch => batch.Write().Submits.DeleteBefore(0, 1), TestContext.Current.CancellationToken);
        }

        var wal = new FileInfo(DatabaseFile + "-wal");
        Assert.True(!wal.Exists || wal.Length == 0);
    }

    [Fact]
    public async Task Calls_after_the_end_say_that_it_is_closed()
    {
        var seam = Open();
        await seam.DisposeAsync();

        await Assert.ThrowsAsync<SeamUnavailableException>(() => seam.RunAsync(batch => 0, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<SeamUnavailableException>(() => seam.Readers.ReadAsync(rows => 0, TestContext.Current.CancellationToken).AsTask());
    }

    public void Dispose() => _folder.Dispose();

    private string DatabaseFile => Path.Combine(_folder.Path, "tasks.db");

    private InProcessSeam Open(string? path = null) =>
        InProcessSeam.Open(path ?? _folder.Path, new SeamOptions(), new HotLimits(), TimeProvider.System, NullLogger.Instance);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of the test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
