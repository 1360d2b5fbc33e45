using System.Buffers;

namespace CodexA2A.Api.Handling;

/// <summary>Checks of identifiers that clients choose.</summary>
internal static class Text
{
    private static readonly SearchValues<char> Visible = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7E - 0x21 + 1).Select(code => (char)code)]);

    /// <summary>True for 0x21 to 0x7E only: no space, no control character, nothing that looks like something else.</summary>
    public static bool IsVisibleAscii(string text) => !text.AsSpan().ContainsAnyExcept(Visible);
}
