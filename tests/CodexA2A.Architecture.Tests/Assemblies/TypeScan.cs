using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CodexA2A.Architecture.Tests.Assemblies;

/// <summary>Collects what one type definition names.</summary>
internal sealed class TypeScan(PEReader file, MetadataReader reader, TypeUse use)
{
    private readonly TypeNames names = new(use.Types);

    public void Visit(TypeDefinition type)
    {
        Entity(type.BaseType);
        foreach (var handle in type.GetInterfaceImplementations()) Entity(reader.GetInterfaceImplementation(handle).Interface);
        foreach (var handle in type.GetFields()) reader.GetFieldDefinition(handle).DecodeSignature(names, null);
        foreach (var handle in type.GetGenericParameters()) Constraints(handle);
        Attributes(type.GetCustomAttributes());
        foreach (var handle in type.GetMethods()) Method(reader.GetMethodDefinition(handle));
    }

    private void Method(MethodDefinition method)
    {
        method.DecodeSignature(names, null);
        Attributes(method.GetCustomAttributes());
        foreach (var handle in method.GetGenericParameters()) Constraints(handle);
        if (method.RelativeVirtualAddress == 0) return;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
        foreach (var region in body.ExceptionRegions) Entity(region.CatchType);
        foreach (var token in IlOperands.Tokens(body.GetILBytes() ?? [])) Entity(token);
    }

    private void Entity(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition: use.Types.Add(TypeNames.Of(reader, (TypeDefinitionHandle)handle)); break;
            case HandleKind.TypeReference: use.Types.Add(TypeNames.Of(reader, (TypeReferenceHandle)handle)); break;
            case HandleKind.TypeSpecification: reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(names, null); break;
            case HandleKind.MethodDefinition: Entity(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.FieldDefinition: Entity(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.MethodSpecification: Generic(reader.GetMethodSpecification((MethodSpecificationHandle)handle)); break;
            case HandleKind.MemberReference: Member(reader.GetMemberReference((MemberReferenceHandle)handle)); break;
        }
    }

    private void Generic(MethodSpecification method)
    {
        method.DecodeSignature(names, null);
        Entity(method.Method);
    }

    private void Member(MemberReference member)
    {
        Entity(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method) member.DecodeMethodSignature(names, null);
        else member.DecodeFieldSignature(names, null);
        if (member.Parent.Kind == HandleKind.TypeReference)
            use.Members.Add($"{TypeNames.Of(reader, (TypeReferenceHandle)member.Parent)}::{reader.GetString(member.Name)}");
    }

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var handle in attributes) Entity(reader.GetCustomAttribute(handle).Constructor);
    }

    private void Constraints(GenericParameterHandle handle)
    {
        foreach (var constraint in reader.GetGenericParameter(handle).GetConstraints())
            Entity(reader.GetGenericParameterConstraint(constraint).Type);
    }
}
