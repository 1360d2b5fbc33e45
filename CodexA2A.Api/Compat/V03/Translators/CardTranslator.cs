using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>The card of A2A 1.0 as a card of 0.3, in each of its two shapes, and both in one.</summary>
internal static class CardTranslator
{
    /// <summary>As 0.3 writes its version; 1.0 names interfaces by major and minor alone.</summary>
    private const string Version = "0.3.0";

    /// <summary>The card of 0.3 at the well-known path and over JSON-RPC.</summary>
    public static JsonObject ToRpc(AgentCard card)
    {
        var result = WithoutNewMembers(card);
        AddLegacyMembers(result, card);
        if (card.SecuritySchemes is { Count: > 0 }) result["securitySchemes"] = SecurityTranslator.Schemes(Json(card)["securitySchemes"]!.AsObject());
        return result;
    }

    /// <summary>The card of 0.3 over HTTP+JSON: ProtoJSON, where security is written as in 1.0.</summary>
    public static JsonObject ToRest(AgentCard card)
    {
        var result = WithoutNewMembers(card);
        AddLegacyMembers(result, card);
        var whole = Json(card);
        if (whole["securitySchemes"] is { } schemes) result["securitySchemes"] = schemes.DeepClone();
        if (whole["securityRequirements"] is { } requirements) result["security"] = requirements.DeepClone();
        return result;
    }

    /// <summary>The card of 1.0 with the members that 0.3 reads; <c>securitySchemes</c>, which both have, as 1.0 writes it.</summary>
    public static JsonObject Union(AgentCard card)
    {
        var result = Json(card);
        AddLegacyMembers(result, card);
        return result;
    }

    private static void AddLegacyMembers(JsonObject result, AgentCard card)
    {
        var interfaces = card.SupportedInterfaces.Where(item => item.ProtocolVersion == ProtocolVersions.V03).ToList();
        if (interfaces.Count == 0) throw new ArgumentException("The card names no interface of A2A 0.3.", nameof(card));
        result["protocolVersion"] = Version;
        result["url"] = interfaces[0].Url;
        result["preferredTransport"] = interfaces[0].ProtocolBinding;
        if (interfaces.Count > 1) result["additionalInterfaces"] = Array(interfaces.Skip(1).Select(Interface));
        if (card.Capabilities.ExtendedAgentCard is true) result["supportsAuthenticatedExtendedCard"] = true;
        if (card.SecurityRequirements is { Count: > 0 } requirements) result["security"] = SecurityTranslator.Requirements(requirements);
    }

    private static JsonObject WithoutNewMembers(AgentCard card)
    {
        // A signature is one of the card of 1.0.
        var result = Json(card);
        foreach (var name in (ReadOnlySpan<string>)["supportedInterfaces", "securitySchemes", "securityRequirements", "signatures"])
        {
            result.Remove(name);
        }

        result["capabilities"]!.AsObject().Remove("extendedAgentCard");
        for (var i = 0; i < card.Skills.Count; i++)
        {
            var skill = result["skills"]![i]!.AsObject();
            if (skill.Remove("securityRequirements")) skill["security"] = SecurityTranslator.Requirements(card.Skills[i].SecurityRequirements!);
        }

        return result;
    }

    private static JsonObject Interface(AgentInterface item) => new() { ["url"] = item.Url, ["transport"] = item.ProtocolBinding };

    private static JsonObject Json(AgentCard card) => JsonNode.Parse(A2AJson.Serialize(card))!.AsObject();

    private static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);
}
