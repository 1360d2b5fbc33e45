namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>AgentCard and its parts (A2A 1.0, 4.4).</summary>
internal static class AgentCards
{
    public static Wire.AgentCard ToWire(this AgentCard card)
    {
        var wire = new Wire.AgentCard
        {
            Name = card.Name,
            Description = card.Description,
            Provider = card.Provider is { } provider ? new() { Url = provider.Url, Organization = provider.Organization } : null,
            Version = card.Version,
            Capabilities = card.Capabilities.ToWire(),
        };
        // Of an optional string null and empty differ, and null cannot be assigned.
        if (card.DocumentationUrl is { } documentation) wire.DocumentationUrl = documentation;
        if (card.IconUrl is { } icon) wire.IconUrl = icon;
        wire.SupportedInterfaces.AddAll(card.SupportedInterfaces, ToWire);
        wire.SecuritySchemes.AddAll(card.SecuritySchemes, SecuritySchemes.ToWire);
        wire.SecurityRequirements.AddAll(card.SecurityRequirements, SecuritySchemes.ToWire);
        wire.DefaultInputModes.AddAll(card.DefaultInputModes);
        wire.DefaultOutputModes.AddAll(card.DefaultOutputModes);
        wire.Skills.AddAll(card.Skills, ToWire);
        wire.Signatures.AddAll(card.Signatures, ToWire);
        return wire;
    }

    private static Wire.AgentInterface ToWire(this AgentInterface address) => new()
    {
        Url = address.Url,
        ProtocolBinding = address.ProtocolBinding,
        Tenant = address.Tenant ?? "",
        ProtocolVersion = address.ProtocolVersion,
    };

    private static Wire.AgentCapabilities ToWire(this AgentCapabilities capabilities)
    {
        var wire = new Wire.AgentCapabilities();
        if (capabilities.Streaming is { } streaming) wire.Streaming = streaming;
        if (capabilities.PushNotifications is { } push) wire.PushNotifications = push;
        if (capabilities.ExtendedAgentCard is { } extended) wire.ExtendedAgentCard = extended;
        wire.Extensions.AddAll(capabilities.Extensions, ToWire);
        return wire;
    }

    private static Wire.AgentExtension ToWire(this AgentExtension extension) => new()
    {
        Uri = extension.Uri ?? "",
        Description = extension.Description ?? "",
        Required = extension.Required,
        Params = extension.Params.ToStruct(),
    };

    private static Wire.AgentSkill ToWire(this AgentSkill skill)
    {
        var wire = new Wire.AgentSkill { Id = skill.Id, Name = skill.Name, Description = skill.Description };
        wire.Tags.AddAll(skill.Tags);
        wire.Examples.AddAll(skill.Examples);
        wire.InputModes.AddAll(skill.InputModes);
        wire.OutputModes.AddAll(skill.OutputModes);
        wire.SecurityRequirements.AddAll(skill.SecurityRequirements, SecuritySchemes.ToWire);
        return wire;
    }

    private static Wire.AgentCardSignature ToWire(this AgentCardSignature signature) =>
        new() { Protected = signature.Protected, Signature = signature.Signature, Header = signature.Header.ToStruct() };
}
