using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Protocol.Json;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>A secret answer reaches the real Codex and its model, and is nowhere else (contracts.md §5). Codex's own home is Codex's.</summary>
public sealed class SecretAnswerTests
{
    private const string Script = """
        call request_user_input {"questions":[{"id":"key","header":"Key","question":"Which key?","isSecret":true,"options":[{"label":"None","description":"No key."},{"label":"Later","description":"Ask again."}]}]}
        answer Done.

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_in_no_event_no_task_no_log_and_no_file_of_ours()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Logging__LogLevel__Default"] = "Trace" }, script: Script, cancellationToken: Token);
        foreach (var byMessage in (bool[])[true, false])
        {
            var secret = $"hunter-{Guid.NewGuid():N}";
            var asked = await QuestionTalk.AskAsync(stage.Client, "#script", $"ctx-{byMessage}");
            Assert.True(asked.Status.State == TaskState.InputRequired, $"{asked.Status}\n{stage.Service.Output}");
            var question = Interrupts.Question(asked);
            Assert.True((bool?)asked.Metadata!["shared"]!["interrupt"]!["details"]!["questions"]![0]!["is_secret"]);

            var answer = byMessage ? await stage.Client.RawAsync("SendMessage", A2AHttp.Message(secret, taskId: asked.Id), Token)
                : await QuestionTalk.ReplyAsync(stage.Client, "a2a.interrupt.question.reply", question, new JsonObject { ["answers"] = new JsonArray(new JsonArray(secret)) });
            Assert.Null(answer["error"]);
            var ended = await stage.Client.EndAsync(asked.Id, Token);

            Assert.Equal("Done.", Ledger.Text(ended));
            Assert.Contains(stage.Model.Requests, request => request.ToolOutputs.Any(output => output.Text.Contains(secret, StringComparison.Ordinal)));
            Assert.DoesNotContain(secret, answer.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, (await stage.Client.CallAsync("GetTask", new JsonObject { ["id"] = asked.Id }, Token)).ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(byMessage, ended.History!.Any(message => message.Role == Role.User && message.Parts[0].Text == "[secret]"));
            await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = asked.Id }, Token, "0-1"))
            {
                Assert.DoesNotContain(secret, JsonSerializer.Serialize(e, A2AJson.Context.StreamResponse), StringComparison.Ordinal);
            }

            Assert.DoesNotContain(secret, stage.Service.Output, StringComparison.Ordinal);
            var files = Directory.EnumerateFiles(stage.Folder.Data, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock").ToArray();
            Assert.Contains(files, file => Has(file, asked.Id));
            Assert.All(files, file => Assert.False(Has(file, secret), file));
        }
    }

    private static bool Has(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
