namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>Checks on what a 0.3 client gave; what both versions ask for is checked behind the translation.</summary>
internal static class Given
{
    /// <summary>A member that must be there.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static T Required<T>(T? value, string path) where T : class => value ?? throw A2AException.InvalidParams(path, "is required");

    /// <summary>Each item translated, with its path; null for no list.</summary>
    public static IReadOnlyList<TTo>? Each<TFrom, TTo>(IReadOnlyList<TFrom?>? list, string path, Func<TFrom, string, TTo> translate) where TFrom : class =>
        list is null ? null : [.. list.Select((item, index) => translate(item ?? throw A2AException.InvalidParams($"{path}[{index}]", "must not be null"), $"{path}[{index}]"))];

    /// <summary>A list without nulls.</summary>
    public static IReadOnlyList<string>? Strings(IReadOnlyList<string?>? list, string path) => Each(list, path, (text, _) => text);

    /// <summary>Each item translated, or no member for an empty list.</summary>
    public static IReadOnlyList<TTo>? OrNone<TFrom, TTo>(IReadOnlyList<TFrom>? list, Func<TFrom, TTo> translate) =>
        list is { Count: > 0 } ? [.. list.Select(translate)] : null;

    /// <summary>The list, or no member for an empty one.</summary>
    public static IReadOnlyList<string>? OrNone(IReadOnlyList<string>? list) => list is { Count: > 0 } ? list : null;

    /// <summary>The text, or no member for an empty one.</summary>
    public static string? OrNone(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
