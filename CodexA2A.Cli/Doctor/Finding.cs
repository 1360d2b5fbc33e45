namespace CodexA2A.Cli.Doctor;

/// <summary>How a thing stands.</summary>
internal enum FindingKind
{
    /// <summary>It is there.</summary>
    Ok,

    /// <summary>Worth knowing; the service works without.</summary>
    Note,

    /// <summary>The service does not work without.</summary>
    Missing,
}

/// <summary>One line of the doctor.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Kind">How it stands.</param>
/// <param name="Text">What was found.</param>
/// <param name="Fix">One line: what to do; null where nothing is to be done.</param>
internal sealed record Finding(string Name, FindingKind Kind, string Text, string? Fix = null)
{
    /// <summary>It is there.</summary>
    public static Finding Ok(string name, string text) => new(name, FindingKind.Ok, text);

    /// <summary>Worth knowing.</summary>
    public static Finding Note(string name, string text, string? fix = null) => new(name, FindingKind.Note, text, fix);

    /// <summary>Needed and not there.</summary>
    public static Finding Missing(string name, string text, string fix) => new(name, FindingKind.Missing, text, fix);
}
