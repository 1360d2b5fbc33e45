using static CodexA2A.Api.Tests.Hostile.HostileBody;

namespace CodexA2A.Api.Tests.Hostile;

/// <summary>What is no JSON, or JSON that readers understand in two ways (RFC 8259).</summary>
internal static class HostileTexts
{
    private static readonly (string Name, string Value)[] Values =
    [
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("Infinity below zero", "-Infinity"),
        ("NaN with a sign", "-NaN"),
        ("A number with a plus", "+1"),
        ("A number with a zero before", "01"),
        ("A number that begins with its point", ".5"),
        ("A number that ends with its point", "1."),
        ("A number without its exponent", "1e"),
        ("A number in hexadecimal", "0x1F"),
        ("A number with underscores", "1_000"),
        ("A sign alone", "-"),
        ("A word of JavaScript", "undefined"),
        ("A word of Python", "True"),
        ("A word that is cut off", "tru"),
        ("Single quotes", "'x'"),
        ("A text without its end", "\"x"),
        ("An escape that there is not", "\"\\x41\""),
        ("An escape that is cut off", "\"\\u12\""),
        ("An end of line in a text", "\"a\nb\""),
        ("A tab in a text", "\"a\tb\""),
        ("A zero byte in a text", "\"a\0b\""),
        ("A control character in a text", "\"a\u001bb\""),
        ("A comma behind the last item", "[1,]"),
        ("A comma behind the last member", "{\"a\":1,}"),
        ("No comma", "[1 2]"),
        ("Two commas", "[1,,2]"),
        ("No colon", "{\"a\" 1}"),
        ("A name without quotes", "{a:1}"),
        ("A name that is a number", "{1:1}"),
        ("A member without a value", "{\"a\":}"),
        ("A list that ends as an object", "[1}"),
        ("A comment at the end of a line", "1 // one\n"),
        ("A comment", "/* one */ 1"),
        ("A comment of shells", "1 # one\n"),
        ("A blank that is none", "\u00a01"),
        ("A byte order mark in the middle", "\ufeff1"),
        ("An end of line of Unicode", "\u20281"),
        ("The first half of a pair", "\"\\ud800\""),
        ("The second half of a pair", "\"\\udc00\""),
        ("The first half, and another letter", "\"\\ud800\\u0041\""),
        ("Two first halves", "\"\\ud83d\\ud83d\""),
        ("The halves in the wrong order", "\"\\ude00\\ud83d\""),
        ("Half of a pair in a name", "{\"\\udfff\":1}"),
        ("A name twice", "{\"a\":1,\"a\":2}"),
        ("A name twice, once escaped", "{\"a\":1,\"\\u0061\":2}"),
        ("No name twice", "{\"\":1,\"\":2}"),
        ("A name twice, deep inside", "[[[{\"b\":{\"a\":1,\"a\":1}}]]]"),
        ("65 lists in each other", new string('[', 65) + new string(']', 65)),
        ("100,000 lists that begin", new string('[', 100_000)),
    ];

    public static IEnumerable<HostileBody> All =>
    [
        .. Values.Select(item => Of(item.Name, A2AErrorCode.ParseError, With(item.Value))),
        Of("The message twice", A2AErrorCode.ParseError, """{"message":{},"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}]}}"""),
        Of("65 objects in each other", A2AErrorCode.ParseError, With(string.Concat(Enumerable.Repeat("{\"a\":", 65)) + "1" + new string('}', 65))),
        Of("31 lists in each other", A2AErrorCode.InvalidParams, With(new string('[', 30) + new string(']', 30)), "metadata"),
    ];
}
