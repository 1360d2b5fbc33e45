using System.Collections.Immutable;
using CodexA2A.Tasks.InProcess.State;
using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Table <c>command</c>: what is not finished.</summary>
internal sealed class CommandRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _ofSession = new(connection, "SELECT id, task, turn FROM command WHERE session = $1 ORDER BY id", 1);
    private readonly Statement _payload = new(connection, "SELECT payload FROM command WHERE session = $1 AND id = $2", 2);
    private readonly Statement _insert = new(connection, "INSERT INTO command(session, id, task, turn, payload) VALUES($1, $2, $3, $4, $5)", 5);
    private readonly Statement _deleteTo = new(connection, "DELETE FROM command WHERE session = $1 AND id <= $2", 2);
    private readonly Statement _delete = new(connection, "DELETE FROM command WHERE session = $1 AND id = $2", 2);

    /// <summary>The session's commands in order, without their contents.</summary>
    public ImmutableArray<CommandEntry> OfSession(SessionId session)
    {
        var commands = ImmutableArray.CreateBuilder<CommandEntry>();
        using var row = _ofSession.Query(session.Value);
        while (row.Read())
        {
            commands.Add(new CommandEntry(row.GetInt64(0), row.GetString(1), row.GetInt64(2) != 0, null));
        }

        return commands.ToImmutable();
    }

    /// <summary>The content of one command; null when it is finished.</summary>
    public TurnCommand? Load(SessionId session, CommandEntry command, Owner owner)
    {
        using var row = _payload.Query(session.Value, command.Id);
        return row.Read() ? CommandJson.Read(row.GetFieldValue<byte[]>(0), command.TaskId, owner) : null;
    }

    /// <summary>Stores a command.</summary>
    public void Insert(SessionId session, long id, TurnCommand command, byte[] payload) =>
        _insert.Run(session.Value, id, command.TaskId, command is BeginTask ? 1L : 0L, payload);

    /// <summary>Forgets the commands up to <paramref name="id"/>.</summary>
    public void DeleteTo(SessionId session, long id) => _deleteTo.Run(session.Value, id);

    /// <summary>Forgets one command.</summary>
    public void Delete(SessionId session, long id) => _delete.Run(session.Value, id);

    /// <inheritdoc />
    public void Dispose()
    {
        _ofSession.Dispose();
        _payload.Dispose();
        _insert.Dispose();
        _deleteTo.Dispose();
        _delete.Dispose();
    }
}
