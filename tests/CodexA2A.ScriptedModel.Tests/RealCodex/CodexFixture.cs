using CodexA2A.ScriptedModel.Codex;
using CodexA2A.ScriptedModel.Tests.RealCodex;

[assembly: AssemblyFixture(typeof(CodexFixture))]

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>One scripted model and one real Codex for all tests that need them; started by the first of these.</summary>
public sealed class CodexFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim once = new(1);
    private readonly CodexFolders folders = new();
    private ScriptedModelServer? model;
    private CodexProcess? codex;

    internal async Task<CodexTurns> TurnsAsync(CancellationToken cancellationToken)
    {
        await once.WaitAsync(cancellationToken);
        try
        {
            model ??= await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), cancellationToken);
            codex ??= await CodexProcess.StartAsync(folders, CodexConfig.For(model, folders.CodexHome), cancellationToken);
            return new CodexTurns(codex, model, folders);
        }
        finally
        {
            once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (codex is not null)
        {
            await codex.DisposeAsync();
        }

        if (model is not null)
        {
            await model.DisposeAsync();
        }

        folders.Dispose();
        once.Dispose();
    }
}
