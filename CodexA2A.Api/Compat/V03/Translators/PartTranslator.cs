using System.Buffers.Text;
using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>Parts. In 0.3 only a file has a media type and a name.</summary>
internal static class PartTranslator
{
    public static RpcPart ToRpc(Part part) => part.ContentCase switch
    {
        PartContentCase.Text => new RpcPart { Kind = "text", Text = part.Text, Metadata = part.Metadata },
        PartContentCase.Data => new RpcPart { Kind = "data", Data = DataTranslator.Wrap(part.Data!.Value), Metadata = DataTranslator.WithMark(part.Data.Value, part.Metadata) },
        PartContentCase.Raw => new RpcPart
        {
            Kind = "file",
            File = new RpcFile { Bytes = Convert.ToBase64String(part.Raw!.Value.Span), MimeType = part.MediaType, Name = part.Filename },
            Metadata = part.Metadata,
        },
        PartContentCase.Url => new RpcPart
        {
            Kind = "file",
            File = new RpcFile { Uri = part.Url, MimeType = part.MediaType, Name = part.Filename },
            Metadata = part.Metadata,
        },
        _ => throw new InvalidOperationException("A part without content."),
    };

    public static RestPart ToRest(Part part) => part.ContentCase switch
    {
        PartContentCase.Text => new RestPart { Text = part.Text },
        PartContentCase.Data => new RestPart { Data = new RestData { Data = DataTranslator.Wrap(part.Data!.Value) } },
        PartContentCase.Raw => new RestPart { File = new RestFile { FileWithBytes = Convert.ToBase64String(part.Raw!.Value.Span), MimeType = part.MediaType } },
        PartContentCase.Url => new RestPart { File = new RestFile { FileWithUri = part.Url, MimeType = part.MediaType } },
        _ => throw new InvalidOperationException("A part without content."),
    };

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static Part FromRpc(RpcPart part, string path)
    {
        One(path, "text, file, data", part.Text is not null, part.File is not null, part.Data is not null);
        var kind = part.Text is not null ? "text" : part.File is not null ? "file" : "data";
        if (part.Kind is not null && part.Kind != kind)
        {
            throw A2AException.InvalidParams($"{path}.kind", part.Kind is "text" or "file" or "data" ? $"is {part.Kind}, but the part has {kind}" : "must be text, file or data");
        }

        if (part.Text is { } text) return new Part { Text = text, Metadata = part.Metadata };
        if (part.Data is { } data)
        {
            var (value, metadata) = DataTranslator.Unwrap(data, part.Metadata, $"{path}.data");
            return new Part { Data = value, Metadata = metadata };
        }

        var file = part.File!;
        One($"{path}.file", "bytes, uri", file.Bytes is not null, file.Uri is not null);
        return new Part { Raw = Bytes(file.Bytes, $"{path}.file.bytes"), Url = file.Uri, MediaType = file.MimeType, Filename = file.Name, Metadata = part.Metadata };
    }

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static Part FromRest(RestPart part, string path)
    {
        One(path, "text, file, data", part.Text is not null, part.File is not null, part.Data is not null);
        if (part.Text is { } text) return new Part { Text = text, Metadata = part.Metadata };
        if (part.Data is { } data)
        {
            var given = data.Data ?? throw A2AException.InvalidParams($"{path}.data.data", "is required");
            var (value, metadata) = DataTranslator.Unwrap(given, part.Metadata, $"{path}.data.data");
            return new Part { Data = value, Metadata = metadata };
        }

        var file = part.File!;
        One($"{path}.file", "fileWithUri, fileWithBytes", file.FileWithUri is not null, file.FileWithBytes is not null);
        return new Part
        {
            Raw = Bytes(file.FileWithBytes, $"{path}.file.fileWithBytes"),
            Url = file.FileWithUri,
            MediaType = file.MimeType,
            Filename = file.Name,
            Metadata = part.Metadata,
        };
    }

    private static void One(string path, string names, params ReadOnlySpan<bool> given)
    {
        if (given.Count(true) != 1) throw A2AException.InvalidParams(path, $"must have exactly one of {names}");
    }

    /// <summary>Both alphabets, with or without padding.</summary>
    private static ReadOnlyMemory<byte>? Bytes(string? base64, string path)
    {
        if (base64 is null) return null;
        var text = base64.Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : throw A2AException.InvalidParams(path, "must be base64");
    }
}
