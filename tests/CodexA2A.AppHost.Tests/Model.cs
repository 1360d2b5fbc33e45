using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace CodexA2A.AppHost.Tests;

/// <summary>The AppHost's model as it stands before its application is built: built, it would start, or publish, beside the test.</summary>
internal sealed class Model : IAsyncDisposable
{
    public const string ApiToken = "test-token-0123456789abcdef";
    public const string ManagementToken = "management-0123456789abcdef";

    /// <summary>What makes a test independent of the machine's environment; a later argument wins.</summary>
    public static readonly string[] Fixed =
    [
        "--Redis:Mode=executable", "--Parameters:openai-api-key=", "--Codex:Home=", "--CODEX_HOME=",
        $"--Parameters:a2a-token={ApiToken}", $"--Parameters:management-token={ManagementToken}",
        "--Parameters:redis-password=redis0123456789abcdef",
    ];

    private readonly IDistributedApplicationTestingBuilder _builder;
    private readonly DirectoryInfo _data;

    private Model(IDistributedApplicationTestingBuilder builder, DirectoryInfo data) => (_builder, _data) = (builder, data);

    /// <summary>Every resource.</summary>
    public IReadOnlyList<IResource> Resources => [.. _builder.Resources];

    public static async Task<Model> BuildAsync(CancellationToken cancellationToken, params string[] more)
    {
        var data = Directory.CreateTempSubdirectory("codex-a2a-apphost-");
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.CodexA2A_AppHost>(
            [.. Fixed, $"--AppHost:DataDirectory={data.FullName}", .. more], cancellationToken);
        return new Model(builder, data);
    }

    /// <summary>The resource of a name.</summary>
    public IResource this[string name] => Assert.Single(Resources, resource => resource.Name == name);

    /// <summary>The annotations of one kind.</summary>
    public IReadOnlyList<T> Of<T>(string name) where T : IResourceAnnotation => [.. this[name].Annotations.OfType<T>()];

    /// <summary>What a resource waits for.</summary>
    public IReadOnlyList<string> WaitsFor(string name) => [.. Of<WaitAnnotation>(name).Select(wait => wait.Resource.Name)];

    public EndpointAnnotation Http(string name) => Assert.Single(Of<EndpointAnnotation>(name), endpoint => endpoint.Name == "http");

    /// <summary>What a resource is given, as it stands in a manifest. What a process gets waits for endpoints that only a start gives.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PublishedEnvironmentAsync(string name)
    {
#pragma warning disable CS0618 // What replaces it needs the services of a built application, which would start.
        return await ((IResourceWithEnvironment)this[name]).GetEnvironmentVariableValuesAsync(DistributedApplicationOperation.Publish);
#pragma warning restore CS0618
    }

    public async ValueTask DisposeAsync()
    {
        await _builder.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
