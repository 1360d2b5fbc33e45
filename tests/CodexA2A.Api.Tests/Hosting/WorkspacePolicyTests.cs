using System.Text.Json.Nodes;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Hosting;

public sealed class WorkspacePolicyTests : IDisposable
{
    private const string Field = "metadata.codex.directory";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly EscapeSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task No_path_of_the_list_is_taken_for_a_folder()
    {
        foreach (var row in PathEscape.All)
        {
            await RefusedAsync(Directory(_site.In(row.Path)), Field, row);
        }
    }

    [Fact]
    public async Task Nothing_outside_can_be_mentioned()
    {
        foreach (var row in PathEscape.All.Where(row => !row.IsFile))
        {
            await RefusedAsync(Mention(_site.In(row.Path)), "message.parts[0].data.path", row);
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("sub/below")]
    [InlineData("{root}/sub")]
    [InlineData("self/sub")]
    [InlineData("cafe\u0301")]
    public async Task A_folder_of_the_workspace_is_taken(string path) => await Policy().CheckAsync(default, Directory(_site.In(path)), Stop);

    [Fact]
    public async Task A_folder_that_is_allowed_besides_is_taken_and_what_is_mentioned_starts_in_it()
    {
        var policy = Policy(_site.Outside);
        await policy.CheckAsync(default, Directory(_site.Outside), Stop);
        await policy.CheckAsync(default, Mention("secret.txt") with { Metadata = Directory(_site.Outside).Metadata }, Stop);
        await policy.CheckAsync(default, Mention("../secret.txt") with { Metadata = Directory("out/folder").Metadata }, Stop);
        await Assert.ThrowsAsync<A2AException>(async () => await policy.CheckAsync(default, Directory(_site.In("{above}")), Stop));
    }

    [Fact]
    public async Task Where_each_context_has_a_folder_of_its_own_the_runner_alone_knows_what_is_in_it()
    {
        var policy = new WorkspacePolicy(Options.Create(new A2AOptions { WorkspaceRoot = _site.Root }), Options.Create(new WorkspaceOptions { PerContext = WorkspaceOptions.Folder }));
        await policy.CheckAsync(default, Directory("only-in-the-context"), Stop);
        await Assert.ThrowsAsync<A2AException>(async () => await policy.CheckAsync(default, Directory("a\nb"), Stop));
    }

    private async Task RefusedAsync(SendMessageRequest request, string field, PathEscape row)
    {
        var refused = await Record.ExceptionAsync(async () => await Policy().CheckAsync(default, request, Stop)) as A2AException;
        Assert.True(refused is { Code: A2AErrorCode.InvalidParams, FieldViolations: [var violation] } && violation.Field == field, $"{row}: {refused?.Message ?? "taken"}");
        // Where things lie is not the caller's to know.
        Assert.DoesNotContain(Path.GetDirectoryName(_site.Root)!, refused!.Message, StringComparison.Ordinal);
    }

    private WorkspacePolicy Policy(params string[] allowed) =>
        new(Options.Create(new A2AOptions { WorkspaceRoot = _site.Root }), Options.Create(new WorkspaceOptions { Allowed = allowed }));

    private static SendMessageRequest Directory(string path) => new()
    {
        Message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("hi")] },
        Metadata = new JsonObject { ["codex"] = new JsonObject { ["directory"] = path } },
    };

    private static SendMessageRequest Mention(string path) => new()
    {
        Message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromData(new JsonObject { ["type"] = "mention", ["name"] = "x", ["path"] = path })] },
    };
}
