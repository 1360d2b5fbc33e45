using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>
/// Writes the records into the file, behind the calls: a bounded queue and one writer, who tries a failed write again each second. What
/// the queue cannot take is dropped and counted, and the file says so where it is missing.
/// </summary>
public sealed partial class AuditWriter : BackgroundService
{
    /// <summary>So many records may wait.</summary>
    public const int Room = 8192;

    private const int Batch = 512;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditRecord> queue = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(Room) { SingleReader = true });
    private readonly ArrayBufferWriter<byte> lines = new(64 * 1024);
    private readonly AuditFile? file;
    private readonly AuditTelemetry telemetry;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private volatile string? problem;
    private long dropped;

    /// <summary>Makes one of the file that the settings name; without one it takes nothing.</summary>
    public AuditWriter(IOptions<AuditOptions> options, AuditTelemetry telemetry, TimeProvider time, ILogger<AuditWriter> logger)
        : this(FileOf(options.Value), telemetry, time, logger)
    {
    }

    internal AuditWriter(AuditFile? file, AuditTelemetry telemetry, TimeProvider time, ILogger<AuditWriter> logger) =>
        (this.file, this.telemetry, this.time, this.logger) = (file, telemetry, time, logger);

    /// <summary>True when there is a file.</summary>
    public bool IsOn => file is not null;

    /// <summary>Why the file cannot be written now; null when it can.</summary>
    public string? Problem => problem;

    /// <summary>False when a record of now would be lost.</summary>
    public bool Takes => file is null || (problem is null && queue.Reader.Count < Room);

    /// <summary>Takes a record, or counts it as dropped; never waits.</summary>
    public void Add(AuditRecord record)
    {
        if (file is null) return;
        // Strangers must not push out what callers do.
        if ((record.Principal is not null || queue.Reader.Count < Room / 2) && queue.Writer.TryWrite(record)) return;
        Interlocked.Increment(ref dropped);
        telemetry.Dropped();
    }

    /// <summary>Opens the file: that it cannot be written is known before the first call.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (file is not null) TryWrite();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Takes no more, and writes what is waiting, if the file takes it at once.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (file is not null && Fill() && TryWrite())
        {
        }

        file?.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (file is null) return;
        try
        {
            while (await queue.Reader.WaitToReadAsync(stoppingToken))
            {
                // Off the thread of whoever wrote the record.
                await Task.Yield();
                while (Fill() && !stoppingToken.IsCancellationRequested)
                {
                    if (!TryWrite()) await Task.Delay(Again, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What is left is written by the stop.
        }
    }

    /// <summary>Puts together what is written next; what failed before comes first.</summary>
    private bool Fill()
    {
        if (lines.WrittenCount > 0) return true;
        if (Interlocked.Exchange(ref dropped, 0) is > 0 and var missing) AuditLines.WriteGap(lines, time.GetUtcNow(), missing);
        for (var i = 0; i < Batch && queue.Reader.TryRead(out var record); i++)
        {
            AuditLines.Write(lines, record);
        }

        return lines.WrittenCount > 0;
    }

    private bool TryWrite()
    {
        try
        {
            file!.Append(lines.WrittenSpan);
            lines.ResetWrittenCount();
            if (problem is not null) LogBack();
            problem = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (problem is null) LogFailed(exception);
            problem = exception.Message;
            return false;
        }
    }

    private static AuditFile? FileOf(AuditOptions options) => string.IsNullOrEmpty(options.AuditFile)
        ? null : new AuditFile(options.AuditFile, options.AuditFileBytes, options.AuditFiles, AuditFile.OpenPrivate);

    [LoggerMessage(LogLevel.Error, "The audit log cannot be written; it is tried again each second, and records are kept as long as there is room")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Information, "The audit log can be written again")]
    private partial void LogBack();
}
