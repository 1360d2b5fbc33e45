using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>One part of a message that was checked (<see cref="MessageInput"/>).</summary>
internal static class InputParts
{
    /// <summary>Text as text, data as fenced JSON, images as data URLs of what their bytes are.</summary>
    public static UserInput Map(Part part) => part switch
    {
        { Text: { } text } => new TextInput(text),
        { Data: { } data } => new TextInput(InputText.OfData(data)),
        { Raw: { } raw } => Image(raw.Span),
        { Url: { } url } when DataUrl.TryRead(url, out _, out var bytes) => Image(bytes.Span),
        _ => throw new ArgumentException("The part was not checked.", nameof(part)),
    };

    private static ImageInput Image(ReadOnlySpan<byte> bytes) => new($"data:{ImageTypes.Of(bytes)};base64,{Convert.ToBase64String(bytes)}");
}
