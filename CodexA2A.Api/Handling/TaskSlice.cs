using System.Buffers;
using System.Text.Json;

namespace CodexA2A.Api.Handling;

/// <summary>
/// Leaves members out of a stored Task without reading the rest into objects: a page of a list may hold a hundred tasks of
/// megabytes each, of which their artifacts are nearly all.
/// </summary>
internal static class TaskSlice
{
    /// <summary>The Task without its artifacts and with at most so many of its newest messages.</summary>
    /// <param name="task">UTF-8 JSON of a Task.</param>
    /// <param name="withArtifacts">False to leave them out.</param>
    /// <param name="historyLength">Null for all messages, 0 for no member.</param>
    public static byte[] Of(ReadOnlySpan<byte> task, bool withArtifacts, int? historyLength)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Min(task.Length, 16 * 1024));
        var reader = new Utf8JsonReader(task, new JsonReaderOptions { MaxDepth = 256 });
        buffer.Write("{"u8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isArtifacts = reader.ValueTextEquals("artifacts"u8);
            var isHistory = reader.ValueTextEquals("history"u8);
            reader.Read();
            var valueStart = (int)reader.TokenStartIndex;
            var skip = isHistory && historyLength is { } most ? Count(task[valueStart..]) - most : 0;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if ((isArtifacts && !withArtifacts) || (isHistory && historyLength == 0)) continue;
            if (buffer.WrittenCount > 1) buffer.Write(","u8);
            if (skip <= 0)
            {
                buffer.Write(task[start..end]);
            }
            else
            {
                buffer.Write("\"history\":["u8);
                buffer.Write(task[(valueStart + OffsetOf(task[valueStart..], skip))..end]);
            }
        }

        buffer.Write("}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static int Count(ReadOnlySpan<byte> array)
    {
        var reader = Elements(array);
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }

    /// <summary>Where the element of this index begins.</summary>
    private static int OffsetOf(ReadOnlySpan<byte> array, int index)
    {
        var reader = Elements(array);
        for (reader.Read(); index > 0; index--)
        {
            reader.Skip();
            reader.Read();
        }

        return (int)reader.TokenStartIndex;
    }

    private static Utf8JsonReader Elements(ReadOnlySpan<byte> array)
    {
        var reader = new Utf8JsonReader(array, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        return reader;
    }
}
