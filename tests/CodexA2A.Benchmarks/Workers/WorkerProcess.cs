using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>A process of this program, seen from the one that measures.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Child _child;
    private readonly StreamReader _answers;
    private readonly string _role;

    private WorkerProcess(Child child, string role)
    {
        (_child, _role) = (child, role);
        _answers = new StreamReader(child.Output);
    }

    public int Pid => _child.Pid;

    /// <summary>Starts one on a Redis.</summary>
    public static WorkerProcess Start(string role, BenchFolder folder, string redis, IReadOnlyDictionary<string, string>? settings = null) => new(
        Child.Start(
            typeof(WorkerProcess).Assembly.Location, [WorkerMain.Name, role], folder.Home,
            new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
            {
                ["ConnectionStrings__redis"] = redis,
                // As Api and runner have it in their project files.
                ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
                ["DOTNET_TieredPGO"] = "0",
            },
            readOutput: false),
        role);

    /// <summary>Has it do something.</summary>
    /// <exception cref="InvalidOperationException">It ended over it.</exception>
    public async Task<JsonObject> AskAsync(JsonObject what, CancellationToken cancellationToken)
    {
        await _child.Input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(what.ToJsonString() + "\n"), cancellationToken);
        await _child.Input.FlushAsync(cancellationToken);
        if (await _answers.ReadLineAsync(cancellationToken) is { } answer)
        {
            return JsonNode.Parse(answer)!.AsObject();
        }

        await _child.EndAsync();
        throw new InvalidOperationException($"The {_role} ended:\n{_child.Said}");
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();
}
