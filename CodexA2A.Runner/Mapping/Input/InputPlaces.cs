using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>Where what a message names lies.</summary>
/// <param name="Roots">The folders that turns stay in.</param>
/// <param name="Folder">The folder of the turn, in it; paths are relative to it.</param>
/// <param name="Inbox">Where the files of the message are put.</param>
internal sealed record InputPlaces(WorkspaceRoots Roots, string Folder, InboxFolder Inbox);
