using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;
using CsCheck;

namespace CodexA2A.Api.Tests.Cards;

/// <summary>What holds of any card.</summary>
public sealed class CardPropertyTests
{
    /// <summary>Objects whose names are the writer's own: a name more says something.</summary>
    private static readonly string[] Maps = ["securitySchemes", "schemes", "scopes", "params", "header"];

    [Fact]
    public void A_card_is_read_as_it_was_written() => AnyCard.Cards.Sample(
        card =>
        {
            var json = A2AJson.Serialize(card);
            Assert.Equal(json, A2AJson.Serialize(A2AJson.Deserialize<AgentCard>(json)));
            Assert.Equal(json, A2AJson.Serialize(A2AJsonInput.ReadBody<AgentCard>(json)));
        },
        iter: 600);

    /// <summary>Members that nobody knows, at any place, and any order of members change nothing.</summary>
    [Fact]
    public void What_is_not_of_this_version_changes_nothing() => Gen.Select(AnyCard.Cards, Gen.Int[0, 10_000], AnyJson.Words, AnyJson.Values, Gen.Int).Sample(
        (card, at, name, value, order) =>
        {
            var json = Parse(card);
            var places = Places(json).Where(place => place.Node is JsonObject && !place.InMap && !Maps.Contains(place.Name)).ToList();
            places[at % places.Count].Node!.AsObject()["x-" + name] = JsonNode.Parse(value);
            var read = A2AJsonInput.ReadBody<AgentCard>(Bytes(Shuffled(json, new Random(order))!));
            // The names of maps stay in the order in which they came.
            Assert.True(JsonNode.DeepEquals(Parse(card), Parse(read)), Text(read));
        },
        iter: 600);

    /// <summary>A card of which something is missing or another thing is read, or refused with the place where it is wrong; what is read is read the same again.</summary>
    [Fact]
    public void What_was_changed_is_read_or_refused_by_its_place() => Gen.Select(AnyCard.Cards, Gen.Int[0, 10_000], AnyJson.Values.Null(0.4)).Sample(
        (card, at, value) =>
        {
            var json = Parse(card);
            var places = Places(json).Skip(1).ToList();
            var place = places[at % places.Count];
            place.Put(value);
            try
            {
                var read = A2AJson.Serialize(A2AJsonInput.ReadBody<AgentCard>(Bytes(json)));
                Assert.Equal(read, A2AJson.Serialize(A2AJsonInput.ReadBody<AgentCard>(read)));
            }
            catch (A2AException error)
            {
                var field = Assert.Single(error.FieldViolations).Field;
                Assert.Equal(A2AErrorCode.InvalidParams, error.Code);
                Assert.True(field == place.Parent || field.StartsWith(place.Path, StringComparison.Ordinal), $"{place.Path} was changed to {value}: {error.Message}");
            }
        },
        iter: 800);

    /// <summary>What is signed is the card, however its members are ordered, and never its signatures.</summary>
    [Fact]
    public void What_is_signed_does_not_depend_on_the_spelling() => Gen.Select(AnyCard.Cards, Gen.Int).Sample(
        (card, order) =>
        {
            var signed = CardPayload.Of(A2AJson.Serialize(card)).Select(Encoding.UTF8.GetString).ToList();
            Assert.Equal(signed, CardPayload.Of(Bytes(Shuffled(Parse(card), new Random(order))!)).Select(Encoding.UTF8.GetString));
            Assert.Equal(signed, CardPayload.Of(A2AJson.Serialize(card with { Signatures = null })).Select(Encoding.UTF8.GetString));
            Assert.NotEqual(signed, CardPayload.Of(A2AJson.Serialize(card with { Name = card.Name + "!" })).Select(Encoding.UTF8.GetString));
        },
        iter: 200);

    /// <summary>The card for both versions at once is, for a client of 1.0, the card of 1.0.</summary>
    [Fact]
    public void The_members_of_0_3_change_nothing_for_1_0() => AnyCard.Cards.Sample(
        one =>
        {
            var card = one with { SupportedInterfaces = [.. one.SupportedInterfaces, new AgentInterface { Url = "u", ProtocolBinding = "JSONRPC", ProtocolVersion = ProtocolVersions.V03 }] };
            Assert.Equal(Text(card), Text(A2AJsonInput.ReadBody<AgentCard>(Bytes(CardTranslator.Union(card)))));
        },
        iter: 200);

    private static JsonObject Parse(AgentCard card) => JsonNode.Parse(A2AJson.Serialize(card))!.AsObject();

    private static string Text(AgentCard card) => Encoding.UTF8.GetString(A2AJson.Serialize(card));

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static JsonNode? Shuffled(JsonNode? node, Random random)
    {
        switch (node)
        {
            case JsonObject members:
                var mixed = members.ToArray();
                random.Shuffle(mixed);
                return new JsonObject(mixed.Select(one => KeyValuePair.Create(one.Key, Shuffled(one.Value, random))));
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Shuffled(item, random))]);
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>Every value in it, with its path as an error says it.</summary>
    private static IEnumerable<Place> Places(JsonNode? node, string path = "", string parent = "", string name = "", bool inMap = false)
    {
        yield return new Place(node, path, parent, name, inMap);
        var within = inMap || name is "params" or "header" or "scopes";
        var children = node switch
        {
            JsonObject members => members.Select(one => (one.Value, Path: path.Length == 0 ? one.Key : $"{path}.{one.Key}", Name: one.Key)),
            JsonArray items => items.Select((item, i) => (Value: item, Path: $"{path}[{i}]", Name: "")),
            _ => [],
        };
        foreach (var child in children.ToList())
        {
            foreach (var place in Places(child.Value, child.Path, path, child.Name, within)) yield return place;
        }
    }

    private sealed record Place(JsonNode? Node, string Path, string Parent, string Name, bool InMap)
    {
        /// <summary>Puts another value there; null takes it away.</summary>
        public void Put(string? json)
        {
            switch (Node?.Parent)
            {
                case JsonObject members when json is null:
                    members.Remove(Name);
                    break;
                case JsonObject members:
                    members[Name] = JsonNode.Parse(json);
                    break;
                case JsonArray items when json is null:
                    items.Remove(Node);
                    break;
                case JsonArray items:
                    items[items.IndexOf(Node)] = JsonNode.Parse(json);
                    break;
            }
        }
    }
}
