using System.Globalization;
using CodexA2A.ScriptedModel.Scenarios;

namespace CodexA2A.Chaos.Tests.Fleet.Turns;

/// <summary>The words of a message: what the scripted model plays for it.</summary>
/// <param name="Name">The name of the turn, and of its tool's file.</param>
internal sealed record TurnText(string Name)
{
    /// <summary>The name of the scenario.</summary>
    public const string Scenario = "chaos";

    private const string NameKey = "name";
    private const string PointKey = "point";
    private const string WordsKey = "words";
    private const string DelayKey = "delay";
    private const string GateKey = "gate";

    public TurnPoint Point { get; init; }

    /// <summary>How long its answer is.</summary>
    public int Words { get; init; } = 6;

    /// <summary>The time before each word.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>A gate that it passes first; empty for none.</summary>
    public string Gate { get; init; } = "none";

    /// <summary>Its command needs a person's yes.</summary>
    public bool Asks => Point is TurnPoint.Asking or TurnPoint.Answered;

    /// <summary>What is in its answer when it is whole.</summary>
    public string Answer => $"That was {Name}.";

    /// <summary>What its command prints when it has had its effect.</summary>
    public string Printed => $"done-{Name}.";

    /// <summary>The gate at one of its points.</summary>
    public string GateAt(TurnPoint point) => $"{point}-{Name}";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Scenario} {NameKey}={Name} {PointKey}={Point} {WordsKey}={Words} {DelayKey}={(int)Delay.TotalMilliseconds} {GateKey}={Gate}");

    /// <summary>Reads a message; null for one that is none of these.</summary>
    public static TurnText? Parse(string message) =>
        Directive.Parse(message) is { Name: Scenario, Values: var values }
            ? new TurnText(values[NameKey])
            {
                Point = Enum.Parse<TurnPoint>(values[PointKey]),
                Words = int.Parse(values[WordsKey], CultureInfo.InvariantCulture),
                Delay = TimeSpan.FromMilliseconds(int.Parse(values[DelayKey], CultureInfo.InvariantCulture)),
                Gate = values[GateKey],
            }
            : null;
}
