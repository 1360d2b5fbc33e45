using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CsCheck;

namespace CodexA2A.Api.Tests.Cards;

/// <summary>Random cards of A2A 1.0, with every member that there is.</summary>
internal static class AnyCard
{
    private static readonly Gen<string> Text = AnyJson.Words;
    private static readonly Gen<string?> Maybe = Text.Null();
    private static readonly Gen<bool?> Flag = Gen.Bool.Nullable();
    private static readonly Gen<IReadOnlyList<string>> Texts = Text.Array[0, 2].Select(list => (IReadOnlyList<string>)list);
    private static readonly Gen<string> Names = Gen.String[Gen.Char.AlphaNumeric, 1, 6];
    private static readonly Gen<JsonObject?> Objects = AnyJson.Members(AnyJson.Values).Select(members => JsonNode.Parse(AnyJson.Written(members))!.AsObject()).Null();

    private static readonly Gen<AgentInterface> Interfaces = Gen.Select(Text, Text, Maybe, Text,
        (url, binding, tenant, version) => new AgentInterface { Url = url, ProtocolBinding = binding, Tenant = tenant, ProtocolVersion = version });

    private static readonly Gen<AgentExtension> Extensions = Gen.Select(Maybe, Maybe, Gen.Bool, Objects,
        (uri, description, required, given) => new AgentExtension { Uri = uri, Description = description, Required = required, Params = given });

    private static readonly Gen<AgentCapabilities> Capabilities = Gen.Select(Flag, Flag, Flag, Extensions.Array[0, 2],
        (streaming, push, extended, extensions) => new AgentCapabilities { Streaming = streaming, PushNotifications = push, ExtendedAgentCard = extended, Extensions = extensions });

    private static readonly Gen<IReadOnlyDictionary<string, string>> Scopes = Gen.Dictionary(Names, Text)[0, 2].Select(map => (IReadOnlyDictionary<string, string>)map);

    private static readonly Gen<OAuthFlows> Flows = Gen.Select(Gen.Int[0, 4], Text, Maybe, Scopes, (which, url, refresh, scopes) => which switch
    {
        0 => new OAuthFlows { AuthorizationCode = new() { AuthorizationUrl = url, TokenUrl = url, RefreshUrl = refresh, Scopes = scopes, PkceRequired = refresh is null } },
        1 => new OAuthFlows { ClientCredentials = new() { TokenUrl = url, RefreshUrl = refresh, Scopes = scopes } },
        2 => new OAuthFlows { Implicit = new() { AuthorizationUrl = refresh, Scopes = scopes } },
        3 => new OAuthFlows { Password = new() { TokenUrl = refresh, Scopes = scopes } },
        _ => new OAuthFlows { DeviceCode = new() { DeviceAuthorizationUrl = url, TokenUrl = url, Scopes = scopes } },
    });

    private static readonly Gen<SecurityScheme> Schemes = Gen.Select(Gen.Int[0, 4], Maybe, Text, Flows, (which, description, text, flows) => which switch
    {
        0 => new SecurityScheme { ApiKeySecurityScheme = new() { Description = description, Location = "header", Name = text } },
        1 => new SecurityScheme { HttpAuthSecurityScheme = new() { Description = description, Scheme = text, BearerFormat = description } },
        2 => new SecurityScheme { OAuth2SecurityScheme = new() { Description = description, Flows = flows, OAuth2MetadataUrl = description } },
        3 => new SecurityScheme { OpenIdConnectSecurityScheme = new() { Description = description, OpenIdConnectUrl = text } },
        _ => new SecurityScheme { MtlsSecurityScheme = new() { Description = description } },
    });

    private static readonly Gen<IReadOnlyList<SecurityRequirement>> Requirements = Gen.Dictionary(Names, Texts)[0, 2].Array[0, 2].Select(all => (IReadOnlyList<SecurityRequirement>)
        [.. all.Select(map => new SecurityRequirement { Schemes = map.ToDictionary(pair => pair.Key, pair => new StringList { List = pair.Value }) })]);

    private static readonly Gen<AgentSkill> Skills = Gen.Select(Text, Texts, Texts, Requirements, (text, tags, modes, requirements) => new AgentSkill
    {
        Id = text,
        Name = text,
        Description = text,
        Tags = tags,
        Examples = modes,
        InputModes = modes,
        OutputModes = tags,
        SecurityRequirements = requirements,
    });

    private static readonly Gen<AgentCardSignature> Signatures = Gen.Select(Text, Text, Objects,
        (head, signature, header) => new AgentCardSignature { Protected = head, Signature = signature, Header = header });

    /// <summary>Any of them.</summary>
    public static readonly Gen<AgentCard> Cards = Gen.Select(
        Gen.Select(Text, Maybe, Texts, Interfaces.Array[1, 3]),
        Gen.Select(Capabilities, Gen.Dictionary(Names, Schemes)[0, 2], Requirements),
        Gen.Select(Skills.Array[0, 2], Signatures.Array[0, 2], Gen.Bool),
        (plain, security, more) => new AgentCard
        {
            Name = plain.Item1,
            Description = plain.Item1,
            SupportedInterfaces = plain.Item4,
            Provider = more.Item3 ? new AgentProvider { Url = plain.Item1, Organization = plain.Item1 } : null,
            Version = plain.Item1,
            DocumentationUrl = plain.Item2,
            IconUrl = plain.Item2,
            Capabilities = security.Item1,
            SecuritySchemes = security.Item2,
            SecurityRequirements = security.Item3,
            DefaultInputModes = plain.Item3,
            DefaultOutputModes = plain.Item3,
            Skills = more.Item1,
            Signatures = more.Item2,
        });
}
