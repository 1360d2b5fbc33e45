using System.Security.Cryptography;
using System.Text;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Workspaces;

/// <summary>A file that a client sent.</summary>
/// <param name="Name">Its name in the inbox, one of <see cref="InboxNames"/>.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record InboxFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>Where the files of a message lie: <c>.a2a/inbox/SESSION/TASK</c> below the workspace root, those of a message that joins the turn one folder deeper.</summary>
internal sealed record InboxFolder
{
    /// <summary>The folder of all that this service puts into a workspace.</summary>
    public const string Own = ".a2a";

    /// <summary>The folder of all inboxes, in it.</summary>
    public const string Inbox = "inbox";

    private InboxFolder(params string[] names) => Names = names;

    /// <summary>Names from that of the session on.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>That of a turn's message.</summary>
    public static InboxFolder Of(SessionId session, string taskId) => new(session.Value, taskId);

    /// <summary>That of a message that joins the turn.</summary>
    public static InboxFolder Of(SessionId session, SteerTurn steer) =>
        new(session.Value, steer.TaskId, $"more-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(steer.SubmitId)).AsSpan(0, 6))}");

    /// <summary>Its path from a folder of the workspace, with <c>/</c>.</summary>
    public string From(string folder, string root) =>
        Path.GetRelativePath(folder, Path.Combine([root, Own, Inbox, .. Names])).Replace('\\', '/');
}
