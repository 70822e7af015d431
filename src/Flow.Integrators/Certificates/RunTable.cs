using Flow.Integrators.Sampling;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Certificates;

/// <summary>Keeps the functionals of a companion run.</summary>
internal sealed class RunTable(IFunctionals functionals) : IIntegrationObserver
{
    private readonly List<double[]> _rows = [];

    public IReadOnlyList<double[]> Rows => _rows;

    public void OnSample(in Sample sample)
    {
        var row = new double[functionals.All.Count];
        functionals.Evaluate(sample, row);
        _rows.Add(row);
    }

    public void OnAccepted(in AcceptedStep step) => functionals.OnAccepted(step);
}
