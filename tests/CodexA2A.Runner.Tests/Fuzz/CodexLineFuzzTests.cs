using System.Text;
using System.Text.Json;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Tests.Mapping;
using CodexA2A.Testing;

namespace CodexA2A.Runner.Tests.Fuzz;

public sealed class CodexLineFuzzTests
{
    private static readonly byte[][] Lines =
        [.. Transcript.Names.SelectMany(static name => File.ReadLines(Path.Combine(Transcript.Folder, name + ".ndjson"))).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whatever a line of Codex is, it is garbage, something unknown, or events that can be written.</summary>
    [Theory]
    [MemberData(nameof(FuzzRun.Pieces), MemberType = typeof(FuzzRun))]
    public void A_line_of_Codex_breaks_nothing(int piece)
    {
        var (played, count) = (new Played(), 0);
        foreach (var input in FuzzRun.Of("codex-lines", Lines, piece))
        {
            try
            {
                foreach (var mapped in Mapped(played.Mapper, input.Bytes))
                {
                    A2AJson.Serialize(mapped.Event);
                }

                // A turn that goes on for ever would make each of its events cost more than the one before.
                if (++count % 500 == 0)
                {
                    played.Finish();
                    played = new Played();
                }
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(input.ToString(), exception);
            }
        }

        Assert.NotEqual(0, count);
    }

    private static IReadOnlyList<MappedEvent> Mapped(TurnEventMapper mapper, byte[] line)
    {
        if (!WireMessage.TryParse(line, out var message) || message.Method is not { } method)
        {
            return [];
        }

        try
        {
            if (message.Id is { } id)
            {
                ServerRequestDecoder.Decode(method, id, "g1", message.Params);
                return [];
            }

            return mapper.Map(NotificationDecoder.Decode(method, message.Params), Codex.Now);
        }
        catch (JsonException)
        {
            // Counted as garbage.
            return [];
        }
    }
}
