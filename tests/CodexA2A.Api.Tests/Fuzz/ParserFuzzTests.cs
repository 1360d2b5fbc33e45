using CodexA2A.Api.Tests.Support;
using System.Text;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Fuzz;

public sealed class ParserFuzzTests
{
    private static readonly byte[][] Ids = [.. new[] { "0-1", "1795793905461-6254", "9223372036854775807-1", "77-2" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>An event id is read and written as it was, or is none.</summary>
    [Theory]
    [MemberData(nameof(FuzzRun.Pieces), MemberType = typeof(FuzzRun))]
    public void An_event_id_is_read_or_is_none(int piece)
    {
        foreach (var input in FuzzRun.Of("event-ids", Ids, piece))
        {
            var text = Encoding.Latin1.GetString(input.Bytes);
            if (EventId.TryParse(text, out var id)) Assert.True(id.ToString() == text, input.ToString());
        }
    }

    /// <summary>A card is read, or refused with what is wrong.</summary>
    [Theory]
    [MemberData(nameof(FuzzRun.Pieces), MemberType = typeof(FuzzRun))]
    public async Task A_card_is_read_or_refused(int piece)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0" });
        var card = await host.Http.GetByteArrayAsync("/.well-known/agent-card.json", TestContext.Current.CancellationToken);
        foreach (var input in FuzzRun.Of("cards", [card], piece))
        {
            try
            {
                A2AJson.Serialize(A2AJsonInput.ReadBody<AgentCard>(input.Bytes));
            }
            catch (A2AException)
            {
                // Refused.
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(input.ToString(), exception);
            }
        }
    }
}
