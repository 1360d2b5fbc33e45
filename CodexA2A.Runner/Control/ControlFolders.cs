using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>The folders that a call names: the workspace root or below it, and what the operator allows besides.</summary>
internal sealed class ControlFolders(ThreadSpecs specs)
{
    /// <summary>The workspace root.</summary>
    public string Root => specs.WorkspaceRoot;

    /// <summary>The folders that calls may name.</summary>
    public WorkspaceRoots Roots => specs.Roots;

    /// <summary>The folders of <c>cwds</c>, links followed; the workspace root where none is named.</summary>
    /// <exception cref="ControlFaultException">One is outside the workspace, or none.</exception>
    public IReadOnlyList<string> Of(JsonNode? cwds) => cwds is not JsonArray { Count: > 0 } named ? [Root]
        : [.. named.Select((folder, i) => Resolve((string?)folder, $"cwds[{i}]"))];

    /// <summary>One folder; null where none is named.</summary>
    /// <exception cref="ControlFaultException">It is outside the workspace, or none.</exception>
    public string? Of(string? folder, string field) => folder is null ? null : Resolve(folder, field);

    private string Resolve(string? folder, string field)
    {
        try
        {
            return WorkspaceFolder.Resolve(Roots, folder);
        }
        catch (A2AException exception) when (exception.FieldViolations is [var violation])
        {
            throw ControlErrors.Invalid(field, violation.Description);
        }
    }
}
