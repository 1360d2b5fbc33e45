using System.Collections.Concurrent;
using CodexA2A.Tasks.Rates;

namespace CodexA2A.Api.Tests.Auth;

/// <summary>Who was asked about which failure.</summary>
internal sealed class CountedShares : IFailureShares
{
    public ConcurrentQueue<FailureKey> Asked { get; } = [];

    public ConcurrentQueue<FailureKey> Here { get; } = [];

    public bool IsFull { get; set; }

    public bool IsExhausted(FailureKey key, Rate rate) => IsFull;

    public RateAnswer FailHere(FailureKey key, Rate rate)
    {
        Here.Enqueue(key);
        return Answer();
    }

    public async ValueTask<RateAnswer> FailAsync(FailureKey key, Rate rate)
    {
        await Task.Yield();
        Asked.Enqueue(key);
        return Answer();
    }

    private RateAnswer Answer() => IsFull ? new(false, 0, TimeSpan.FromSeconds(2)) : new(true, 9, TimeSpan.Zero);
}
