using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>One prepared statement with numbered parameters, made once for each connection. Not thread-safe, as its connection.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    /// <param name="connection">Open; the statement is prepared at its first use.</param>
    /// <param name="sql">Its parameters are <c>$1</c> to <c>$n</c>.</param>
    /// <param name="parameters">How many there are.</param>
    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder; values go in as parameters only.
        _command.CommandText = sql;
#pragma warning restore CA2100
        _parameters = new SqliteParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.Parameters.Add(new SqliteParameter { ParameterName = Name(i) });
        }
    }

    /// <summary>Runs it; the number of rows that changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        var changed = _command.ExecuteNonQuery();
        Unbind();
        return changed;
    }

    /// <summary>Runs it as a query; the reader must be disposed before the next use.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    /// <summary>A blob parameter of <paramref name="bytes"/>, copied only where they are a part of a larger array.</summary>
    public static byte[] Blob(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) && part.Array is { } array && part.Offset == 0 && part.Count == array.Length
            ? array
            : bytes.ToArray();

    /// <inheritdoc />
    public void Dispose() => _command.Dispose();

    private static string Name(int index) => string.Create(null, $"${index + 1}");

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _parameters.Length)
        {
            throw new ArgumentException($"The statement takes {_parameters.Length} values, not {values.Length}.", nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            _parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    // A statement must not keep a snapshot of 3 MiB alive until it is used again.
    private void Unbind()
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Value is byte[])
            {
                parameter.Value = DBNull.Value;
            }
        }
    }
}
