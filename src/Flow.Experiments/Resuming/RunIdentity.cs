using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Flow.Experiments.Configuration;
using Flow.Experiments.Data;
using Flow.Experiments.Running;

namespace Flow.Experiments.Resuming;

/// <summary>What decides the path of a run: two runs of equal identity pass through the same states.</summary>
/// <param name="Verb">simulate or train.</param>
/// <param name="Method">The solver or the algorithm, `auto` resolved.</param>
/// <param name="Config">The whole experiment as YAML.</param>
/// <param name="Data">A hash of the data, training and test part.</param>
/// <param name="Start">A hash of the state at t = 0.</param>
/// <param name="Columns">The columns of the table.</param>
internal sealed record RunIdentity(
    string Verb, string Method, string Config, string Data, string Start, IReadOnlyList<string> Columns)
{
    /// <summary>The verb of runs of the flow.</summary>
    public const string Simulate = "simulate";

    /// <summary>The verb of discrete training.</summary>
    public const string Train = "train";

    private const int Block = 1 << 20;

    /// <summary>The identity of a run of an experiment.</summary>
    /// <param name="verb">simulate or train.</param>
    /// <param name="method">The solver or the algorithm.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="config">Its values, with what the data have decided.</param>
    /// <param name="columns">The columns of the table.</param>
    public static RunIdentity Of(
        string verb, string method, Experiment experiment, ExperimentConfig config, IReadOnlyList<string> columns) =>
        new(
            verb,
            method,
            ConfigWriter.Write(config),
            Hash(Arrays(experiment.Data)),
            Hash([experiment.InitialState]),
            columns);

    private static IEnumerable<double[]> Arrays(Dataset data) =>
    [
        [data.Count, data.Dimension, data.Outputs], data.Inputs, data.Targets,
        .. data.Test is { } test ? Arrays(test) : [],
    ];

    private static string Hash(IEnumerable<double[]> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var array in arrays)
        {
            for (var start = 0; start < array.Length; start += Block)
            {
                var part = array.AsSpan(start, Math.Min(Block, array.Length - start));
                hash.AppendData(MemoryMarshal.AsBytes(part));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
