using CodexA2A.Tasks.Fairness;
using CsCheck;

namespace CodexA2A.Tasks.Tests.Fairness;

public sealed class FairOrderTests
{
    private readonly Rotation _rotation = new();

    [Fact]
    public void One_of_each_owner_by_turns_however_many_somebody_has()
    {
        var order = new FairOrder<string>(_rotation);
        for (var i = 0; i < 5; i++)
        {
            order.Add(Named("a"), i, $"a{i}");
        }

        order.Add(Named("b"), 9, "b9");
        order.Add(Named("b"), 8, "b8");
        order.Add(Named("c"), 10, "c10");
        Assert.Equal(["a0", "b8", "c10", "a1", "b9", "a2", "a3", "a4"], order.InTurn());

        order.Remove(Named("a"), 0);
        _rotation.Served(Named("a"));
        order.Remove(Named("c"), 10);
        order.Remove(Named("c"), 10);
        Assert.Equal(["b8", "a1", "b9", "a2", "a3", "a4"], order.InTurn());
    }

    [Fact]
    public void Who_comes_back_again_and_again_is_no_newcomer_that_goes_first()
    {
        var order = new FairOrder<string>(_rotation);
        order.Add(Named("many"), 1, "many");
        order.Add(Named("many"), 2, "many");
        order.Add(Named("again"), 3, "again");
        Assert.Equal("many", Serve(order, "many", 1));
        Assert.Equal("again", Serve(order, "again", 3));
        order.Add(Named("again"), 4, "again");
        Assert.Equal("many", Serve(order, "many", 2));
        Assert.Equal("again", Serve(order, "again", 4));
    }

    [Fact]
    public void It_does_not_grow_with_names_that_are_made_up()
    {
        var small = new Rotation(8);
        for (var i = 0; i < 1000; i++)
        {
            small.Served(Named($"{i}"));
        }

        Assert.InRange(small.Count, 1, 8);
    }

    /// <summary>
    /// Any arrivals, so many places, turns that take as long as each other: nobody waits longer than twice the share, which is that
    /// the k-th of one of n owners waits for n times k turns, on as many places, and for one that had begun.
    /// </summary>
    [Fact]
    public void In_any_order_of_arrivals_nobody_waits_more_than_twice_the_share() =>
        Gen.Select(Gen.Int[1, 9], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 30], Gen.Int[1, 12]).Array[1, 30]).Sample((places, bursts) => IsFair(places, bursts));

    private static bool IsFair(int places, (int Owner, int At, int Count)[] bursts)
    {
        var rotation = new Rotation();
        var order = new FairOrder<(Owner Owner, long Number, int At, int Share)>(rotation);
        var waiting = new Dictionary<Owner, int>();
        var number = 0L;
        for (var now = 0; now <= bursts.Max(burst => burst.At) || waiting.Values.Any(count => count > 0); now++)
        {
            foreach (var (who, _, count) in bursts.Where(burst => burst.At == now))
            {
                var owner = Named($"{who}");
                for (var i = 0; i < count; i++)
                {
                    var before = waiting[owner] = waiting.GetValueOrDefault(owner) + 1;
                    // Six owners there may be: whoever else comes later takes their share, too.
                    order.Add(owner, ++number, (owner, number, now, (int)Math.Ceiling(6.0 * before / places)));
                }
            }

            // One step is one turn on each place.
            foreach (var _ in Enumerable.Range(0, places))
            {
                if (order.InTurn().Select(item => ((Owner, long, int, int)?)item).FirstOrDefault() is not var (owner, key, at, share))
                {
                    break;
                }

                order.Remove(owner, key);
                rotation.Served(owner);
                waiting[owner]--;
                if (now - at > 2 * share)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static Owner Named(string name) => new("", name);

    private string Serve(FairOrder<string> order, string owner, long number)
    {
        var next = order.InTurn().First();
        order.Remove(Named(owner), number);
        _rotation.Served(Named(owner));
        return next;
    }
}
