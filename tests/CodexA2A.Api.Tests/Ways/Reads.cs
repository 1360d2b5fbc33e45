using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Scenarios about tasks that exist, and the card.</summary>
internal static class Reads
{
    /// <summary>Members that the card has in both versions.</summary>
    private static readonly string[] Common = ["name", "description", "provider", "version", "documentationUrl", "defaultInputModes", "defaultOutputModes", "skills"];

    public static IReadOnlyDictionary<string, Func<Stage, Task>> All { get; } = new Dictionary<string, Func<Stage, Task>>
    {
        ["get"] = async stage => await stage.SayAsync(Call.Get(await stage.CompletedAsync())),
        ["get with historyLength 0"] = async stage => await stage.SayAsync(Get(await stage.CompletedAsync(), 0)),
        ["get with historyLength 1"] = async stage => await stage.SayAsync(Get(await stage.CompletedAsync(), 1)),
        ["get with historyLength 100"] = async stage => await stage.SayAsync(Get(await stage.CompletedAsync(), 100)),
        ["get of a task that waits"] = async stage =>
        {
            var context = stage.ContextId;
            await stage.SubmitAsync(context);
            await stage.SayAsync(Call.Get(await stage.SubmitAsync(context)));
            await using var first = await stage.ClaimAsync();
            await first.CompleteAsync();
            await using var second = await first.NextTurnAsync();
            await second.CompleteAsync();
        },
        ["get of everything"] = stage => PlayedAsync(stage, Answers.Everything),
        ["get of what 0.3 has"] = stage => PlayedAsync(stage, Answers.Common),
        ["get at each step of a turn"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Call.Get(id));
            await using var turn = await stage.ClaimAsync();
            await turn.WorkingAsync();
            await stage.SayAsync(Call.Get(id));
            await turn.TextAsync("one ", append: false);
            await stage.SayAsync(Call.Get(id));
            var asked = await turn.AskAsync();
            await stage.SayAsync(Call.Get(id));
            await turn.ResolveAsync(asked);
            await turn.StatusAsync(TaskState.Failed, "It broke.");
            await stage.SayAsync(Call.Get(id));
        },
        ["get of a task with a status message"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.ClaimAsync();
            await turn.StatusAsync(TaskState.Working, "Thinking…");
            await stage.SayAsync(Call.Get(id));
            await turn.CompleteAsync();
        },
        ["cancel while a question is open"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.ClaimAsync();
            await turn.AskAsync();
            var canceling = stage.SayAsync(Of(Methods.CancelTask, id));
            await turn.NextAsync<CancelTurn>();
            await turn.StatusAsync(TaskState.Canceled, "As you wish.");
            await canceling;
        },
        ["cancel of a turn that completes before"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.ClaimAsync();
            await turn.WorkingAsync();
            var canceling = stage.SayAsync(Of(Methods.CancelTask, id));
            await turn.NextAsync<CancelTurn>();
            await turn.CompleteAsync();
            await canceling;
        },
        ["cancel before the turn, and again"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Of(Methods.CancelTask, id));
            await stage.SayAsync(Of(Methods.CancelTask, id));
        },
        ["cancel of a turn"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.ClaimAsync();
            await turn.WorkingAsync();
            var canceling = stage.SayAsync(Of(Methods.CancelTask, id));
            await turn.NextAsync<CancelTurn>();
            await turn.StatusAsync(TaskState.Canceled);
            await canceling;
        },
        ["extended card, as far as both versions have it"] = async stage => await stage.SayAsync(new Call(Methods.GetExtendedAgentCard, []), card => new JsonObject(
            card.AsObject().Where(member => Common.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))
        {
            ["streaming"] = card["capabilities"]!["streaming"]?.DeepClone(),
            ["push"] = card["capabilities"]!["pushNotifications"]?.DeepClone(),
            ["extensions"] = card["capabilities"]!["extensions"]?.DeepClone(),
        }),
        ["extended card"] = async stage => await stage.SayAsync(new Call(Methods.GetExtendedAgentCard, [])),
    };

    private static async Task PlayedAsync(Stage stage, IReadOnlyList<Artifact> artifacts)
    {
        var id = await stage.SubmitAsync();
        await Answers.PlayAsync(await stage.ClaimAsync(), artifacts);
        await stage.SayAsync(Call.Get(id));
    }

    private static Call Of(string operation, string id) => new(operation, new JsonObject { ["id"] = id });

    private static Call Get(string id, int historyLength) => Call.Get(id).With(call => call["historyLength"] = historyLength);
}
