using System.Net;
using System.Text;

namespace CodexA2A.Benchmarks.Logins;

/// <summary>A way to be wrong.</summary>
/// <param name="Name">What a report calls it.</param>
/// <param name="Addresses">From how many addresses they come.</param>
/// <param name="From">The address that one comes from, by the number of the round and its own.</param>
/// <param name="Header">The Authorization header of one, by its number.</param>
internal sealed record WrongKind(string Name, int Addresses, Func<int, int, IPAddress> From, Func<int, string> Header)
{
    /// <summary>All: those whose addresses soon have failed too often, then passwords from addresses that have not failed before.</summary>
    public static IReadOnlyList<WrongKind> All { get; } =
    [
        new("tokens, same address", 1, Same, Token),
        new("tokens, another address", 1, Other, Token),
        new("passwords, same address", 1, Same, Password),
        new("passwords, another address", 1, Other, Password),
        new("passwords of nobody, 100 new addresses", 100, New, PasswordOfNobody),
    ];

    private static IPAddress Same(int round, int number) => IPAddress.Loopback;

    private static IPAddress Other(int round, int number) => new([127, 0, 0, 2]);

    private static IPAddress New(int round, int number) => new([127, 1, (byte)round, (byte)(number % 100)]);

    private static string Token(int number) => $"Bearer wrong-token-{number}";

    private static string Password(int number) => Basic($"carol:wrong-{number}");

    private static string PasswordOfNobody(int number) => Basic($"nobody-{number % 100}:wrong-{number}");

    private static string Basic(string text) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
