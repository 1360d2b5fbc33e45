// They wait for leases, limits and other processes far more than they compute; one more than the cores of the machine that guards main.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
