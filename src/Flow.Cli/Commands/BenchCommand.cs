using System.CommandLine;
using System.Globalization;
using Flow.Cli.Benchmarks;
using Flow.Cli.Views;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Cli.Commands;

/// <summary>Times the right-hand side of an experiment.</summary>
internal static class BenchCommand
{
    private const double DefaultSeconds = 2;
    private const double MostSeconds = 3600;

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "bench",
        "Times one right-hand side of an experiment and compares it with the measured peak of this machine.",
        "bench examples/digits-3-vs-8.yaml --set backend.threads=1",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var input = new ExperimentInput(command);
        var json = JsonOption.AddTo(command);
        var seconds = new Option<string>("--seconds")
        {
            Description = "How long to measure.",
            DefaultValueFactory = static _ => Numbers.Full(DefaultSeconds),
        };
        command.Options.Add(seconds);
        command.SetAction(parsed =>
        {
            var time = ReadSeconds(parsed.GetValue(seconds)!);
            return Run(input.Assemble(parsed), time, parsed.GetValue(json), context);
        });
    }

    private static TimeSpan ReadSeconds(string text)
    {
        const NumberStyles Plain =
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;
        return !double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var seconds)
            ? throw new UsageException($"--seconds '{text}' is not a number; write for example --seconds 1.5")
            : seconds is > 0 and <= MostSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new UsageException($"--seconds {text} is out of range; write more than 0, at most 3600");
    }

    private static int Run(Experiment experiment, TimeSpan time, bool asJson, CommandContext context)
    {
        using var interruption = new Interruption(context.Cancellation);
        var benchmark = new RhsBenchmark(experiment, context.Terminal.Clock);
        var timing = ExperimentInput.OnBackend(experiment, () => benchmark.Measure(time, interruption.Token));
        if (asJson)
        {
            context.Terminal.Out.Write(JsonFile.ToText(timing));
        }
        else
        {
            new ExperimentView(context.Terminal, experiment).WriteNetwork();
            TableView.WritePairs(context.Terminal, Rows(timing));
        }

        return ExitCode.Done;
    }

    private static IEnumerable<(string Name, string Value)> Rows(RhsTiming timing)
    {
        yield return ("right-hand side", $"{Numbers.Rough(timing.RhsMinMs)} ms at least, "
            + $"{Numbers.Rough(timing.RhsMedianMs)} ms median of {Numbers.Count(timing.Calls)} calls");
        if (timing is { Gflops: { } gflops, PeakFraction: { } fraction, Flops: { } flops })
        {
            var percent = (100 * fraction).ToString("0", CultureInfo.InvariantCulture);
            yield return ("speed", $"{Numbers.Rough(gflops)} GFLOP/s ({Numbers.Count(flops)} operations in a call)");
            yield return ("of the peak", $"{percent} % of {Numbers.Count(timing.Threads)} x "
                + $"{Numbers.Rough(timing.FmaPeakGflopsPerCore)} GFLOP/s, measured in this run");
        }

        yield return ("backend",
            $"{timing.Backend}, {timing.Precision}, {timing.InstructionSet}, threads {timing.Threads}");
        yield return ("Jacobian-vector product", $"{Numbers.Rough(timing.JvpMinMs)} ms at least, "
            + $"{Numbers.Rough(timing.JvpOverRhs)} right-hand sides");
        yield return ("memory", $"{Numbers.Count(timing.Bytes)} bytes in the plan");
        foreach (var part in timing.Memory)
        {
            yield return ($"  {part.Part}", $"{part.Formula} = {Numbers.Count(part.Bytes)} bytes");
        }
    }
}
