using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Xunit.v3;

[assembly: CodexA2A.Testing.TestLimit]

namespace CodexA2A.Testing;

/// <summary>
/// Ends what waits with the token of a test that does not end, so that the test fails by its name instead of keeping the whole run.
/// What a helper waits for has a shorter limit of its own (<see cref="Waits"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestLimitAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => running[test.UniqueID] = new Running(TestContext.Current);

    /// <inheritdoc />
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!running.TryRemove(test.UniqueID, out var one)) return;
        one.Dispose();
        if (one.IsOver) throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"This test was ended after {Limit.TotalSeconds} s."));
    }

    private sealed class Running : IDisposable
    {
        private readonly Timer timer;

        public Running(ITestContext context) => timer = new Timer(_ => End(context), null, Limit, Timeout.InfiniteTimeSpan);

        public bool IsOver { get; private set; }

        public void Dispose() => timer.Dispose();

        private void End(ITestContext context)
        {
            IsOver = true;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Not ended after {Limit.TotalSeconds} s: {context.Test?.TestDisplayName}"));
            context.CancelCurrentTest();
        }
    }
}
