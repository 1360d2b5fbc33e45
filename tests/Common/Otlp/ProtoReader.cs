using System.Buffers.Binary;
using System.Text;

namespace CodexA2A.Testing;

/// <summary>Walks a protobuf message field by field; enough to read OTLP without generated types.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Its bytes, where it is a message, a text, or bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its number, where it is one; the bits of a double.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Its double.</summary>
    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">It is no protobuf.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        (Field, Number) = ((int)(tag >> 3), 0);
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take((int)Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException("Not a wire type of proto3.");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var one = Take(1)[0];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A varint is too long.");
    }
}
