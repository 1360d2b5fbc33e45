using System.Diagnostics;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>Clients that read the same address, each one request after the other, while something else is done to the service.</summary>
internal static class GoodCalls
{
    /// <summary>How long each request took, in milliseconds. An answer that is no success ends the run.</summary>
    public static async Task<List<double>> AskAsync(HttpClient http, Uri address, int clients, TimeSpan during, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => OneAsync()));
        return [.. all.SelectMany(took => took)];

        async Task<List<double>> OneAsync()
        {
            List<double> took = [];
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < during;)
            {
                var sent = Stopwatch.GetTimestamp();
                await http.GetByteArrayAsync(address, cancellationToken);
                took.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return took;
        }
    }
}
