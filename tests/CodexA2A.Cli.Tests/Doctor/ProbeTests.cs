using System.Net;
using System.Net.Sockets;
using CodexA2A.Cli.Doctor;
using Microsoft.Extensions.Configuration;

namespace CodexA2A.Cli.Tests.Doctor;

public sealed class ProbeTests
{
    [Fact]
    public void A_folder_that_can_be_made_is_fine_and_is_not_made()
    {
        using var folder = new TemporaryFolder();
        var wanted = Path.Combine(folder.Path, "a", "b");
        Assert.Equal(new FolderFact(wanted, null), FolderProbe.Try(wanted));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_below_a_file_is_not() =>
        Assert.NotNull(FolderProbe.Try(Path.Combine(typeof(ProbeTests).Assembly.Location, "x")).Problem);

    [Fact]
    public void The_holder_of_a_data_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(FolderProbe.Holder(folder.Path));
        File.WriteAllText(Path.Combine(folder.Path, "pid"), "4711");
        using (new FileStream(Path.Combine(folder.Path, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal("4711", FolderProbe.Holder(folder.Path));
        }

        Assert.Null(FolderProbe.Holder(folder.Path));
    }

    [Fact]
    public void A_port_in_use_is_noticed()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.NotNull(PortProbe.Try(With(("A2A:Port", port)))?.Problem);
        taken.Stop();
        Assert.Equal(($"127.0.0.1:{port}", null), PortProbe.Try(With(("A2A:Port", port))));
    }

    [Theory]
    [InlineData("A2A:Host", "127.0.0.l")]
    [InlineData("A2A:Host", "locahost")]
    [InlineData("A2A:Port", "99999")]
    public void What_is_no_address_is_not_tried(string key, string value) => Assert.Null(PortProbe.Try(With((key, value))));

    [Fact]
    public void Addresses_that_are_given_elsewhere_are_named() =>
        Assert.Equal(("http://*:80", null), PortProbe.Try(With(("ASPNETCORE_URLS", "http://*:80"))));

    private static IConfigurationRoot With(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
}
