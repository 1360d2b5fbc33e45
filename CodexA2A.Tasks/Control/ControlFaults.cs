using System.Globalization;

namespace CodexA2A.Tasks;

/// <summary>The faults that the seam itself answers with.</summary>
internal static class ControlFaults
{
    /// <summary>It may have been done.</summary>
    public static ControlReply OutcomeUnknown(TimeSpan limit) => ControlReply.Failed(
        A2AErrorCode.InternalError, ControlFault.OutcomeUnknown,
        string.Create(CultureInfo.InvariantCulture, $"The runner did not answer within {limit.TotalSeconds:0.#} s; whether it has done what was asked is not known. Look before asking again."));

    /// <summary>The runner gave it up, or never began.</summary>
    public static ControlReply TimedOut(string method) => ControlReply.Failed(
        A2AErrorCode.Unavailable, "CONTROL_TIMEOUT", $"The runner could not do {method} in time. Ask again later.");

    /// <summary>The runner ends.</summary>
    public static ControlReply Stopping { get; } = ControlReply.Failed(
        A2AErrorCode.Unavailable, "RUNNER_STOPPING", "The runner that took this is stopping; it may not have been done. Look, then ask again.");

    /// <summary>Something that nobody foresaw.</summary>
    public static ControlReply Failed { get; } = ControlReply.Failed(
        A2AErrorCode.InternalError, "INTERNAL_ERROR", "The runner failed to answer; its log says why.");

    /// <summary>The answer cannot be carried.</summary>
    public static ControlReply ReplyTooLarge(int bytes) => ControlReply.Failed(
        A2AErrorCode.UnsupportedOperation, "REPLY_TOO_LARGE",
        string.Create(CultureInfo.InvariantCulture, $"The answer has {bytes} bytes, and at most {ControlLimits.MaxBytes} can be given. Ask for less, with a smaller limit or a narrower filter."));

    /// <summary>The question cannot be carried.</summary>
    public static ControlReply CallTooLarge(int bytes) => ControlReply.Failed(
        A2AErrorCode.PayloadTooLarge, "CALL_TOO_LARGE",
        string.Create(CultureInfo.InvariantCulture, $"The params have {bytes} bytes, and at most {ControlLimits.MaxBytes} can be taken."));

    /// <summary>It did not come to anything.</summary>
    public static SeamUnavailableException NoRunner(ControlCall call) => new(
        call.Home is null
            ? $"No runner took {call.Method}: none of this release that serves this principal is running, or all are busy. Start one, or ask again later."
            : $"No runner took {call.Method}: none that has this conversation's Codex home and serves this principal is running, or all are busy. Start one, or ask again later.")
    {
        IsRunnerMissing = true,
    };
}
