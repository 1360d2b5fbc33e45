using System.Net;
using System.Net.Sockets;
using System.Text;
using CodexA2A.Probes.Tests.Harness;
using CodexA2A.Probes.Tests.Probes;

namespace CodexA2A.Probes.Tests;

/// <summary>How much slower others get is measured elsewhere (benchmark <c>slow</c>); here, that they are answered.</summary>
public sealed class SlowTests(ProbedServices services) : IClassFixture<ProbedServices>
{
    private static readonly string[] Beginnings =
    [
        "GET /tasks HTTP/1.1\r\nHost: localhost\r\nX-Slow: a",
        "POST /message:send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        "G",
    ];

    [Fact]
    public async Task Clients_that_send_next_to_nothing_keep_nobody_else_from_an_answer()
    {
        var token = TestContext.Current.CancellationToken;
        List<Socket> slow = [];
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                slow.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, services.Open, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes(Beginnings[i % Beginnings.Length]), token);
            }

            for (var i = 0; i < 50; i++)
            {
                var answers = RawAnswers.Read(await RawExchange.RunAsync(services.Open, Encoding.ASCII.GetBytes(Make.Get("Connection: close\r\n"))));
                Assert.Equal(200, Assert.Single(answers).Status);
            }
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }
}
