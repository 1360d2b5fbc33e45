namespace CodexA2A.Api.Outbound;

/// <summary>Places for requests of ours: so many in all, and a share of them for whoever asks or is asked, so that one leaves room for the others.</summary>
/// <param name="count">How many there are.</param>
internal sealed class SharedPlaces(int count) : IDisposable
{
    private readonly SemaphoreSlim all = new(count);
    private readonly Dictionary<string, Sharer> sharers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for a place; dispose it to give it back.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="shares">Who counts, and what part of the places each may have: 4 is a quarter.</param>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken, params (string Name, int Part)[] shares)
    {
        var place = new Place(this, shares);
        try
        {
            // From the narrow to the wide: whoever waits for its own share holds no place of the others.
            await place.EnterAsync(cancellationToken);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => all.Dispose();

    private (string Name, Sharer Sharer) Take(string name, int part)
    {
        lock (sharers)
        {
            if (!sharers.TryGetValue(name, out var sharer)) sharers[name] = sharer = new(Math.Max(1, count / part));
            sharer.Users++;
            return (name, sharer);
        }
    }

    private void Leave(string name, Sharer sharer)
    {
        lock (sharers)
        {
            if (--sharer.Users > 0) return;
            sharers.Remove(name);
        }

        sharer.Free.Dispose();
    }

    private sealed class Sharer(int places)
    {
        public SemaphoreSlim Free { get; } = new(places);

        public int Users { get; set; }
    }

    private sealed class Place(SharedPlaces places, (string Name, int Part)[] shares) : IDisposable
    {
        private readonly (string Name, Sharer Sharer)[] sharers = [.. shares.Select(share => places.Take(share.Name, share.Part))];
        private int entered;

        public async Task EnterAsync(CancellationToken cancellationToken)
        {
            foreach (var (_, sharer) in sharers)
            {
                await sharer.Free.WaitAsync(cancellationToken);
                entered++;
            }

            await places.all.WaitAsync(cancellationToken);
            entered++;
        }

        public void Dispose()
        {
            if (entered > sharers.Length) places.all.Release();
            foreach (var (_, sharer) in sharers.Take(entered))
            {
                sharer.Free.Release();
            }

            foreach (var (name, sharer) in sharers)
            {
                places.Leave(name, sharer);
            }
        }
    }
}
