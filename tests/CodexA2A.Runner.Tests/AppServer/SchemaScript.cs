namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>The fake Codex with a schema: a script that gives out the files of a folder where it is asked for them, and else is the fake.</summary>
internal sealed class SchemaScript : IDisposable
{
    private readonly TestFolder _folder = new();

    public SchemaScript(string schema)
    {
        File.WriteAllText(Executable, $$"""
            #!/bin/sh
            for last; do :; done
            case "$*" in
              *generate-json-schema*) echo x >> '{{Log}}'; exec cp -r '{{schema}}/.' "$last" ;;
            esac
            exec '{{TestCodex.FakePath}}' "$@"
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Executable => Path.Combine(_folder.Path, "codex");

    /// <summary>How often it was asked.</summary>
    public int Asked => File.ReadAllLines(Log).Length;

    private string Log => Path.Combine(_folder.Path, "asked");

    public void Dispose() => _folder.Dispose();
}
