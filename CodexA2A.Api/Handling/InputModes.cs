using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The media types that messages may bring: shown on the card, held by <see cref="MessageInput"/>.</summary>
internal static class InputModes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["text/plain", "application/json", .. ImageTypes.All];
}
