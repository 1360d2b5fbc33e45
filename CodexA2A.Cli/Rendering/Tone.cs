namespace CodexA2A.Cli.Rendering;

/// <summary>What a piece of text is, by which its colour is chosen.</summary>
internal enum Tone
{
    /// <summary>Plain text: the answer.</summary>
    Plain,

    /// <summary>Thoughts, remarks, numbers: what one may skip.</summary>
    Dim,

    /// <summary>A command.</summary>
    Command,

    /// <summary>A heading or a name.</summary>
    Strong,

    /// <summary>Went well; an added line.</summary>
    Good,

    /// <summary>Went wrong; a removed line.</summary>
    Bad,

    /// <summary>Wants the reader to do something.</summary>
    Ask,
}
