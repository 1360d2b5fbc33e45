using System.Text;
using CodexA2A.Api.Handling;

namespace CodexA2A.Api.Tests.Operations;

public sealed class TaskSliceTests
{
    private const string Task = """{"id":"t","status":{"state":"TASK_STATE_WORKING"},"artifacts":[{"parts":[{"text":"]}é"}]}],"history":[{"m":[1]},{"m":{"n":"]"}},{"m":3}],"metadata":{"artifacts":1}}""";

    [Theory]
    [InlineData(true, null, Task)]
    [InlineData(true, 3, Task)]
    [InlineData(true, 100, Task)]
    [InlineData(false, null, """{"id":"t","status":{"state":"TASK_STATE_WORKING"},"history":[{"m":[1]},{"m":{"n":"]"}},{"m":3}],"metadata":{"artifacts":1}}""")]
    [InlineData(false, 0, """{"id":"t","status":{"state":"TASK_STATE_WORKING"},"metadata":{"artifacts":1}}""")]
    [InlineData(false, 1, """{"id":"t","status":{"state":"TASK_STATE_WORKING"},"history":[{"m":3}],"metadata":{"artifacts":1}}""")]
    [InlineData(false, 2, """{"id":"t","status":{"state":"TASK_STATE_WORKING"},"history":[{"m":{"n":"]"}},{"m":3}],"metadata":{"artifacts":1}}""")]
    public void Members_are_left_out_and_the_rest_is_untouched(bool withArtifacts, int? historyLength, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(TaskSlice.Of(Encoding.UTF8.GetBytes(Task), withArtifacts, historyLength)));

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"artifacts":[]}""", "{}")]
    [InlineData("""{"artifacts":[],"history":[]}""", """{"history":[]}""")]
    public void Small_tasks_are_fine(string task, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(TaskSlice.Of(Encoding.UTF8.GetBytes(task), false, 5)));
}
