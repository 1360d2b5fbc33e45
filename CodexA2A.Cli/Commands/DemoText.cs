using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Commands;

/// <summary>What the demo says around its turn.</summary>
internal static class DemoText
{
    /// <summary>Before the turn.</summary>
    public static void Head(TerminalWriter output, Uri url, string workspace, string text)
    {
        output.Line("The real Codex is served over A2A, with a scripted model in place of OpenAI: no key is used, nothing leaves this machine.", Tone.Strong);
        output.Line($"address    {url}");
        output.Line($"workspace  {workspace}");
        output.Line("");
        output.Line($"> {text}", Tone.Strong);
        output.Flush();
    }

    /// <summary>After the turn: how to go on.</summary>
    public static void Foot(TerminalWriter output, Uri url, string token)
    {
        var root = url.GetLeftPart(UriPartial.Authority);
        output.Line("");
        output.Line("Now you. The token is of this run only:", Tone.Strong);
        output.Line($"export A2A_TOKEN={token}");
        output.Line("");
        output.Line("JSON-RPC, streamed:", Tone.Dim);
        output.Line($$$$"""
            curl -N {{{{root}}}}/ -H "Authorization: Bearer $A2A_TOKEN" -H 'Content-Type: application/json' -H 'A2A-Version: 1.0' \
              -d '{"jsonrpc":"2.0","id":1,"method":"SendStreamingMessage","params":{"message":{"messageId":"m1","role":"ROLE_USER","parts":[{"text":"Hello"}]}}}'
            """);
        output.Line("HTTP+JSON, one answer:", Tone.Dim);
        output.Line($$$$"""
            curl {{{{root}}}}/message:send -H "Authorization: Bearer $A2A_TOKEN" -H 'Content-Type: application/json' -H 'A2A-Version: 1.0' \
              -d '{"message":{"messageId":"m2","role":"ROLE_USER","parts":[{"text":"Hello"}]}}'
            """);
        output.Line("The same with this program:", Tone.Dim);
        output.Line($"{OwnCommand.Name} call {root} 'Hello'");
        output.Line("");
        output.Line("Ctrl-C stops the service.", Tone.Dim);
        output.Flush();
    }
}
