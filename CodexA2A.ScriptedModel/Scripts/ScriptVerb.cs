namespace CodexA2A.ScriptedModel.Scripts;

/// <summary>What a line of a script can say.</summary>
/// <param name="Name">The word.</param>
/// <param name="Argument">What stands after the word, for the documentation; empty if nothing may.</param>
/// <param name="Summary">One line for the documentation.</param>
internal sealed record ScriptVerb(string Name, string Argument, string Summary)
{
    /// <summary>The text must be a whole number from 0 to this; null if it need not be a number.</summary>
    public int? Max { get; init; }

    /// <summary>The model stops after this line and goes on when the tool has answered.</summary>
    public bool CallsTool { get; init; }

    /// <summary>Nothing of the same reply can follow.</summary>
    public bool Ends { get; init; }

    /// <summary>The text may be missing.</summary>
    public bool Optional { get; init; }

    /// <summary>May only be the first line of a reply.</summary>
    public bool First { get; init; }

    public static IReadOnlyList<ScriptVerb> All { get; } =
    [
        new("say", "TEXT", "a message"),
        new("comment", "TEXT", "a message of the phase commentary"),
        new("answer", "TEXT", "a message of the phase final_answer"),
        new("think", "TEXT", "a thought, shown as a summary"),
        new("delay", "MILLISECONDS", "from here on, the time before each word") { Max = 3_600_000 },
        new("wait", "MILLISECONDS", "a pause") { Max = 3_600_000 },
        new("gate", "NAME", "a stop that a test can hold"),
        new("run", "COMMAND", "a shell command; the script goes on when it has ended") { CallsTool = true },
        new("escalate", "COMMAND", "a shell command outside the sandbox; asks for approval") { CallsTool = true },
        new("patch", "PATCH", "a patch in Codex's format, on the lines after") { CallsTool = true },
        new("ask", "QUESTION | CHOICE | CHOICE", "a question to the person") { CallsTool = true },
        new("call", "TOOL JSON", "any tool, with JSON arguments") { CallsTool = true },
        new("code", "JAVASCRIPT", "JavaScript, for the model in code mode") { CallsTool = true },
        new("raw", "LINES", "bytes that are no protocol, as they stand"),
        new("error", "STATUS", "an HTTP error") { Max = 599, Ends = true, First = true },
        new("fail", "CODE", "the response failed, for example context_length_exceeded") { Ends = true },
        new("cut", "[once]", "the connection breaks; with once only at the first try") { Ends = true, Optional = true },
        new("end", "[once]", "the stream ends without its last event; with once only at the first try") { Ends = true, Optional = true },
        new("hang", "", "nothing more comes") { Ends = true, Optional = true },
    ];
}
