using CodexA2A.Api.Auth.Certificates;
using Microsoft.Extensions.Configuration;

namespace CodexA2A.Api.Tests.Auth.Certificates;

public sealed class CertificateModesTests
{
    [Theory]
    [InlineData("require", "Kestrel:Endpoints:Tls:ClientCertificateMode", "NoCertificate", true)]
    [InlineData("require", "Kestrel:Endpoints:Tls:ClientCertificateMode", "AllowCertificate", true)]
    [InlineData("require", "Kestrel:Endpoints:Tls:ClientCertificateMode", "DelayCertificate", true)]
    [InlineData("require", "Kestrel:Endpoints:Tls:ClientCertificateMode", "a mistake", true)]
    [InlineData("require", "Kestrel:Endpoints:Tls:clientcertificatemode", "nocertificate", true)]
    [InlineData("require", "Kestrel:EndpointDefaults:ClientCertificateMode", "AllowCertificate", true)]
    [InlineData("require", "Kestrel:Endpoints:Tls:Sni:*.example.org:ClientCertificateMode", "AllowCertificate", true)]
    [InlineData("require", "Kestrel:Endpoints:Tls:ClientCertificateMode", "RequireCertificate", false)]
    [InlineData("require", "Kestrel:Endpoints:Tls:ClientCertificateMode", "", false)]
    [InlineData("require", "Kestrel:Endpoints:Tls:Url", "https://127.0.0.1:0", false)]
    [InlineData("allow", "Kestrel:Endpoints:Tls:ClientCertificateMode", "NoCertificate", true)]
    [InlineData("allow", "Kestrel:Endpoints:Tls:ClientCertificateMode", "AllowCertificate", false)]
    [InlineData("allow", "Kestrel:Endpoints:Tls:ClientCertificateMode", "RequireCertificate", false)]
    [InlineData("off", "Kestrel:Endpoints:Tls:ClientCertificateMode", "NoCertificate", false)]
    [InlineData("off", "Kestrel:Endpoints:Tls:ClientCertificateMode", "RequireCertificate", false)]
    public void An_endpoint_asks_for_no_less_than_the_service_does(string trust, string key, string value, bool conflicts)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var told = CertificateModes.Conflicts(configuration, trust).ToList();
        Assert.Equal(conflicts ? 1 : 0, told.Count);
        Assert.All(told, sentence => Assert.Contains($"{key} is {value}, which goes before A2A:ClientCertificates={trust}", sentence, StringComparison.Ordinal));
    }
}
