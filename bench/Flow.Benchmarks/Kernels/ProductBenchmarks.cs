using BenchmarkDotNet.Attributes;
using Flow.Backends.Cpu;
using Flow.Backends.Cpu.Gemm;

namespace Flow.Benchmarks.Kernels;

/// <summary>The three products of a layer: forward A V^T, back A V, gradient A^T B.</summary>
public class ProductBenchmarks
{
    private readonly KernelSet<double> _kernels = InstructionSet.Best.Kernels<double>();
    private PlanBuffer<double> _activations = null!;
    private PlanBuffer<double> _weights = null!;
    private PlanBuffer<double> _result = null!;
    private PlanBuffer<double> _gradient = null!;
    private PackedPanels<double> _panels = null!;

    /// <summary>Samples in a block.</summary>
    [Params(24, 96, 240)]
    public int Samples { get; set; }

    /// <summary>Units of both layers.</summary>
    [Params(32, 64, 128, 256)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Allocate()
    {
        _activations = _kernels.Allocate(Samples, Width);
        _result = _kernels.Allocate(Samples, Width);
        _weights = _kernels.Allocate(Width, Width);
        _gradient = _kernels.Allocate(Width, Width);
        _panels = _kernels.AllocatePanels(Width, Width);
        _kernels.PackTransposed(_weights.View, _panels);
    }

    [Benchmark(Baseline = true)]
    public void Forward() => _kernels.Multiply(Product.Packed(_activations.View, _panels), _result.View);

    [Benchmark]
    public void ForwardRelu() => _kernels.MultiplyRelu(Product.Packed(_activations.View, _panels), _result.View);

    [Benchmark]
    public void Back() => _kernels.MultiplyGated(
        Product.Plain(_activations.View, _weights.View), _activations.View, _result.View, 1);

    [Benchmark]
    public void Gradient() => _kernels.Multiply(
        Product.TransposedA(_activations.View, _result.View), _gradient.View, accumulate: true);

    [Benchmark]
    public void Pack() => _kernels.PackTransposed(_weights.View, _panels);

    [GlobalCleanup]
    public void Free()
    {
        foreach (IDisposable held in (IDisposable[])[_activations, _weights, _result, _gradient, _panels])
        {
            held.Dispose();
        }
    }
}
