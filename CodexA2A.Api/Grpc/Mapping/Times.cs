using Google.Protobuf.WellKnownTypes;

namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>Points in time; the wire has nanoseconds, .NET a hundred of them.</summary>
internal static class Times
{
    public static Timestamp? ToWire(this DateTimeOffset? time) => time is { } given ? Timestamp.FromDateTimeOffset(given) : null;

    /// <exception cref="A2AException">InvalidParams: outside of the years 1 to 9999.</exception>
    public static DateTimeOffset? ToTime(this Timestamp? wire, string field)
    {
        try
        {
            return wire?.ToDateTimeOffset();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OverflowException)
        {
            throw A2AException.InvalidParams(field, "is no timestamp of the years 1 to 9999 with 0 to 999999999 nanoseconds", exception);
        }
    }
}
