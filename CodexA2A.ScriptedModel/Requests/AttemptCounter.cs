using System.Security.Cryptography;

namespace CodexA2A.ScriptedModel.Requests;

/// <summary>
/// Tells which try of the same request this is. Codex names the turn in a header; two requests of one turn in the
/// same round are tries of one. For other clients the same body is the same request.
/// </summary>
internal sealed class AttemptCounter
{
    private const int Capacity = 4096;
    private readonly Lock guard = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public int Next(ModelRequest request, ReadOnlySpan<byte> body)
    {
        var key = request.TurnId is null
            ? Convert.ToHexString(SHA256.HashData(body))
            : $"{request.TurnId}/{request.Kind}/{request.UserTexts.Count}/{request.Round}";
        lock (guard)
        {
            if (counts.TryGetValue(key, out var count))
            {
                return counts[key] = count + 1;
            }

            if (order.Count == Capacity)
            {
                counts.Remove(order.Dequeue());
            }

            order.Enqueue(key);
            return counts[key] = 1;
        }
    }
}
