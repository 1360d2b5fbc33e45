using System.Text;

namespace CodexA2A.Probes.Tests.Probes;

/// <summary>Bytes and what must come of them.</summary>
/// <param name="Name">What is wrong or odd about them.</param>
/// <param name="Bytes">What is sent, one character a byte.</param>
/// <param name="Open">The statuses of the answers of a service for anybody.</param>
/// <param name="Closed">The same of a service that asks for a token, which these do not bring.</param>
/// <param name="Refused">The connection is of no more use, and the service closes it by itself.</param>
public sealed record Probe(string Name, string Bytes, int[] Open, int[] Closed, bool Refused)
{
    /// <summary>A word that the first answer of the service for anybody has.</summary>
    public string? Says { get; init; }

    /// <summary>The client is gone behind it, and may not hear an answer.</summary>
    public bool IsGone { get; init; }

    /// <summary>What is sent: where the connection should be of use still, with a last request that has its answer.</summary>
    public byte[] Sent => Encoding.Latin1.GetBytes(Refused || IsGone ? Bytes : Bytes + Make.Last);

    /// <summary>The statuses that come back.</summary>
    public int[] Expected(int[] statuses) => Refused || IsGone ? statuses : [.. statuses, 200];

    public override string ToString() => Name;
}
