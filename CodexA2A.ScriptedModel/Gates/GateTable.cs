using System.Collections.Concurrent;

namespace CodexA2A.ScriptedModel.Gates;

/// <summary>The gates that tests hold, by name. A name nobody asked for is no gate at all: streams pass it.</summary>
internal sealed class GateTable(TimeProvider time)
{
    private const int MaxGates = 1024;
    private readonly ConcurrentDictionary<string, ScriptGate> gates = new(StringComparer.Ordinal);

    /// <summary>The gate of this name, closed when it is new.</summary>
    public ScriptGate Hold(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (gates.Count >= MaxGates && !gates.ContainsKey(name))
        {
            throw new InvalidOperationException($"More than {MaxGates} gates are held.");
        }

        return gates.GetOrAdd(name, static key => new ScriptGate(key));
    }

    /// <summary>The gate of this name, or null if nobody holds it.</summary>
    public ScriptGate? Find(string name) => gates.GetValueOrDefault(name);

    /// <summary>Opens the gate and forgets it, so that its name can be held again.</summary>
    public bool Remove(string name)
    {
        if (!gates.TryRemove(name, out var gate))
        {
            return false;
        }

        gate.Open();
        return true;
    }

    /// <summary>Waits at the gate, at most as long as the limit, then goes on.</summary>
    public async Task PassAsync(string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!gates.TryGetValue(name, out var gate))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await gate.ArriveAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The gate '{name}' was not opened within {limit.TotalSeconds:0} s.");
        }
    }
}
