using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Control;

/// <summary>A thread that a Codex of somebody else's has open is locked: neither a turn nor a call gets into it, and both say so.</summary>
public sealed class LockedThreadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thread_that_another_Codex_has_open_is_locked_until_it_is_closed()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Runner__LockTimeout"] = "00:00:01" }, cancellationToken: Token);
        var thread = Loss.Session(await stage.Client.SendAsync(A2AHttp.Message("#text\none", "ctx-locked"), Token));
        await stage.Service.KillAsync(Token);
        await using (await OtherCodex.HoldAsync(stage.Folder, thread, Token))
        {
            await stage.Service.StartAsync(Token);
            var refused = await stage.Client.SendAsync(A2AHttp.Message("#text\ntwo", "ctx-locked"), Token);
            Assert.True(refused.Status.State == TaskState.Failed, Loss.Said(refused));
            Assert.Equal("THREAD_LOCKED", Loss.Code(refused));
            foreach (var method in (string[])["codex.threads.archive", "codex.threads.compact"])
            {
                var error = (await stage.Client.RawAsync(method, new JsonObject { ["thread_id"] = thread }, Token))["error"];
                Assert.Equal((-31503, "THREAD_LOCKED"), ((int?)error?["code"], (string?)error?["data"]?[0]?["reason"]));
            }
        }

        var again = await stage.Client.SendAsync(A2AHttp.Message("#text\nthree", "ctx-locked"), Token);
        Assert.Equal((TaskState.Completed, thread), (again.Status.State, Loss.Session(again)));
    }
}
