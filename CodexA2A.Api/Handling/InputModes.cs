namespace CodexA2A.Api.Handling;

/// <summary>The media types that messages may bring: shown on the card, held by <see cref="MessageGuards"/>.</summary>
internal static class InputModes
{
    private static readonly string[] Images = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["text/plain", "application/json", .. Images];

    /// <summary>True for an image that models read, and for a type that says nothing about what the bytes are.</summary>
    public static bool MayBeImage(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant() is var type
        && (type is "" or "application/octet-stream" or "image/*" or "image/jpg" || Images.Contains(type));
}
