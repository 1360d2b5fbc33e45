namespace CodexA2A.ScriptedModel.Tests.Http;

/// <summary>One server for the tests of a class.</summary>
public sealed class ModelFixture : IAsyncLifetime
{
    private ScriptedModelServer? server;
    private ModelClient? client;

    public ScriptedModelServer Server => server!;

    internal ModelClient Client => client!;

    public async ValueTask InitializeAsync()
    {
        server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), CancellationToken.None);
        client = new ModelClient(server.BaseAddress);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
