namespace CodexA2A.Testing;

/// <summary>A path that must not be taken for a folder of the workspace, and which of the two refusals it gets from the judge of both sides.</summary>
/// <param name="Path">What a request names; <c>{root}</c>, <c>{outside}</c> and <c>{above}</c> stand for folders of <see cref="EscapeSite"/>.</param>
/// <param name="LeadsOut">True where it is outside, or cannot be told to be inside; false where it would be inside and nothing is there.</param>
internal sealed record PathEscape(string Path, bool LeadsOut)
{
    /// <summary>Something is there that can be mentioned, but it is no folder.</summary>
    public bool IsFile { get; init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PathEscape> All { get; } =
    [
        .. Out(
            // Upwards.
            "..", "../", "./..", ".././", "sub/../..", "sub/./../..", "sub/below/../../..", "../outside", "sub/../../outside", "sub//..//..//outside", "../work/../outside",
            "../work-beside", "../../../../../../../../../../../../etc", ".//../outside",
            // Whole paths.
            "/", "//", "/etc", "//etc", "///etc/", "/./etc", "/../etc", "/tmp", "{outside}", "{outside}/", "{above}", "{root}-beside", "{root}/..", "{root}/../outside", "{root}/sub/../../outside",
            // What the kernel gives names to.
            "/proc", "/proc/self/cwd", "/proc/self/root", "/proc/self/root/etc", "/proc/1/root", "/proc/self/fd/0", "/proc/thread-self/cwd", "/dev/fd/0", "/dev/stdin", "/dev/shm", "/sys", "{outside}/../work/../outside",
            // Links in the workspace; EscapeSite makes them.
            "out", "out/", "out/.", "out/folder", "out/nothing", "relative", "up", "up/outside", "up/work-beside", "chain-1", "long-1", "dangling", "sub/out", "via", "via-up", "to-root", "to-root/etc",
            "to-proc", "to-proc/..", "to-file", "to-beside", "out/../outside", "sub/../out", "relative/folder",
            // Links without an end, the second pair only one name at a time.
            "loop", "loop-a", "loop-b", "loop/below", "knot", "tie", "knot/below", "self/knot",
            // No paths that a person can read: control characters, and half a character.
            "", "\0", "sub\0", "sub\0/../../outside", "sub\n", "\t", "sub/\r\n", "\u001b[2J", "sub\u007f", "sub\u0085", "\ud800", "sub\udc00", "\udc00\ud800"),
        .. Nothing(
            // What other programs would read as more than names.
            "%2e%2e", "%2e%2e/outside", "..%2foutside", "%2fetc", "%252e%252e", "~", "~root", "~/outside", "$HOME", "${HOME}/x", "$(pwd)", "`pwd`", "*", "sub*", "file:///etc", "\\\\server\\share", "..\\outside",
            "sub\\..\\..\\outside", "C:\\Windows", "C:/Windows", "\\\\?\\C:\\",
            // What looks alike, or is another name to the file system.
            "．．/outside", "‥/outside", "․․/outside", "..∕outside", "..⁄outside", "\ufeff..", "..\u200b/outside", "\u202e..", "SUB", "sub.", "sub ", " sub", "...", ".. /outside", " ../outside", "s\u0443b", "caf\u00e9", "sub\u00a0",
            // Too long, and what is not there.
            new string('a', 300), new string('b', 5000), string.Concat(Enumerable.Repeat("sub/", 1000)), "nothing", "sub/nothing", "dangling-inside", "file.txt/below", "broken-name"),
        .. Nothing("file.txt", "to-file-inside", "file.txt/").Select(row => row with { IsFile = true }),
    ];

    private static IEnumerable<PathEscape> Out(params string[] paths) => paths.Select(path => new PathEscape(path, LeadsOut: true));

    private static IEnumerable<PathEscape> Nothing(params string[] paths) => paths.Select(path => new PathEscape(path, LeadsOut: false));
}
