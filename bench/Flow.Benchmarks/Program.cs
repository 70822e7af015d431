using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Flow.Backends;
using Flow.Backends.Cpu;
using Flow.Benchmarks.Epochs;
using Flow.Benchmarks.Ivp;
using Flow.Benchmarks.Kernels;
using Flow.Benchmarks.Kinks;
using Flow.Benchmarks.Peers;
using Flow.Benchmarks.Smooth;
using Flow.Benchmarks.WorkPrecision;

// Usage: Flow.Benchmarks gemm | elementwise [instruction set]
//        Flow.Benchmarks kernels [options of BenchmarkDotNet]
//        Flow.Benchmarks smooth [flow] [solver] [tolerances]
//        Flow.Benchmarks ivp [problems] [tolerances] [solvers] [file of the peers]
//        Flow.Benchmarks precision networks [smooth | mixed] [directory] [first seed] [last seed]
//        Flow.Benchmarks peers [part of a network's name] [blocks] [python]
//        Flow.Benchmarks epochs [blocks] [python]
//        Flow.Benchmarks kinks precision [end] [directory] | draw [directory] | deflation [end]
//        Flow.Benchmarks kinks trajectories [directory] | pairs [part of a name]
string At(int position, string otherwise) => args.Skip(position).DefaultIfEmpty(otherwise).First();
string what = At(0, "gemm");
switch (what)
{
    case "gemm":
        InstructionSet gemm = InstructionSet.Named(At(1, "best"));
        GemmRates.Print<double>(Console.Out, gemm, PeakRate.Measure(Precision.Float64));
        GemmRates.Print<float>(Console.Out, gemm, PeakRate.Measure(Precision.Float32));
        return 0;
    case "elementwise":
        InstructionSet elementwise = InstructionSet.Named(At(1, "best"));
        ElementwiseRates.Print<double>(Console.Out, elementwise);
        ElementwiseRates.Print<float>(Console.Out, elementwise);
        return 0;
    case "kernels":
        IConfig inProcess = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromTypes([typeof(ProductBenchmarks)])
            .Run(args.Length > 1 ? args[1..] : ["--filter", "*"], inProcess);
        return 0;
    case "smooth":
        SmoothTable.Print(Console.Out, args.AsSpan(1));
        return 0;
    case "ivp":
        IvpTable.Print(Console.Out, args.AsSpan(1));
        return 0;
    case "precision":
        PrecisionCommand.Run(Console.Out, args.AsSpan(1));
        return 0;
    case "peers":
        string script = Path.Combine("bench", "peers", "pytorch_gradient.py");
        PeerComparison.Print(
            Console.Out,
            At(3, "python3"),
            script,
            int.Parse(At(2, "30"), System.Globalization.CultureInfo.InvariantCulture),
            RhsCase.All.Where(network => network.Name.Contains(At(1, string.Empty), StringComparison.Ordinal)));
        return 0;
    case "epochs":
        EpochTable.Print(
            Console.Out,
            At(2, "python3"),
            Path.Combine("bench", "peers", "pytorch_epoch.py"),
            int.Parse(At(1, "20"), System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case "kinks":
        return KinkCommand.Run(Console.Out, args[1..]);
    default:
        Console.Error.WriteLine(
            $"{what} is not known; say gemm, elementwise, kernels, smooth, ivp, precision, peers, epochs or kinks.");
        return 2;
}
