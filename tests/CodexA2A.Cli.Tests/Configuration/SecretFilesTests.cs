using System.Diagnostics;
using System.Runtime.Versioning;
using CodexA2A.Cli.Configuration;

namespace CodexA2A.Cli.Tests.Configuration;

public sealed class SecretFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData(" one\ntwo \n\n", " one\ntwo \n")]
    public void A_file_is_a_value(string content, string value)
    {
        Write("A2A_BEARER_TOKEN", content);
        Assert.Equal(value, SecretFiles.Read(folder.Path, out _)["A2A_BEARER_TOKEN"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void An_empty_file_is_no_secret(string content)
    {
        Write("A2A_BEARER_TOKEN", content);
        Assert.Empty(SecretFiles.Read(folder.Path, out _));
    }

    [Fact]
    public void As_Kubernetes_lays_them_out_links_are_followed_and_its_own_files_are_not_told()
    {
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "..2026_11_27")).FullName;
        File.WriteAllText(Path.Combine(data, "ConnectionStrings__redis"), "redis:6379,password=p");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "..data"), data);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "ConnectionStrings__redis"), Path.Combine("..data", "ConnectionStrings__redis"));

        var values = SecretFiles.Read(folder.Path, out var passedOver);

        Assert.Equal([KeyValuePair.Create("ConnectionStrings__redis", "redis:6379,password=p")], values);
        Assert.Empty(passedOver);
    }

    [Fact]
    public void A_name_that_no_variable_can_have_is_told()
    {
        Write("a2a-token", "x");
        Write("A2A_BEARER_TOKEN", "y");
        Assert.Equal(["A2A_BEARER_TOKEN"], SecretFiles.Read(folder.Path, out var passedOver).Keys);
        Assert.Equal(["a2a-token"], passedOver);
    }

    [Fact]
    public void What_is_far_too_large_for_a_secret_is_refused()
    {
        Write("A", new string('x', 1024 * 1024 + 1));
        Assert.Contains("A is larger", Assert.Throws<FormatException>(() => SecretFiles.Read(folder.Path, out _)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [UnsupportedOSPlatform("windows")]
    public async Task A_pipe_is_refused_and_not_waited_for(bool linked)
    {
        using var other = new TemporaryFolder();
        var pipe = Path.Combine(linked ? other.Path : folder.Path, "A2A_BEARER_TOKEN");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, made.ExitCode);
        }

        if (linked)
            File.CreateSymbolicLink(Path.Combine(folder.Path, "A2A_BEARER_TOKEN"), pipe);

        var read = Task.Run(() => Refusal(), TestContext.Current.CancellationToken);
        Assert.EndsWith("A2A_BEARER_TOKEN is not a regular file.", await read.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0xff }, "SECRET_FILES_TEST_ODD is not UTF-8 text.")]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b' }, "the value of SECRET_FILES_TEST_ODD has a NUL character.")]
    public void What_an_environment_would_not_keep_whole_is_refused_by_name(byte[] content, string reason)
    {
        File.WriteAllBytes(Path.Combine(folder.Path, "SECRET_FILES_TEST_ODD"), content);
        Assert.EndsWith(reason, Refusal(), StringComparison.Ordinal);
        Assert.Null(Environment.GetEnvironmentVariable("SECRET_FILES_TEST_ODD"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_name_cannot_drive_the_terminal()
    {
        Write("a\u001b[2J\nerror: b", "x");
        using var errors = new StringWriter();
        Assert.NotNull(SettingsReader.Read(folder.Path, null, errors));
        Assert.Contains("the file a\u241b[2J\u240aerror: b is not", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_one_ends_the_start()
    {
        using var errors = new StringWriter();
        Assert.Null(SettingsReader.Read("a\0\u001bb", null, errors));
        Assert.StartsWith("error: --secrets a\u2400\u241bb: ", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_goes_before_the_env_file_and_behind_the_environment()
    {
        // The environment is the process': names that no other test has.
        const string Both = "SECRET_FILES_TEST_BOTH";
        const string Set = "SECRET_FILES_TEST_SET";
        Write(Both, "secret\n");
        Write(Set, "secret\n");
        using var other = new TemporaryFolder();
        var file = Path.Combine(other.Path, "env");
        File.WriteAllText(file, $"{Both}=file\n");
        Environment.SetEnvironmentVariable(Set, "environment");
        try
        {
            Assert.NotNull(SettingsReader.Read(folder.Path, file, TextWriter.Null));
            Assert.Equal(("secret", "environment"), (Environment.GetEnvironmentVariable(Both), Environment.GetEnvironmentVariable(Set)));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Both, null);
            Environment.SetEnvironmentVariable(Set, null);
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_ends_the_start_and_is_named()
    {
        using var errors = new StringWriter();
        Assert.Null(SettingsReader.Read(Path.Combine(folder.Path, "gone"), null, errors));
        Assert.StartsWith("error: --secrets ", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("gone", errors.ToString(), StringComparison.Ordinal);
    }

    private string Refusal()
    {
        using var errors = new StringWriter();
        Assert.Null(SettingsReader.Read(folder.Path, null, errors));
        return errors.ToString().TrimEnd();
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(folder.Path, name), content);
}
