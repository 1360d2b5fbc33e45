namespace CodexA2A.Tasks;

/// <summary>Limits of a message.</summary>
/// <param name="MaxTextCharacters">Most characters of text in one message, data included; Codex's own limit, counted as it counts: by code point.</param>
/// <param name="MaxImageBytes">Most bytes of one image.</param>
/// <param name="MaxFileBytes">Most bytes of one file; 0 takes none.</param>
public sealed record InputLimits(int MaxTextCharacters = 1_048_576, int MaxImageBytes = 8 * 1024 * 1024, int MaxFileBytes = InputLimits.LargestFile)
{
    /// <summary>Most characters of a path.</summary>
    public const int PathCharacters = 4096;

    /// <summary>Most bytes that a file may be allowed to have.</summary>
    public const int LargestFile = 32 * 1024 * 1024;

    /// <summary>Most files of a message.</summary>
    public const int Files = 64;

    /// <summary>Most bytes of all files of a message.</summary>
    public const int FilesBytes = 64 * 1024 * 1024;

    /// <summary>The limits that hold unless set otherwise.</summary>
    public static InputLimits Default { get; } = new();

    /// <summary>Most images by address in a message.</summary>
    public const int Addresses = 8;

    /// <summary>Images may be given by http and https addresses, which somebody fetches before the message goes on.</summary>
    public bool TakesAddresses { get; init; }

    /// <summary>Which media types files may have.</summary>
    public MediaTypeList FileTypes { get; init; } = MediaTypeList.All;
}
