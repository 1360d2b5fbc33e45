using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class TextTests
{
    [Theory]
    [InlineData("/bin/bash -lc 'ls -l'", "ls -l")]
    [InlineData("/bin/bash -lc ls", "ls")]
    [InlineData("bash -c \"echo \\\"hi\\\"\"", "echo \"hi\"")]
    [InlineData("/bin/zsh -lc 'echo '\"'\"'x'\"'\"''", "echo 'x'")]
    [InlineData("/bin/bash -lc 'a' && rm -rf /", "/bin/bash -lc 'a' && rm -rf /")]
    [InlineData("/bin/bash -lc 'a' extra", "/bin/bash -lc 'a' extra")]
    [InlineData("/bin/bash -lc \"$(rm x)\"", "/bin/bash -lc \"$(rm x)\"")]
    [InlineData("/usr/bin/env FOO=1 ls", "/usr/bin/env FOO=1 ls")]
    [InlineData("/bin/bash -lc 'open", "/bin/bash -lc 'open")]
    [InlineData("", "")]
    public void The_shell_around_a_command_is_taken_off_only_where_that_is_certain(string command, string shown) =>
        Assert.Equal(shown, ShellCommand.Unwrap(command));

    [Theory]
    [InlineData("/workspace", "/workspace/a/b.txt", "a/b.txt")]
    [InlineData("/workspace/", "/workspace", ".")]
    [InlineData("/workspace", "/workspace-2/a", "/workspace-2/a")]
    [InlineData("/workspace", "/etc/passwd", "/etc/passwd")]
    [InlineData(null, "/workspace/a", "/workspace/a")]
    [InlineData("/workspace", "relative", "relative")]
    public void Paths_are_shown_from_the_workspace(string? root, string path, string shown) => Assert.Equal(shown, new WorkspacePaths(root).Show(path));
}
