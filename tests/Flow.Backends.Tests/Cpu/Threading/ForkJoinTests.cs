using Flow.Backends.Cpu.Threading;

namespace Flow.Backends.Tests.Cpu.Threading;

public class ForkJoinTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Pool_runs_every_chunk_exactly_once(int threads)
    {
        using ForkJoin pool = new(threads);
        for (int chunks = 0; chunks < 200; chunks++)
        {
            Counting work = new(chunks, threads);
            pool.Run(work, chunks);
            Assert.All(work.Counts, count => Assert.Equal(1, count));
            Assert.True(work.WorkersInRange);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Pool_survives_many_runs_of_changing_size(int threads)
    {
        using ForkJoin pool = new(threads);
        Summing[] works = [new(), new(), new()];
        for (int run = 0; run < 20_000; run++)
        {
            Summing work = works[run % 3];
            int chunks = 1 + (run % 9);
            work.Reset(run);
            pool.Run(work, chunks);
            Assert.Equal(((long)chunks * run) + (chunks * (chunks - 1) / 2), work.Total);
        }
    }

    [Fact]
    public void Pool_wakes_workers_that_have_parked()
    {
        using ForkJoin pool = new(2);
        using ManualResetEvent never = new(false);
        for (int run = 0; run < 20; run++)
        {
            // Long enough for the worker to fall asleep; a lost wake-up would hang in Meeting, not fail by time.
            never.WaitOne(2);
            pool.Run(new Meeting(2), 2);
        }
    }

    [Fact]
    public void Sum_in_the_order_of_chunks_has_the_same_bits_for_every_number_of_threads()
    {
        double[] sums = [.. new[] { 1, 2, 4 }.Select(threads =>
        {
            using ForkJoin pool = new(threads);
            PartialSums work = new(37);
            pool.Run(work, 37);
            return work.Total;
        })];
        Assert.Equal(BitConverter.DoubleToInt64Bits(sums[0]), BitConverter.DoubleToInt64Bits(sums[1]));
        Assert.Equal(BitConverter.DoubleToInt64Bits(sums[0]), BitConverter.DoubleToInt64Bits(sums[2]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Exception_of_the_lowest_chunk_reaches_the_caller_after_all_chunks_ran(int threads)
    {
        using ForkJoin pool = new(threads);
        for (int run = 0; run < 50; run++)
        {
            Failing work = new();
            InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => pool.Run(work, 10));
            Assert.Equal("chunk 3", thrown.Message);
            Assert.Equal(10, work.Ran);
        }

        Counting after = new(5, threads);
        pool.Run(after, 5);
        Assert.All(after.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Run_inside_a_chunk_is_refused()
    {
        using ForkJoin pool = new(2);
        Assert.Throws<InvalidOperationException>(() => pool.Run(new Nesting(pool), 4));
    }

    [Fact]
    public void Fork_and_join_allocates_nothing()
    {
        using ForkJoin pool = new(2);
        Summing work = new();
        pool.Run(work, 8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 100; run++)
        {
            pool.Run(work, 8);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Disposed_pool_refuses_work_and_may_be_disposed_again()
    {
        ForkJoin pool = new(3);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(new Summing(), 2));
    }

    private sealed class Counting(int chunks, int threads) : IForkJoinWork
    {
        private volatile bool outOfRange;

        public int[] Counts { get; } = new int[chunks];

        public bool WorkersInRange => !outOfRange;

        public void Execute(int chunk, int worker)
        {
            Interlocked.Increment(ref Counts[chunk]);
            if (worker < 0 || worker >= threads)
            {
                outOfRange = true;
            }
        }
    }

    private sealed class Summing : IForkJoinWork
    {
        private long total;
        private long offset;

        public long Total => Volatile.Read(ref total);

        public void Reset(long start)
        {
            total = 0;
            offset = start;
        }

        public void Execute(int chunk, int worker) => Interlocked.Add(ref total, offset + chunk);
    }

    /// <summary>Each chunk waits until all have begun: passes only when that many threads take part.</summary>
    private sealed class Meeting(int expected) : IForkJoinWork
    {
        private int arrived;

        public void Execute(int chunk, int worker)
        {
            Interlocked.Increment(ref arrived);
            while (Volatile.Read(ref arrived) < expected)
            {
                Thread.Yield();
            }
        }
    }

    private sealed class PartialSums(int chunks) : IForkJoinWork
    {
        private readonly double[] parts = new double[chunks];

        public double Total => parts.Aggregate(0.0, (sum, part) => sum + part);

        public void Execute(int chunk, int worker)
        {
            for (int i = 1; i < 1000; i++)
            {
                parts[chunk] += Math.Sin(i + chunk) / i;
            }
        }
    }

    private sealed class Failing : IForkJoinWork
    {
        private int ran;

        public int Ran => ran;

        public void Execute(int chunk, int worker)
        {
            Interlocked.Increment(ref ran);
            if (chunk is 3 or 7)
            {
                throw new InvalidDataException($"chunk {chunk}");
            }
        }
    }

    private sealed class Nesting(ForkJoin pool) : IForkJoinWork
    {
        public void Execute(int chunk, int worker) => pool.Run(new Summing(), 3);
    }
}
