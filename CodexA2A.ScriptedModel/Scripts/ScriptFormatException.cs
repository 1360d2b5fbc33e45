namespace CodexA2A.ScriptedModel.Scripts;

/// <summary>A script file that cannot be played. The message names the file and the line.</summary>
public sealed class ScriptFormatException : Exception
{
    internal ScriptFormatException(string file, int line, string problem)
        : base($"{file}:{line}: {problem}")
    {
        File = file;
        Line = line;
    }

    /// <summary>The file's name, without its folder.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 if the file as a whole is meant.</summary>
    public int Line { get; }
}
