using System.Globalization;
using System.Runtime.CompilerServices;

namespace CodexA2A.Testing;

/// <summary>Waits with a limit, which say what was awaited: a test that hangs names the reason.</summary>
internal static class Waits
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="what">What it brings, such as "the next event".</param>
    /// <param name="member">Of the caller.</param>
    /// <exception cref="TimeoutException">It took longer than half a minute of real time.</exception>
    public static async Task<T> WithLimitAsync<T>(this Task<T> task, string what, [CallerMemberName] string member = "")
    {
        await ((Task)task).WithLimitAsync(what, member);
        return await task;
    }

    /// <inheritdoc cref="WithLimitAsync{T}(Task{T}, string, string)" />
    public static async Task WithLimitAsync(this Task task, string what, [CallerMemberName] string member = "")
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{what} did not come within {Limit.TotalSeconds} s ({member})."));
        }
    }

    /// <inheritdoc cref="WithLimitAsync{T}(Task{T}, string, string)" />
    public static Task<T> WithLimitAsync<T>(this ValueTask<T> task, string what, [CallerMemberName] string member = "") => task.AsTask().WithLimitAsync(what, member);

    /// <inheritdoc cref="WithLimitAsync{T}(Task{T}, string, string)" />
    public static Task WithLimitAsync(this ValueTask task, string what, [CallerMemberName] string member = "") => task.AsTask().WithLimitAsync(what, member);
}
