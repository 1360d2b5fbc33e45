using System.ComponentModel.DataAnnotations;

namespace CodexA2A.Tasks;

/// <summary>Where the seam of one process keeps what must survive it.</summary>
public sealed class InProcessSeamOptions
{
    /// <summary>The data directory (contracts.md §6); made with mode 0700 where it is missing, and used by one process at a time.</summary>
    [Required]
    public string DataDirectory { get; set; } = "";
}
