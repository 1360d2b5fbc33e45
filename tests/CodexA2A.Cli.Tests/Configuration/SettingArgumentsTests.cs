using CodexA2A.Cli.Configuration;

namespace CodexA2A.Cli.Tests.Configuration;

public sealed class SettingArgumentsTests
{
    [Fact]
    public void Settings_are_given_as_dotnet_writes_them()
    {
        var settings = SettingArguments.Parse(["--A2A:Title=My = agent", "--Codex:Config:model_verbosity=\"low\"", "--A2A:Description="], out var wrong);
        Assert.Null(wrong);
        Assert.Equal("My = agent", settings!["a2a:title"]);
        Assert.Equal("\"low\"", settings["Codex:Config:model_verbosity"]);
        Assert.Equal("", settings["A2A:Description"]);
    }

    [Theory]
    [InlineData("--prot=1")]
    [InlineData("extra")]
    [InlineData("--A2A:=1")]
    [InlineData("--:A=1")]
    [InlineData("A2A:Port=1")]
    [InlineData("--A2A:Port")]
    public void Anything_else_is_a_mistake(string argument)
    {
        Assert.Null(SettingArguments.Parse(["--A2A:Port=1", argument], out var wrong));
        Assert.Equal(argument.Split('=')[0], wrong);
    }
}
