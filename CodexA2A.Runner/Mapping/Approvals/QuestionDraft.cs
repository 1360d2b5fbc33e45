using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>The model asks the user.</summary>
internal static class QuestionDraft
{
    /// <summary>The question or questions.</summary>
    public static InterruptDraft From(UserInputRequest request)
    {
        var questions = request.Questions ?? [];
        var list = new JsonArray();
        foreach (var question in questions)
        {
            list.Add((JsonNode)Json(question));
        }

        var details = new JsonObject { ["questions"] = list, ["blocking"] = request.IsBlocking };
        CommandDraft.Set(details, "auto_resolution_ms", request.AutoResolutionMs);
        return InterruptDraft.Create(InterruptTypes.Question, details, Message(questions), questions.Any(question => question.IsSecret));
    }

    private static JsonObject Json(UserInputQuestion question)
    {
        var options = new JsonArray();
        foreach (var option in question.Options ?? [])
        {
            var shown = new JsonObject { ["label"] = option.Label };
            CommandDraft.Set(shown, "description", option.Description);
            options.Add((JsonNode)shown);
        }

        var json = new JsonObject { ["id"] = question.Id };
        CommandDraft.Set(json, "header", question.Header);
        CommandDraft.Set(json, "question", question.Question);
        json["options"] = options;
        json["is_other"] = question.IsOther;
        json["is_secret"] = question.IsSecret;
        return json;
    }

    private static string Message(IReadOnlyList<UserInputQuestion> questions)
    {
        var text = new StringBuilder(questions.Count > 1 ? $"Codex asks {questions.Count} questions:\n" : "Codex asks: ");
        for (var i = 0; i < questions.Count; i++)
        {
            if (questions.Count > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"{i + 1}. ");
            }

            text.Append(questions[i].Question ?? questions[i].Header ?? questions[i].Id).Append('\n');
            var options = questions[i].Options ?? [];
            for (var k = 0; k < options.Count; k++)
            {
                text.Append(CultureInfo.InvariantCulture, $"   {k + 1}) {options[k].Label}");
                text.Append(string.IsNullOrEmpty(options[k].Description) ? "\n" : $": {options[k].Description}\n");
            }
        }

        var secret = questions.Any(question => question.IsSecret) ? " The answer is secret: it is not stored." : "";
        return text.Append(questions.Count > 1 ? "Reply with one text part for each, in this order." : "Reply with your answer.").Append(secret).ToString();
    }
}
