using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CodexA2A.Api.Auth.Certificates;

/// <summary>What a certificate calls its holder.</summary>
internal static class CertificateNames
{
    /// <summary>What a fingerprint begins with, and no name that is compared.</summary>
    public const string FingerprintPrefix = "sha256:";

    private const string AlternativeNames = "2.5.29.17";

    /// <summary>Its URIs (SPIFFE writes them), then its host names; its common name where it has none of these.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        try
        {
            List<string> names = [];
            foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value == AlternativeNames))
            {
                names.AddRange(Uris(extension.RawData));
                names.AddRange(new X509SubjectAlternativeNameExtension(extension.RawData).EnumerateDnsNames());
            }

            // What an authority vouches for are the alternative names; the common name counts where there are none (RFC 9525, 2).
            if (names.Count == 0 && CommonName(certificate) is { } name) names.Add(name);
            return [.. names.Where(IsName)];
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            return [];
        }
    }

    /// <summary><c>sha256:</c> and the fingerprint in small hexadecimal digits.</summary>
    public static string Fingerprint(X509Certificate2 certificate) => $"{FingerprintPrefix}{Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256))}";

    private static bool IsName(string name) => name.Length is > 0 and <= 256 && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    // A subject with two common names has none: readers differ about which one counts.
    private static string? CommonName(X509Certificate2 certificate)
    {
        var names = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3").Select(part => part.GetSingleElementValue()).ToList();
        return names.Count == 1 ? names[0] : null;
    }

    private static List<string> Uris(byte[] raw)
    {
        List<string> uris = [];
        var names = new AsnReader(raw, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            // GeneralName, uniformResourceIdentifier (RFC 5280, 4.2.1.6).
            if (tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 6))) uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
            else names.ReadEncodedValue();
        }

        return uris;
    }
}
