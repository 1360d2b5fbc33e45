using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>Plans: the list of steps that the agent keeps (one artifact, replaced), and the proposal of plan mode (a text of its own).</summary>
internal sealed class Plans(TurnArtifacts turn)
{
    private readonly TextItems _items = new(turn);
    private DocumentArtifact? _steps;

    /// <summary>The texts, for a takeover.</summary>
    public TextItems Items => _items;

    /// <summary><c>turn/plan/updated</c>.</summary>
    public void Updated(TurnPlanUpdatedNotification plan)
    {
        var steps = plan.Plan ?? [];
        var text = Checklist(plan.Explanation, steps);
        _steps ??= new DocumentArtifact(turn.NewFrame(ArtifactKinds.Plan, BlockTypes.Text, itemId: null));
        _steps.Show(turn, text, [Part.FromData(Data(plan.Explanation, steps), "application/json"), Part.FromText(text)]);
    }

    /// <summary><c>item/started</c>.</summary>
    public void Started(string itemId) => _items.Started(itemId);

    /// <summary><c>item/plan/delta</c>.</summary>
    public void Delta(string itemId, string delta) => _items.Append(itemId, delta, () => Frame(itemId));

    /// <summary><c>item/completed</c>.</summary>
    public void Completed(PlanItem item) => _items.Complete(item.Id, item.Text ?? _items.Live(item.Id)?.Said ?? "", () => Frame(item.Id));

    private ArtifactFrame Frame(string itemId) => turn.NewFrame(ArtifactKinds.Plan, BlockTypes.Text, itemId);

    private static string Checklist(string? explanation, IReadOnlyList<TurnPlanStep> steps)
    {
        var text = new StringBuilder();
        if (!string.IsNullOrWhiteSpace(explanation))
        {
            text.Append(explanation.Trim()).Append("\n\n");
        }

        foreach (var step in steps)
        {
            var mark = step.Status switch { "completed" => 'x', "inProgress" => '>', _ => ' ' };
            text.Append("- [").Append(mark).Append("] ").Append(step.Step).Append('\n');
        }

        return text.ToString();
    }

    private static JsonObject Data(string? explanation, IReadOnlyList<TurnPlanStep> steps)
    {
        var list = new JsonArray();
        foreach (var step in steps)
        {
            list.Add((JsonNode)new JsonObject
            {
                ["step"] = step.Step,
                ["status"] = step.Status switch { "completed" => "completed", "inProgress" => "in_progress", _ => "pending" },
            });
        }

        var data = new JsonObject { ["kind"] = "plan", ["steps"] = list };
        if (explanation is not null)
        {
            data["explanation"] = explanation;
        }

        return data;
    }
}
