using System.Text.Json.Nodes;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>Some methods that the Api may ask of a runner; a new family is one more of these among the services.</summary>
internal interface IControlMethods
{
    /// <summary>The methods.</summary>
    IEnumerable<ControlMethod> All { get; }
}

/// <summary>One method. What it throws becomes a fault (<see cref="Mapping.Control.ControlErrors"/>).</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Run">Runs it: the call, whose params the Api has checked, to a result.</param>
internal sealed record ControlMethod(string Name, Func<ControlCall, CancellationToken, Task<JsonObject>> Run);
