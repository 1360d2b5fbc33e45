using CodexA2A.Tasks.Tests.InProcess;
using Xunit.MicrosoftTestingPlatform;

namespace CodexA2A.Tasks.Tests;

/// <summary>The test runner, or with <see cref="AppendingProcess.Argument"/> a process that appends until it is killed.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is [AppendingProcess.Argument, var directory]
        ? AppendingProcess.RunAsync(directory)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
