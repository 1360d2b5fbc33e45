using CodexA2A.Chaos.Tests.Agents;
using Xunit.MicrosoftTestingPlatform;

// Each of these tests needs the machine for itself.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace CodexA2A.Chaos.Tests;

/// <summary>The test runner, or with <see cref="AgentHost.Argument"/> a runner without Codex that works until it is killed.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is [AgentHost.Argument, .. var rest]
        ? AgentHost.RunAsync(rest)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
