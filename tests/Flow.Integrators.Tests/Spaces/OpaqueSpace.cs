using Flow.Integrators.Spaces;

namespace Flow.Integrators.Tests.Spaces;

/// <summary>A space that plays a device: its vectors have no entries outside, kernels run inside, and every copy to or
/// from the host is counted.</summary>
internal sealed class OpaqueSpace(VectorLayout layout) : IVectorSpace
{
    private const int MostTerms = 32;

    private readonly ArraySpace _device = new(layout);
    private readonly Vector[] _left = new Vector[MostTerms];
    private readonly Vector[] _right = new Vector[MostTerms];

    public int HostCopies { get; private set; }

    public int Launches { get; private set; }

    public VectorLayout Layout => _device.Layout;

    /// <summary>Runs a kernel on the device.</summary>
    public void Launch(Action<double[], double[]> kernel, Vector input, Vector output)
    {
        Launches++;
        kernel(((ArrayVector)Inner(input)).Values, ((ArrayVector)Inner(output)).Values);
    }

    public Vector Allocate() => new OpaqueVector(_device.Allocate());

    public void Copy(Vector source, Vector destination) => _device.Copy(Inner(source), Inner(destination));

    public void FillZero(Vector destination) => _device.FillZero(Inner(destination));

    public void LinearCombination(
        Vector destination,
        double baseWeight,
        Vector basePoint,
        double scale,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<Vector> terms) =>
        _device.LinearCombination(
            Inner(destination), baseWeight, Inner(basePoint), scale, weights, Inner(terms, _left));

    public void InnerProducts(ReadOnlySpan<Vector> left, ReadOnlySpan<Vector> right, Span<double> products) =>
        _device.InnerProducts(Inner(left, _left), Inner(right, _right), products);

    public WeightedNorm WeightedNorm(
        double scale,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<Vector> terms,
        Vector start,
        Vector end,
        Tolerances tolerances) =>
        _device.WeightedNorm(scale, weights, Inner(terms, _left), Inner(start), Inner(end), tolerances);

    public void BlockNorms(ReadOnlySpan<double> weights, ReadOnlySpan<Vector> terms, Span<double> norms) =>
        _device.BlockNorms(weights, Inner(terms, _left), norms);

    public double BlockNormDefect(Vector point, ReadOnlySpan<int> blocks) =>
        _device.BlockNormDefect(Inner(point), blocks);

    public double NormalizeBlocks(Vector point, ReadOnlySpan<int> blocks) =>
        _device.NormalizeBlocks(Inner(point), blocks);

    public void RemoveRadialPart(Vector point, Vector direction, ReadOnlySpan<int> blocks) =>
        _device.RemoveRadialPart(Inner(point), Inner(direction), blocks);

    public int FirstNonFinite(Vector point) => _device.FirstNonFinite(Inner(point));

    public void Read(Vector source, Span<double> destination)
    {
        HostCopies++;
        _device.Read(Inner(source), destination);
    }

    public void Write(ReadOnlySpan<double> source, Vector destination)
    {
        HostCopies++;
        _device.Write(source, Inner(destination));
    }

    private static Vector Inner(Vector vector) => ((OpaqueVector)vector).OnDevice;

    private static ReadOnlySpan<Vector> Inner(ReadOnlySpan<Vector> vectors, Vector[] buffer)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            buffer[i] = Inner(vectors[i]);
        }

        return buffer.AsSpan(0, vectors.Length);
    }

    private sealed class OpaqueVector(Vector onDevice) : Vector(onDevice.Layout)
    {
        public Vector OnDevice => onDevice;
    }
}
