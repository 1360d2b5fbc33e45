using System.Numerics;
using System.Text.RegularExpressions;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using CsCheck;

namespace CodexA2A.Api.Tests.Streams;

/// <summary>What holds of any event id, and of any text that is given for one.</summary>
public sealed partial class EventIdPropertyTests
{
    private static readonly Gen<long> Numbers = Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, long.MaxValue], Gen.OneOf(0L, 1L, long.MaxValue - 1, long.MaxValue));
    private static readonly Gen<EventId> Ids = Gen.Select(Numbers, Numbers, (epoch, seq) => new EventId(epoch, seq));

    /// <summary>Texts that are ids, or nearly: with a character more, one less, or another one.</summary>
    private static readonly Gen<string> Texts = Gen.Select(Ids, Gen.Int[0, 3], Gen.Int[0, 60], Gen.Char["0123456789-+ .,eE\t\u0661\u00a0\u2212"], (id, change, at, with) =>
    {
        var text = id.ToString();
        at %= text.Length;
        return change switch
        {
            0 => text,
            1 => text.Insert(at, with.ToString()),
            2 => text.Remove(at, 1),
            _ => text[..at] + with + text[(at + 1)..],
        };
    });

    [Fact]
    public void An_id_is_read_as_it_was_written() => Ids.Sample(id => EventId.TryParse(id.ToString(), out var read) && read == id, iter: 5_000);

    /// <summary>Nothing but what an id is written as is one: two numbers of 64 bits without signs, spaces or zeros in front.</summary>
    [Fact]
    public void Any_other_text_is_none() => Gen.OneOf(Texts, Gen.String).Sample(
        text =>
        {
            var is64 = Written().Match(text) is { Success: true } match
                && BigInteger.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) <= long.MaxValue
                && BigInteger.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) <= long.MaxValue;
            Assert.Equal(is64, EventId.TryParse(text, out var id));
            Assert.Equal(is64 ? text : "0-0", id.ToString());
        },
        iter: 10_000);

    /// <summary>In a task positions are dense and epochs never go back, so the order of the ids is that of the positions.</summary>
    [Fact]
    public void The_order_of_ids_is_that_of_positions() => Gen.Select(Gen.Long[0, 3].Array[1, 40], Gen.Int).Sample(
        (steps, order) =>
        {
            var epoch = 0L;
            EventId[] log = [EventId.First, .. steps.Select((step, i) => new EventId(epoch += i == 0 ? step + 1 : step, i + 2))];
            EventId[] mixed = [.. log];
            new Random(order).Shuffle(mixed);
            Array.Sort(mixed);
            Assert.Equal(log, mixed);
            Assert.All(log.Zip(log.Skip(1)), pair => Assert.True(pair.First < pair.Second && pair.Second > pair.First && pair.First != pair.Second));
            Assert.All(log, id => Assert.True(id > EventId.None));
        },
        iter: 1_000);

    [Fact]
    public void The_comparisons_agree() => Gen.Select(Ids, Ids).Sample(
        (a, b) => Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a)) && a.CompareTo(b) == 0 == (a == b)
            && a < b == a.CompareTo(b) < 0 && a > b == b < a && a <= b == !(a > b) && a >= b == !(a < b),
        iter: 5_000);

    /// <summary>
    /// Whatever stands in Last-Event-ID: of an event of the task the stream goes on right behind it; everything else is refused with that
    /// field (contracts.md §2).
    /// </summary>
    [Fact]
    public async Task A_stream_goes_on_behind_an_event_of_the_task_and_behind_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();
        var taskId = await host.CompletedAsync();
        string[] all;
        await using (var whole = await host.OpenAsync(Call.Subscribe(taskId, $"{EventId.First}")))
        {
            all = [$"{EventId.First}", .. (await whole.RestAsync()).Select(frame => frame.Id!)];
        }

        var epoch = long.Parse(all[^1].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
        var near = Gen.Select(Gen.OneOf(0, epoch - 1, epoch, epoch + 1), Gen.Long[0, all.Length + 2], (of, seq) => $"{of}-{seq}");
        var sendable = Texts.Where(text => text.Trim() == text && text.Length > 0 && text.All(char.IsAscii) && !text.Contains('\t', StringComparison.Ordinal));
        await Gen.OneOf(near, sendable, Gen.OneOf(all)).SampleAsync(
            async text =>
            {
                var at = Array.IndexOf(all, text);
                if (at >= 0)
                {
                    await using var rest = await host.OpenAsync(Call.Subscribe(taskId, text));
                    Assert.Equal(all[(at + 1)..], (await rest.RestAsync()).Select(frame => frame.Id));
                }
                else
                {
                    var answer = await host.CallAsync(Call.Subscribe(taskId, text));
                    Assert.Equal(("INVALID_PARAMS", "Last-Event-ID"), (answer.Reason, answer.Field));
                }
            },
            iter: 120, threads: 2);
    }

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)-(0|[1-9][0-9]*)\z")]
    private static partial Regex Written();
}
