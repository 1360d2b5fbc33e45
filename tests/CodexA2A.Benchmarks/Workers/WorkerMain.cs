using System.Text.Json.Nodes;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>This program as a process that is measured: it does what it is told in lines of JSON, until there are no more.</summary>
internal static class WorkerMain
{
    /// <summary>The first argument.</summary>
    public const string Name = "worker";

    public static async Task<int> RunAsync(string? role, CancellationToken cancellationToken)
    {
        await using var seam = await SeamAccess.OpenAsync(cancellationToken);
        await using IWorker worker = role == Producer.Role ? new Producer(seam) : new Follower(seam);
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            var how = JsonNode.Parse(line)!.AsObject();
            Console.WriteLine((await worker.DoAsync((string)how["do"]!, how, cancellationToken)).ToJsonString());
        }

        return 0;
    }
}
