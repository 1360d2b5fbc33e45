using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace CodexA2A.ServiceDefaults.Hosting;

/// <summary>Why a server cannot listen, in one line: the address, what is wrong with it, and the setting that changes it.</summary>
internal static class ListenFailure
{
    /// <summary>The line; null when <paramref name="exception"/> is about something else.</summary>
    public static string? Explain(Exception exception, BindAddresses bind) => exception switch
    {
        // The server's own words name the address, one of several perhaps; what the system says does not.
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Stop the program that uses it, or choose another port with {bind.PortSetting}; 0 takes a free one.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"{Cannot(exception, bind)} The port needs more rights; choose one above 1023 with {bind.PortSetting}.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => $"{Cannot(exception, bind)} This machine has no such address; give one of its own with {bind.HostSetting}, or * for all of them.",
        _ => null,
    };

    private static string Cannot(Exception exception, BindAddresses bind) => $"The service cannot listen on {string.Join(", ", bind.Addresses)}: {exception.Message}.";
}
