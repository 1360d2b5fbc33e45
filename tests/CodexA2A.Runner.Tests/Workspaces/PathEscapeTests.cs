using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Control;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Patches;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;
using CodexA2A.Testing;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.Workspaces;

/// <summary>The runner judges by itself: an Api that is told no workspace sends it whatever a caller names.</summary>
public sealed class PathEscapeTests : IDisposable
{
    private const string Field = "metadata.codex.directory";

    private readonly EscapeSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void A_turn_is_not_begun_there() => Assert.All(PathEscape.All, row =>
    {
        var violation = Refused(() => Map([Part.FromText("hi")], _site.In(row.Path)));
        Assert.Equal(Field, violation.Field);
    });

    [Fact]
    public void A_command_of_a_caller_is_not_run_there() => Assert.All(PathEscape.All, row =>
    {
        var violation = Refused(() => WorkspaceFolder.Resolve(new WorkspaceRoots(_site.Root), _site.In(row.Path)));
        Assert.Equal((Field, row.LeadsOut ? "is outside the workspace" : "names no folder of the workspace"), (violation.Field, violation.Description));
    });

    [Fact]
    public void A_control_call_does_not_look_there()
    {
        var folders = new ControlFolders(new ThreadSpecs(Options.Create(new CodexOptions()), Options.Create(new RunnerOptions { WorkspaceRoot = _site.Root }), new ShownSandbox()));
        Assert.All(PathEscape.All, row =>
        {
            Assert.Equal("cwds[0]", Assert.Single(Assert.Throws<ControlFaultException>(() => folders.Of(new JsonArray(_site.In(row.Path)))).Fault.Fields!).Field);
            Assert.Equal(Field, Assert.Single(Assert.Throws<ControlFaultException>(() => folders.Of(_site.In(row.Path), Field)).Fault.Fields!).Field);
        });
        Assert.Equal([Path.Combine(_site.Root, "sub")], folders.Of(new JsonArray("sub")));
    }

    [Fact]
    public void Nothing_there_can_be_mentioned() => Assert.All(PathEscape.All.Where(row => !row.IsFile), row =>
    {
        var part = Part.FromData(new JsonObject { ["type"] = "mention", ["name"] = "x", ["path"] = _site.In(row.Path) });
        Assert.Equal("message.parts[0].data.path", Refused(() => Map([part], "sub/..")).Field);
    });

    [Fact]
    public void As_the_name_of_a_file_it_is_one_in_the_inbox() => Assert.All(PathEscape.All, row =>
    {
        var name = InboxNames.Of([(_site.In(row.Path), "text/plain")]).Single();
        Assert.True(name == Path.GetFileName(name) && name.Length > 0 && name[0] is not ('.' or '-') && !name.Any(c => char.IsControl(c) || c is '/' or '\\') && Encoding.UTF8.GetByteCount(name) <= 120, name);
    });

    [Theory]
    [InlineData(".", "")]
    [InlineData("sub/below", "sub/below")]
    [InlineData("{root}/sub", "sub")]
    [InlineData("self/sub", "sub")]
    [InlineData("cafe\u0301", "cafe\u0301")]
    public void A_folder_of_the_workspace_is_taken(string path, string real)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.Combine(_site.Root, real));
        Assert.Equal(folder, Map([Part.FromText("hi")], _site.In(path)).Directory);
        WorkspaceFolder.Confirm(new WorkspaceRoots(_site.Root), folder);
    }

    [Fact]
    public void A_folder_that_is_allowed_besides_is_taken_until_it_leads_elsewhere()
    {
        var roots = new WorkspaceRoots(_site.Root) { Allowed = [_site.Outside] };
        var folder = WorkspaceFolder.Resolve(roots, "out/folder");
        Assert.Equal(Path.Combine(_site.Outside, "folder"), folder);
        WorkspaceFolder.Confirm(roots, folder);
        Assert.Equal("WORKSPACE_CHANGED", Assert.Throws<A2AException>(() => WorkspaceFolder.Confirm(new WorkspaceRoots(_site.Root), folder)).Reason);
        Directory.Delete(folder);
        Directory.CreateSymbolicLink(folder, _site.Root + "-beside");
        Assert.Equal("WORKSPACE_CHANGED", Assert.Throws<A2AException>(() => WorkspaceFolder.Confirm(roots, folder)).Reason);
    }

    [Fact]
    public void An_allowed_folder_must_be_there()
    {
        var validator = new AllowedFoldersValidator();
        Assert.True(validator.Validate(null, new WorkspaceOptions { Allowed = [_site.Outside] }).Succeeded);
        Assert.Contains("names no folder", validator.Validate(null, new WorkspaceOptions { Allowed = [_site.Outside + "/nothing"] }).FailureMessage, StringComparison.Ordinal);
    }

    private TurnRequest Map(IReadOnlyList<Part> parts, string directory) => TurnRequests.Map(
        new SendMessageRequest
        {
            Message = new Message { MessageId = "m", Role = Role.User, Parts = parts },
            Metadata = new JsonObject { ["codex"] = new JsonObject { ["directory"] = directory } },
        },
        InboxFolder.Of(new SessionId("session"), "task"), new WorkspaceRoots(_site.Root), threadId: null);

    private static FieldViolation Refused(Func<object> take)
    {
        var refused = Assert.Throws<A2AException>(take);
        Assert.Equal(A2AErrorCode.InvalidParams, refused.Code);
        return Assert.Single(refused.FieldViolations);
    }

    [Fact]
    public void Each_folder_that_is_allowed_bounds_the_patches_of_its_own_turns()
    {
        var repository = Directory.CreateDirectory(Path.Combine(_site.Outside, "repository")).FullName;
        var allowed = Directory.CreateDirectory(Path.Combine(repository, "allowed", "sub")).Parent!.FullName;
        var roots = new WorkspaceRoots(_site.Root) { Allowed = [allowed] };

        Assert.Equal(_site.Root, roots.RootOf(Path.Combine(_site.Root, "sub")));
        Assert.Equal(allowed, roots.RootOf(Path.Combine(allowed, "sub")));
        Assert.Null(roots.RootOf(repository));
        Assert.Equal("allowed", TurnPatches.ScopeOf(repository, roots.RootOf(Path.Combine(allowed, "sub"))!));
        Assert.Equal("", TurnPatches.ScopeOf(allowed, roots.RootOf(allowed)!));
    }
}
