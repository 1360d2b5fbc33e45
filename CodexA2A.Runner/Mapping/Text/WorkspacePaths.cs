namespace CodexA2A.Runner.Mapping.Text;

/// <summary>How paths are shown: relative to the workspace inside it, whole outside it (a person who decides must see where).</summary>
/// <param name="root">Absolute path of the workspace; null shows every path whole.</param>
internal sealed class WorkspacePaths(string? root)
{
    private readonly string? _root = root?.TrimEnd('/', '\\');

    /// <summary>The path as shown; <c>.</c> for the workspace itself.</summary>
    public string Show(string path)
    {
        if (string.IsNullOrEmpty(_root) || !path.StartsWith(_root, StringComparison.Ordinal))
        {
            return path;
        }

        var rest = path.AsSpan(_root.Length);
        if (rest.TrimEnd("/\\").IsEmpty)
        {
            return ".";
        }

        return rest[0] is '/' or '\\' ? rest[1..].ToString() : path;
    }
}
