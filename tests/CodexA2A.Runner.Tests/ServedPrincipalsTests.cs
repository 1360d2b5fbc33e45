using Microsoft.Extensions.Configuration;

namespace CodexA2A.Runner.Tests;

/// <summary>A list that is not read as it was meant would let a runner serve others.</summary>
public sealed class ServedPrincipalsTests
{
    [Theory]
    [InlineData("", "everybody")]
    [InlineData("Principals:0=alice;Principals:1=acme/*", "only 'acme/*', 'alice'")]
    [InlineData("ExceptPrincipals:0=https://issuer.example#ci", "all but 'https://issuer.example#ci'")]
    [InlineData("principals:0=acme/alice", "only 'acme/alice'")]
    public void They_say_whom_a_runner_serves(string settings, string serves)
    {
        var (options, mistakes) = Read(settings);
        Assert.Empty(mistakes);
        Assert.Equal(serves, ServedPrincipals.Of(options).ToString());
    }

    [Theory]
    [InlineData("Principals=alice", "write Runner:Principals:0")]
    [InlineData("ExceptPrincipals=alice", "write Runner:ExceptPrincipals:0")]
    [InlineData("Principals:0=", "names no principal")]
    [InlineData("Principals=", "names nobody")]
    [InlineData("ExceptPrincipals:0=team-*", "names no principal")]
    [InlineData("Principals:0=alice;Principals:1= ", "Runner:Principals:1 is \" \"")]
    [InlineData("ExceptPrincipals:0=*", "For everybody leave the list out")]
    [InlineData("ExceptPrincipals:0=acme/", "names no principal")]
    [InlineData("Principals:alice:Tenant=acme", "Runner:Principals:alice has settings below it")]
    [InlineData("Principals:cert:alice=x", "Runner:Principals:cert has settings below it")]
    [InlineData("Principals:0=alice;ExceptPrincipals:0=bob", "Runner:Principals and Runner:ExceptPrincipals cannot both be set")]
    public void What_cannot_be_meant_ends_the_start(string settings, string says) =>
        Assert.Contains(Read(settings).Mistakes, mistake => mistake.Contains(says, StringComparison.Ordinal));

    private static (RunnerOptions Options, IEnumerable<string> Mistakes) Read(string settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create($"Runner:{pair[0]}", (string?)pair[1]))).Build();
        var options = configuration.GetSection(RunnerOptions.Section).Get<RunnerOptions>() ?? new RunnerOptions();
        return (options, new ServedPrincipalsValidator(configuration).Validate(null, options).Failures ?? []);
    }
}
