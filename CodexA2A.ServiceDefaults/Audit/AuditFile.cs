namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>
/// The file of the audit log: appended to, readable by its user only, and moved aside when it is full (<c>.1</c> is the newest of the
/// older ones). For one writer at a time, in one process.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="maxBytes">How large it gets.</param>
/// <param name="keep">How many older ones stay.</param>
/// <param name="open">Opens it for reading and appending; a test may open something else.</param>
internal sealed class AuditFile(string path, long maxBytes, int keep, Func<string, Stream> open) : IDisposable
{
    private Stream? stream;
    private long? good;

    /// <summary>Appends whole lines; what fails leaves none of them behind.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            var file = stream ??= Open();
            if (file.Length > 0 && file.Length + lines.Length > maxBytes) file = Rotate();
            file.Write(lines);
            if (file is FileStream real) real.Flush(flushToDisk: true);
            else file.Flush();
            good = file.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Close();
            throw;
        }
    }

    /// <summary>Opens the file as the service does: created for its user alone, narrowed where it is there, and for one service at a time.</summary>
    public static Stream OpenPrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle) != (UnixFileMode.UserRead | UnixFileMode.UserWrite))
            {
                File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => Close();

    private Stream Open()
    {
        var file = open(path);
        try
        {
            // What a failed write left of its lines goes; what a process left that died in one stays, as a line of its own.
            if (good is { } length && file.Length > length) file.SetLength(length);
            file.Seek(0, SeekOrigin.End);
            if (file.Length > 0)
            {
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
            }

            good ??= file.Length;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private Stream Rotate()
    {
        Close();
        good = null;
        for (var i = keep; i > 0; i--)
        {
            var from = i == 1 ? path : $"{path}.{i - 1}";
            if (File.Exists(from)) File.Move(from, $"{path}.{i}", overwrite: true);
        }

        if (keep == 0) File.Delete(path);
        return stream = Open();
    }

    private void Close()
    {
        var file = stream;
        stream = null;
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // What it could not write was told when it was written.
        }
    }
}
