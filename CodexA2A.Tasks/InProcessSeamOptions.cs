using System.ComponentModel.DataAnnotations;

namespace CodexA2A.Tasks;

/// <summary>Where the seam of one process keeps what must survive it.</summary>
public sealed class InProcessSeamOptions
{
    /// <summary>The configuration section under which hosts read it.</summary>
    public const string Section = "A2A";

    /// <summary>
    /// The data directory (contracts.md §6); made with mode 0700 where it is missing, and used by one process at a time. Default:
    /// <c>$XDG_DATA_HOME/codex-a2a</c>, else <c>~/.local/share/codex-a2a</c>.
    /// </summary>
    [Required]
    public string DataDirectory { get; set; } = "";
}
