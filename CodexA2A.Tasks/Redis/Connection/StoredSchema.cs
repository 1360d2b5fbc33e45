using System.Globalization;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// The shape of what lies in Redis, as one number for an installation. What an earlier release can work beside leaves it as it is
/// (new fields, new kinds of commands and events, new keys); it goes up with a shape that an earlier release would break.
/// </summary>
internal static class StoredSchema
{
    /// <summary>The shape that this release writes, and the last that it works with.</summary>
    public const int Current = 1;

    /// <summary>Notes it in an installation that is new.</summary>
    /// <exception cref="SeamUnavailableException">A later release has changed the shape.</exception>
    public static async Task CheckAsync(IDatabase database, SeamKeys keys)
    {
        var stored = await database.StringGetAsync(keys.Schema, flags: RedisLink.Primary);
        if (stored.IsNull)
        {
            await database.StringSetAsync(keys.Schema, Current, when: When.NotExists);
        }
        else if ((int)stored is var later and > Current)
        {
            throw new SeamUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"What lies in this Redis was changed by a later release (schema {later}; this one knows {Current}). Start that release again, or give this one another Redis or another Redis:KeyPrefix."));
        }
    }
}
