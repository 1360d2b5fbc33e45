namespace CodexA2A.ScriptedModel.Scripts;

/// <summary>One instruction of a script.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Text">With what; lines that continued it are joined by line breaks.</param>
/// <param name="Number">The line in the file, from 1.</param>
internal sealed record ScriptLine(ScriptVerb Verb, string Text, int Number);

/// <summary>A script: what the model says in each round of the turn.</summary>
internal sealed record Script(string Name, string Summary, IReadOnlyList<IReadOnlyList<ScriptLine>> Rounds);
