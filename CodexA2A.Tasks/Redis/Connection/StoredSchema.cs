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

    /// <summary>Notes it in an installation that is new, or of an earlier shape; false when a later release has changed the shape.</summary>
    public static async Task<bool> AcceptAsync(IDatabase database, SeamKeys keys)
    {
        var stored = await database.StringGetAsync(keys.Schema, flags: RedisLink.Primary);
        if (!stored.IsNull && (int)stored > Current)
        {
            return false;
        }

        if (stored != Current)
        {
            await database.StringSetAsync(keys.Schema, Current, when: stored.IsNull ? When.NotExists : When.Always);
        }

        return true;
    }

    /// <summary>What to do about one that is not accepted.</summary>
    public static string Refusal { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"What lies in this Redis was changed by a later release; this one knows schema {Current}. Start that release again, or give this one another Redis or another Redis:KeyPrefix.");
}
