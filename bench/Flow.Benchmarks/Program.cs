using Flow.Backends.Cpu;
using Flow.Benchmarks.Kernels;

// Usage: Flow.Benchmarks [gemm | elementwise | all] [instruction set]
string what = args.Length > 0 ? args[0] : "all";
InstructionSet set = InstructionSet.Named(args.Length > 1 ? args[1] : "best");
double peak = PeakRate.Measure();
if (what is "gemm" or "all")
{
    GemmRates.Print<double>(Console.Out, set, peak);
    GemmRates.Print<float>(Console.Out, set, 2 * peak);
}
