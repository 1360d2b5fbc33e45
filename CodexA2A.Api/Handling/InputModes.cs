using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The media types that messages may bring: shown on the card, held by <see cref="MessageInput"/>.</summary>
internal static class InputModes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Of(A2AOptions options) =>
        [.. ((string[])["text/plain", "application/json", .. ImageTypes.All, .. options.MaxFileBytes == 0 ? [] : options.Limits().FileTypes.Types]).Distinct()];
}
