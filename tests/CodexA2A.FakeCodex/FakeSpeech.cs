using System.Globalization;

namespace CodexA2A.FakeCodex;

/// <summary>
/// How an answer is spoken. A message <c>say COUNT BYTES DELAY</c> asks for so many deltas of so many bytes, so many milliseconds
/// apart; with <c>stamp</c> behind it each is <c>tN@MICROSECONDS </c>, the Unix time at which it is sent.
/// </summary>
internal sealed record FakeSpeech(int Deltas, int Bytes, int DelayMs, bool Stamp)
{
    /// <summary>A longer speech is made of messages of so many deltas.</summary>
    public const int MessageDeltas = 1000;

    private readonly string _filling = Bytes > 0 ? new string('x', Bytes) : "";

    /// <summary>What the message asks for; null when it asks for no speech.</summary>
    public static FakeSpeech? Of(string message) => message.Split(' ') switch
    {
        ["say", var deltas, var bytes, var delay, .. var rest] => new FakeSpeech(Number(deltas), Number(bytes), Number(delay), rest is ["stamp"]),
        _ => null,
    };

    /// <summary>The delta of that number, from 0.</summary>
    public string Delta(int number) => Stamp
        ? string.Create(CultureInfo.InvariantCulture, $"t{number + 1}@{(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMicroseconds:0} ")
        : Bytes > 0 ? _filling : $"word{number} ";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
