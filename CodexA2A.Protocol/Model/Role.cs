using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol;

/// <summary>Who sent a message (A2A 1.0, <c>Role</c>). On the wire the proto names, such as <c>ROLE_USER</c>.</summary>
public enum Role
{
    /// <summary>Not given; never valid in a message.</summary>
    Unspecified = 0,

    /// <summary>The client.</summary>
    User = 1,

    /// <summary>The agent.</summary>
    Agent = 2,
}

/// <summary>The wire name of a role.</summary>
public static class RoleExtensions
{
    extension(Role role)
    {
        /// <summary>The proto name, such as <c>ROLE_USER</c>.</summary>
        public string WireName => WireNames.Roles[(int)role];
    }
}
