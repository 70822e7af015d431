using Flow.Backends.Cpu;
using Flow.Benchmarks.Kernels;
using Flow.Benchmarks.Smooth;

// Usage: Flow.Benchmarks [gemm | elementwise | all] [instruction set]
// or: Flow.Benchmarks smooth [flow] [solver] [tolerances]
string what = args.Length > 0 ? args[0] : "all";
if (what == "smooth")
{
    SmoothTable.Print(Console.Out, args.AsSpan(1));
    return;
}

InstructionSet set = InstructionSet.Named(args.Length > 1 ? args[1] : "best");
if (what is "gemm" or "all")
{
    double peak = PeakRate.Measure();
    GemmRates.Print<double>(Console.Out, set, peak);
    GemmRates.Print<float>(Console.Out, set, 2 * peak);
}

if (what is "elementwise" or "all")
{
    ElementwiseRates.Print<double>(Console.Out, set);
    ElementwiseRates.Print<float>(Console.Out, set);
}
