using System.Globalization;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>One part of a message that was checked (<see cref="MessageInput"/>).</summary>
internal static class InputParts
{
    /// <summary>Text as text, images as data URLs of what their bytes are, skills and mentions as what they name, other data as fenced JSON.</summary>
    /// <param name="part">The part, no file.</param>
    /// <param name="field">Its name in the request, for errors.</param>
    /// <param name="words">All text of the message.</param>
    /// <param name="find">From a path to what it leads to in the workspace: absolute, and as it is shown; null for what is not in it.</param>
    /// <exception cref="A2AException">InvalidParams: a path leads nowhere in the workspace.</exception>
    public static IEnumerable<UserInput> Map(Part part, string field, string words, Func<string, (string Path, string Shown)?> find) => part switch
    {
        { Text: { } text } => [new TextInput(text)],
        { Data: { } data } when RichInput.Read(data, $"{field}.data") is { } rich => Rich(rich, $"{field}.data.path", words, find),
        { Data: { } data } => [new TextInput(InputText.OfData(data))],
        { Raw: { } raw } => [Image(raw.Span)],
        { Url: { } url } when DataUrl.TryRead(url, out _, out var bytes) => [Image(bytes.Span)],
        _ => throw new ArgumentException("The part was not checked.", nameof(part)),
    };

    /// <summary>Names a file of the inbox.</summary>
    public static TextInput File(InboxFile file, string mediaType, string folder) =>
        new(string.Create(CultureInfo.InvariantCulture, $"[Attached file: {folder}/{file.Name} ({mediaType}, {file.Content.Length} bytes)]"));

    private static ImageInput Image(ReadOnlySpan<byte> bytes) => new($"data:{ImageTypes.Of(bytes)};base64,{Convert.ToBase64String(bytes)}");

    /// <summary>Codex acts on what the text names, too; a client that leaves that out means it all the same.</summary>
    private static UserInput[] Rich(RichInput rich, string field, string words, Func<string, (string Path, string Shown)?> find)
    {
        var (hint, path) = (rich.Kind, rich.Path) switch
        {
            (RichKind.Skill, var given) => ($"${rich.Name}", given ?? ""),
            (RichKind.App, { } app) => ($"${Slug(rich.Name)}", app),
            (RichKind.Plugin, { } plugin) => ($"@{plugin["plugin://".Length..plugin.IndexOf('@', StringComparison.Ordinal)]}", plugin),
            var (_, file) => find(file!) is (var found, var shown) ? ($"@{shown}", found)
                : throw A2AException.InvalidParams(field, "names nothing in the workspace"),
        };
        UserInput named = rich.Kind == RichKind.Skill ? new SkillInput(rich.Name, path) : new MentionInput(rich.Name, path);
        return words.Contains(hint, StringComparison.OrdinalIgnoreCase) ? [named] : [new TextInput(hint), named];
    }

    /// <summary>As Codex makes the word for an app of its name.</summary>
    private static string Slug(string name) => string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
}
