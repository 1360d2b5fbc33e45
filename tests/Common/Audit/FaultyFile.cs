namespace CodexA2A.Testing;

/// <summary>A file whose disk is full when the test says so: the half of what is written then comes to be.</summary>
internal sealed class FaultyFile
{
    public bool IsFull { get; set; }

    public int Failed { get; private set; }

    public Stream Open(string path)
    {
        var stream = new FullStream(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite), this);
        return stream;
    }

    private sealed class FullStream(FileStream inner, FaultyFile disk) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(disk.IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            inner.Flush();
            if (!disk.IsFull || buffer.IsEmpty) return;
            disk.Failed++;
            throw new IOException("No space left on device");
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
