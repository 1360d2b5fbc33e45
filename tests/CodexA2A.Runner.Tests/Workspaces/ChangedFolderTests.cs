using System.Text.Json.Nodes;
using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Tests.Workspaces;

/// <summary>A folder that is another one when the place in it has come than it was when it was judged.</summary>
public sealed class ChangedFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Changes => ["outside", "inside", "above", "gone", "knot"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void It_is_judged_again(string change)
    {
        var workspace = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
        Directory.CreateDirectory(Path.Combine(workspace, "sub", "below"));
        var folder = WorkspaceFolder.Resolve(new(workspace), "sub/below");
        WorkspaceFolder.Confirm(new(workspace), folder);
        WorkspaceFolder.Confirm(new(workspace), WorkspaceFolder.Resolve(new(workspace), null));

        Change(workspace, change);

        var refused = Assert.Throws<A2AException>(() => WorkspaceFolder.Confirm(new(workspace), folder));
        Assert.Equal("WORKSPACE_CHANGED", refused.Reason);
    }

    [Fact]
    public void One_that_was_a_link_already_is_what_it_led_to()
    {
        var workspace = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
        Directory.CreateDirectory(Path.Combine(workspace, "there"));
        Directory.CreateSymbolicLink(Path.Combine(workspace, "link"), "there");
        WorkspaceFolder.Confirm(new(workspace), WorkspaceFolder.Resolve(new(workspace), "link"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_started_there(bool exec)
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Workspaces:Exclusive", "true"));
        var folder = Directory.CreateDirectory(Path.Combine(stage.Root, "sub", "below")).FullName;
        var held = await stage.Get<WorkspaceGate>().EnterAsync(folder, Stop);
        var metadata = new JsonObject { ["codex"] = new JsonObject { ["directory"] = "sub/below" } };
        var task = exec ? await stage.SubmitExecAsync("touch here", "sub/below") : await stage.SubmitAsync("hello", metadata: metadata);
        await stage.RestsAsync();

        Change(stage.Root, "outside");
        held.Dispose();

        var ended = await stage.EndAsync(task);
        Assert.Equal((TaskState.Failed, "WORKSPACE_CHANGED"), (ended.Status.State, (string?)ended.Metadata!["codex"]!["error"]!["code"]));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_root, "outside")));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Change(string workspace, string change)
    {
        var folder = Path.Combine(workspace, "sub", change == "above" ? "" : "below");
        Directory.Delete(folder, recursive: true);
        if (change == "knot")
        {
            // Two links, each a part of the way to the other: whoever follows them without counting never ends.
            Directory.CreateSymbolicLink(folder, "tie/x");
            Directory.CreateSymbolicLink(Path.Combine(workspace, "sub", "tie"), "below/y");
        }
        else if (change != "gone")
        {
            var elsewhere = Directory.CreateDirectory(Path.Combine(change == "inside" ? workspace : _root, change)).FullName;
            Directory.CreateSymbolicLink(Path.TrimEndingDirectorySeparator(folder), elsewhere);
            if (change == "above")
            {
                Directory.CreateDirectory(Path.Combine(elsewhere, "below"));
            }
        }
    }
}
