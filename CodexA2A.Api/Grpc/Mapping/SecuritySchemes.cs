namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>SecurityScheme and SecurityRequirement (A2A 1.0, 4.5).</summary>
internal static class SecuritySchemes
{
    public static Wire.SecurityScheme ToWire(this SecurityScheme scheme)
    {
        var wire = new Wire.SecurityScheme();
        if (scheme.ApiKeySecurityScheme is { } key)
            wire.ApiKeySecurityScheme = new() { Description = key.Description ?? "", Location = key.Location, Name = key.Name };
        else if (scheme.HttpAuthSecurityScheme is { } http)
            wire.HttpAuthSecurityScheme = new() { Description = http.Description ?? "", Scheme = http.Scheme, BearerFormat = http.BearerFormat ?? "" };
        else if (scheme.OAuth2SecurityScheme is { } oauth)
            wire.Oauth2SecurityScheme = new() { Description = oauth.Description ?? "", Flows = oauth.Flows.ToWire(), Oauth2MetadataUrl = oauth.OAuth2MetadataUrl ?? "" };
        else if (scheme.OpenIdConnectSecurityScheme is { } openId)
            wire.OpenIdConnectSecurityScheme = new() { Description = openId.Description ?? "", OpenIdConnectUrl = openId.OpenIdConnectUrl };
        else if (scheme.MtlsSecurityScheme is { } mutual)
            wire.MtlsSecurityScheme = new() { Description = mutual.Description ?? "" };
        return wire;
    }

    public static Wire.SecurityRequirement ToWire(this SecurityRequirement requirement)
    {
        var wire = new Wire.SecurityRequirement();
        wire.Schemes.AddAll(requirement.Schemes, scopes =>
        {
            var list = new Wire.StringList();
            list.List.AddAll(scopes.List);
            return list;
        });
        return wire;
    }

    private static Wire.OAuthFlows ToWire(this OAuthFlows flows)
    {
        var wire = new Wire.OAuthFlows();
        if (flows.AuthorizationCode is { } code)
        {
            wire.AuthorizationCode = new() { AuthorizationUrl = code.AuthorizationUrl, TokenUrl = code.TokenUrl, RefreshUrl = code.RefreshUrl ?? "", PkceRequired = code.PkceRequired };
            wire.AuthorizationCode.Scopes.AddAll(code.Scopes, Same);
        }
        else if (flows.ClientCredentials is { } client)
        {
            wire.ClientCredentials = new() { TokenUrl = client.TokenUrl, RefreshUrl = client.RefreshUrl ?? "" };
            wire.ClientCredentials.Scopes.AddAll(client.Scopes, Same);
        }
        else if (flows.Implicit is { } @implicit)
        {
            wire.Implicit = new() { AuthorizationUrl = @implicit.AuthorizationUrl ?? "", RefreshUrl = @implicit.RefreshUrl ?? "" };
            wire.Implicit.Scopes.AddAll(@implicit.Scopes, Same);
        }
        else if (flows.Password is { } password)
        {
            wire.Password = new() { TokenUrl = password.TokenUrl ?? "", RefreshUrl = password.RefreshUrl ?? "" };
            wire.Password.Scopes.AddAll(password.Scopes, Same);
        }
        else if (flows.DeviceCode is { } device)
        {
            wire.DeviceCode = new() { DeviceAuthorizationUrl = device.DeviceAuthorizationUrl, TokenUrl = device.TokenUrl, RefreshUrl = device.RefreshUrl ?? "" };
            wire.DeviceCode.Scopes.AddAll(device.Scopes, Same);
        }

        return wire;
    }

    private static string Same(string text) => text;
}
