using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Initialization;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Running;

/// <summary>The directory of a run and the files written to it so far.</summary>
internal sealed class RunDirectory
{
    private readonly string _path;
    private readonly Experiment _experiment;
    private readonly List<string> _files = [];

    /// <summary>Names the directory; nothing is made yet.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="experiment">The experiment.</param>
    public RunDirectory(string path, Experiment experiment) => (_path, _experiment) = (path, experiment);

    /// <summary>The files written, in the order of writing.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Makes the directory and writes config.yaml.</summary>
    /// <param name="config">The whole experiment.</param>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void Begin(ExperimentConfig config)
    {
        AtomicFile.PrepareDirectory(_path);
        Write("config.yaml", path => AtomicFile.WriteText(path, ConfigWriter.Write(config)));
    }

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes to the path it is given.</param>
    public void Write(string name, Action<string> write)
    {
        var path = Path.Combine(_path, name);
        write(path);
        _files.Add(path);
    }

    /// <summary>Writes weights-last.npz unless the experiment wants no weights.</summary>
    /// <param name="state">The state.</param>
    public void WriteLastWeights(double[] state)
    {
        if (_experiment.Config.Output.Weights != WeightOutput.None)
        {
            WriteWeights("weights-last.npz", state);
        }
    }

    /// <summary>Writes weights-00000.npz and so on; null where the experiment does not want them.</summary>
    public Action<int, double[]>? WeightSampleWriter() =>
        _experiment.Config.Output.Weights != WeightOutput.Samples
            ? null
            : (row, state) =>
                WriteWeights(string.Create(CultureInfo.InvariantCulture, $"weights-{row:D5}.npz"), state);

    private void WriteWeights(string name, double[] state)
    {
        var weights = StateVector.ToWeights(state, _experiment.System);
        var arrays = WeightFile.ToArrays(
            weights, _experiment.Config.Model.Parametrization, Experiment.WeightShapes(_experiment.Model));
        Write(name, path => NpzWriter.Write(path, arrays));
    }
}
