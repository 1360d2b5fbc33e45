using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>Where what a message names lies.</summary>
/// <param name="Root">The folder that turns stay in.</param>
/// <param name="Folder">The folder of the turn, in it; paths are relative to it.</param>
/// <param name="Inbox">Where the files of the message are put.</param>
internal sealed record InputPlaces(string Root, string Folder, InboxFolder Inbox);
