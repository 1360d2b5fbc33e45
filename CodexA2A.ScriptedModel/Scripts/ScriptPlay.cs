using System.Globalization;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scripts;

/// <summary>Makes steps out of one round of a script.</summary>
internal static class ScriptPlay
{
    public static IEnumerable<Step> Play(Script script, Scene scene)
    {
        var outputs = scene.Request.ToolOutputs;
        if (outputs.Count > 0 && CommandOutput.RunningSession(outputs[^1]) is { } session)
        {
            return [scene.Reply.Created(), scene.Tools.Poll(session), scene.Reply.Completed()];
        }

        // An answer that only says "still running" is no step of the script.
        var round = outputs.Count(output => CommandOutput.RunningSession(output) is null);
        return Play(script.Rounds[Math.Min(round, script.Rounds.Count - 1)], scene);
    }

    private static IEnumerable<Step> Play(IReadOnlyList<ScriptLine> lines, Scene scene)
    {
        if (lines[0].Verb.Name == "error")
        {
            var status = int.Parse(lines[0].Text, CultureInfo.InvariantCulture);
            yield return HttpFault.Refuse(status, HttpFault.Code(status), null);
            yield break;
        }

        yield return scene.Reply.Created();
        var delay = TimeSpan.Zero;
        foreach (var line in lines)
        {
            if (line.Verb.Name == "delay")
            {
                delay = Milliseconds(line);
                continue;
            }

            if (line.Verb.Ends)
            {
                if (line.Text == "once" && scene.Request.Attempt > 1)
                {
                    continue;
                }

                foreach (var step in End(line, scene))
                {
                    yield return step;
                }

                yield break;
            }

            foreach (var step in Steps(line, scene, delay))
            {
                yield return step;
            }
        }

        yield return scene.Reply.Completed();
    }

    private static IEnumerable<Step> Steps(ScriptLine line, Scene scene, TimeSpan delay) => line.Verb.Name switch
    {
        "say" => scene.Say(Fill(line.Text, scene), delay),
        "comment" => scene.Say(Fill(line.Text, scene), delay, Scene.Commentary),
        "answer" => scene.Say(Fill(line.Text, scene), delay, Scene.FinalAnswer),
        "think" => scene.Think([Fill(line.Text, scene)], delay: delay),
        "wait" => [new Pause(Milliseconds(line))],
        "gate" => [new PassGate(line.Text)],
        "run" => [scene.Tools.Shell(line.Text)],
        "escalate" => [scene.Tools.Shell(line.Text, new ShellOptions { Justification = "The script wants it." })],
        "patch" => [scene.Tools.Patch(line.Text + "\n")],
        "ask" => [Ask(line.Text, scene)],
        "call" => [Call(line.Text, scene)],
        "code" => [scene.Tools.Code(line.Text)],
        "raw" => [new SendRaw(line.Text)],
        var other => throw new InvalidOperationException($"No way to play '{other}'."),
    };

    private static IEnumerable<Step> End(ScriptLine line, Scene scene) => line.Verb.Name switch
    {
        "fail" => [scene.Reply.Failed(line.Text, HttpFault.Message(line.Text))],
        "cut" => [new Pause(TimeSpan.FromMilliseconds(50)), new Cut()],
        "hang" => [new Hang()],
        _ => [],
    };

    private static SendEvent Ask(string text, Scene scene)
    {
        var parts = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return scene.Tools.Ask(parts[0], parts[1..], secret: false);
    }

    private static SendEvent Call(string text, Scene scene)
    {
        var parts = text.Split([' ', '\n'], 2);
        return scene.Tools.Call(parts[0], parts[1]);
    }

    // Only in what is said: a command or patch holds braces of its own, and no words of a stranger.
    private static string Fill(string text, Scene scene) => text
        .Replace("{message}", scene.Request.UserText, StringComparison.Ordinal)
        .Replace("{try}", scene.Request.Attempt.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{output}", scene.Request.ToolOutputs is [.., var last] ? CommandOutput.Quote(last) : "", StringComparison.Ordinal);

    private static TimeSpan Milliseconds(ScriptLine line) =>
        TimeSpan.FromMilliseconds(int.Parse(line.Text, CultureInfo.InvariantCulture));
}
