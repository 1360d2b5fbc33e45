using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

public class TimestampTests
{
    [Theory]
    [InlineData("2026-11-22T13:17:18Z", "2026-11-22T13:17:18.000Z")]
    [InlineData("2026-11-22T13:17:18.6Z", "2026-11-22T13:17:18.600Z")]
    [InlineData("2026-11-22T13:17:18.625Z", "2026-11-22T13:17:18.625Z")]
    [InlineData("2026-11-22T13:17:18.6259999Z", "2026-11-22T13:17:18.625Z")]
    [InlineData("2026-11-22T13:17:18.625999999Z", "2026-11-22T13:17:18.625Z")]
    [InlineData("2026-11-22T13:17:18z", "2026-11-22T13:17:18.000Z")]
    [InlineData("2026-11-22T00:17:18.625+02:30", "2026-11-21T21:47:18.625Z")]
    [InlineData("2026-11-22T23:59:59.999-00:01", "2026-11-23T00:00:59.999Z")]
    [InlineData("2024-02-29T00:00:00.000000001-14:00", "2024-02-29T14:00:00.000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999Z")]
    public void Is_read_and_written_in_UTC_with_milliseconds(string text, string expected)
    {
        Assert.True(Timestamps.TryParse(text, out var value));
        Assert.Equal(TimeSpan.Zero, value.Offset);
        Assert.Equal(expected, Timestamps.Format(value));
        Assert.Equal($$"""{"statusTimestampAfter":"{{expected}}"}""", Wire.Again("ListTasksRequest", $$"""{"statusTimestampAfter":"{{text}}"}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-11-22")]
    [InlineData("2026-11-22T13:17:18")]
    [InlineData("2026-11-22 13:17:18Z")]
    [InlineData("2026-11-22T13:17:18.Z")]
    [InlineData("2026-11-22T13:17:18.1234567890Z")]
    [InlineData("2026-11-22T13:17:18,5Z")]
    [InlineData("2026-11-22T13:17:18+0200")]
    [InlineData("2026-11-22T13:17:18+02")]
    [InlineData("2026-11-22T13:17:18+15:00")]
    [InlineData("2026-02-30T13:17:18Z")]
    [InlineData("2026-11-22T24:00:00Z")]
    [InlineData("2026-11-22T13:17:60Z")]
    [InlineData("2026-11-22T13:17:18.1٣Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("2026-11-22T13:17:18.123456789+02:00 and a tail that is far too long for a timestamp")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Timestamps.TryParse(text, out _));
        var error = Assert.Throws<A2AException>(() => Wire.Read<ListTasksRequest>($$"""{"statusTimestampAfter":"{{text}}"}"""));
        Assert.Equal("statusTimestampAfter", error.FieldViolations[0].Field);
    }

    [Fact]
    public void A_very_long_string_is_refused() =>
        Assert.Throws<A2AException>(() => Wire.Read<ListTasksRequest>($$"""{"statusTimestampAfter":"{{new string('0', 100_000)}}"}"""));
}
