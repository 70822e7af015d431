using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Complex = System.Numerics.Complex;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>The systems (s I - J) x = b by LU factorizations of the full matrix, for few unknowns.</summary>
internal sealed class DenseSystem : IShiftedSystem
{
    private readonly OdeProblem _problem;
    private readonly int _size;
    private readonly DenseJacobian _jacobian;
    private readonly LuFactorization<double> _real;
    private readonly LuFactorization<Complex>? _complex;
    private readonly double[] _values;
    private readonly double[] _imaginary;
    private readonly Complex[] _pairs;

    public DenseSystem(OdeProblem problem, Tolerances tolerances, bool needsComplex)
    {
        (_problem, _size) = (problem, problem.Space.Layout.Length);
        _jacobian = new DenseJacobian(problem, tolerances);
        _real = new LuFactorization<double>(_size);
        _complex = needsComplex ? new LuFactorization<Complex>(_size) : null;
        (_values, _imaginary) = (new double[_size], new double[_size]);
        _pairs = needsComplex ? new Complex[_size] : [];
    }

    public bool KeepsJacobian => true;

    public int MemoryLength => _size * _size;

    public void MoveTo(double time, Vector state, Vector derivative, double step) =>
        _jacobian.MoveTo(time, state, derivative, step);

    public bool Prepare(double shift)
    {
        _problem.Work.CountFactorization();
        var entries = _real.Entries;
        var jacobian = _jacobian.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = -jacobian[i];
        }

        for (var i = 0; i < _size; i++)
        {
            entries[(i * _size) + i] += shift;
        }

        return _real.Factor();
    }

    public bool Prepare(Complex shift)
    {
        _problem.Work.CountFactorization();
        var entries = _complex!.Entries;
        var jacobian = _jacobian.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = -jacobian[i];
        }

        for (var i = 0; i < _size; i++)
        {
            entries[(i * _size) + i] += shift;
        }

        return _complex.Factor();
    }

    public bool Solve(Vector rightHandSide, Vector solution, double reduction)
    {
        _problem.Space.Read(rightHandSide, _values);
        _real.Solve(_values);
        _problem.Space.Write(_values, solution);
        return true;
    }

    public bool Solve(Vector[] rightHandSide, Vector[] solution, double reduction)
    {
        _problem.Space.Read(rightHandSide[0], _values);
        _problem.Space.Read(rightHandSide[1], _imaginary);
        for (var i = 0; i < _size; i++)
        {
            _pairs[i] = new Complex(_values[i], _imaginary[i]);
        }

        _complex!.Solve(_pairs);
        for (var i = 0; i < _size; i++)
        {
            (_values[i], _imaginary[i]) = (_pairs[i].Real, _pairs[i].Imaginary);
        }

        _problem.Space.Write(_values, solution[0]);
        _problem.Space.Write(_imaginary, solution[1]);
        return true;
    }

    public void Save(Span<double> memory) => _jacobian.Entries.CopyTo(memory);

    public void Load(ReadOnlySpan<double> memory) => memory.CopyTo(_jacobian.Entries);
}
