using System.Text.Json;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Calls Codex's tools in the form the request offers them: directly, or by JavaScript in code mode.</summary>
internal sealed class ToolCalls(ModelRequest request, Reply reply)
{
    /// <summary>True if the only way to a tool is the JavaScript tool <c>exec</c>.</summary>
    public bool CodeMode => request.Tools.Contains("exec") && !request.Tools.Contains("exec_command");

    /// <summary>Runs a command in a shell.</summary>
    public SendEvent Shell(string command, ShellOptions? options = null)
    {
        var arguments = EventJson.Text(writer => (options ?? ShellOptions.Default).Write(writer, command));
        return CodeMode
            ? Code($"const r = await tools.exec_command({arguments});\ntext(r.output);\nif (r.session_id) text(`Process running with session ID ${{r.session_id}}`);")
            : CallItem.Function(reply, "exec_command", arguments);
    }

    /// <summary>Waits for a command that still runs.</summary>
    public SendEvent Poll(int session)
    {
        var arguments = EventJson.Text(writer =>
        {
            writer.WriteNumber("session_id", session);
            writer.WriteString("chars", "");
            writer.WriteNumber("yield_time_ms", ShellOptions.LongestYield);
        });
        return CodeMode
            ? Code($"const r = await tools.write_stdin({arguments});\ntext(r.output);\nif (r.session_id) text(`Process running with session ID ${{r.session_id}}`);")
            : CallItem.Function(reply, "write_stdin", arguments);
    }

    /// <summary>Applies a patch in Codex's format.</summary>
    public SendEvent Patch(string patch)
    {
        if (CodeMode)
        {
            return Code($"text(await tools.apply_patch({EventJson.Literal(patch)}));");
        }

        // Codex reads a patch out of a shell command when the model has no tool for it.
        return request.Tools.Contains("apply_patch")
            ? CallItem.Custom(reply, "apply_patch", patch)
            : Shell($"apply_patch <<'EOF'\n{patch}EOF");
    }

    /// <summary>Runs JavaScript in code mode.</summary>
    public SendEvent Code(string source) => CallItem.Custom(reply, "exec", source);

    /// <summary>Calls any tool by name with JSON arguments.</summary>
    public SendEvent Call(string name, string arguments, string? space = null) =>
        CodeMode && !request.Tools.Contains(name)
            ? Code($"text(JSON.stringify(await tools.{(space is null ? name : $"{space}__{name}")}({arguments})));")
            : CallItem.Function(reply, name, arguments, space);

    /// <summary>Calls any tool by name.</summary>
    public SendEvent Call(string name, Action<Utf8JsonWriter> arguments) => Call(name, EventJson.Text(arguments));

    /// <summary>Asks the person a question; without choices the answer is free text.</summary>
    public SendEvent Ask(string question, IReadOnlyCollection<string> choices, bool secret) => Call("request_user_input", writer =>
    {
        writer.WriteStartArray("questions");
        writer.WriteStartObject();
        writer.WriteString("id", "q1");
        writer.WriteString("header", "Choice");
        writer.WriteString("question", question);
        writer.WriteBoolean("isSecret", secret);
        if (choices.Count > 0)
        {
            writer.WriteStartArray("options");
            foreach (var choice in choices)
            {
                writer.WriteStartObject();
                writer.WriteString("label", choice);
                writer.WriteString("description", $"Take {choice}.");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    });
}
