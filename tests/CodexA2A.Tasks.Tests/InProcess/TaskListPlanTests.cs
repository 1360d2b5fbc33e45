using CodexA2A.Tasks.InProcess;
using CodexA2A.Tasks.InProcess.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>A list must not grow slower with the number of tasks: pages and totals are answered by an index.</summary>
public sealed class TaskListPlanTests
{
    [Theory]
    [InlineData(false, false, "task_list")]
    [InlineData(true, false, "task_list_context")]
    [InlineData(false, true, "task_list_state")]
    [InlineData(true, true, "task_list_context")]
    public async Task Pages_search_their_index_and_sort_nothing(bool byContext, bool byState, string index)
    {
        using var folder = new TestFolder();
        await using var seam = InProcessSeam.Open(folder.Path, new SeamOptions(), new HotLimits(), TimeProvider.System, NullLogger.Instance);
        var query = new TaskListQuery(10) { ContextId = byContext ? "ctx" : null, State = byState ? TaskState.Working : null };

        var (page, count) = await seam.Readers.ReadAsync(rows => rows.Lists.Explain(new Owner("", "alice"), query), TestContext.Current.CancellationToken);

        Assert.Contains(page, step => step.StartsWith($"SEARCH task USING INDEX {index} (owner=?", StringComparison.Ordinal));
        Assert.DoesNotContain(page, step => step.Contains("SCAN task", StringComparison.Ordinal) || step.Contains("SCAN snapshot", StringComparison.Ordinal));
        Assert.Contains(count, step => step.Contains($"INDEX {index} (owner=?", StringComparison.Ordinal));
    }
}
