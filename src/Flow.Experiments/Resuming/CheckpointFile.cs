using System.Runtime.InteropServices;
using System.Text;
using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;
using Flow.Experiments.Outputs;
using Flow.Integrators;

namespace Flow.Experiments.Resuming;

/// <summary>The file checkpoint.bin: "GRADFLOW", the version of the form, the checkpoint, and the CRC-32 of all before
/// it; little-endian. Replaced as a whole or not at all.</summary>
internal static class CheckpointFile
{
    private const int Version = 4;
    private const int Block = 1 << 16;

    private static readonly byte[] Mark = "GRADFLOW"u8.ToArray();

    /// <summary>Writes or replaces the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public static void Write(string path, Checkpoint checkpoint) => AtomicFile.Write(path, stream =>
    {
        var summed = new ChecksumStream(stream);
        using var writer = new BinaryWriter(summed, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write(Version);
        WriteIdentity(writer, checkpoint.Identity);
        writer.Write(checkpoint.Seconds);
        if (checkpoint.Training is { } training)
        {
            WriteTraining(writer, training);
        }
        else
        {
            WritePoint(writer, checkpoint.Point!);
            WriteRecorder(writer, checkpoint.Recorder!);
        }

        writer.Flush();
        stream.Write(BitConverter.GetBytes(summed.Checksum));
    });

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">It is missing, damaged or of another version.</exception>
    public static Checkpoint Read(string path)
    {
        if (!File.Exists(path))
        {
            throw Error(path, "there is no checkpoint", "start the run without --resume");
        }

        using var file = InputFile.Open(path);
        Verify(path, file);
        file.Position = Mark.Length + sizeof(int);
        using var reader = new BinaryReader(new BufferedStream(file, Block), Encoding.UTF8);
        try
        {
            var identity = ReadIdentity(reader);
            var checkpoint = new Checkpoint(identity, reader.ReadDouble());
            return identity.Verb == RunIdentity.Train
                ? checkpoint with { Training = ReadTraining(reader) }
                : checkpoint with { Point = ReadPoint(reader), Recorder = ReadRecorder(reader) };
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException or OverflowException)
        {
            throw Damaged(path);
        }
    }

    private static void Verify(string path, Stream file)
    {
        Span<byte> head = stackalloc byte[Mark.Length + sizeof(int)];
        if (file.ReadAtLeast(head, head.Length, false) < head.Length || !head[..Mark.Length].SequenceEqual(Mark))
        {
            throw Error(path, "this is no checkpoint, or it is cut off", "start the run without --resume");
        }

        var version = BitConverter.ToInt32(head[Mark.Length..]);
        if (version != Version)
        {
            throw Error(
                path, $"the checkpoint has the form {version}, this program reads {Version}",
                "resume with the program that wrote it, or start the run without --resume");
        }

        file.Position = 0;
        var summed = new ChecksumStream(file);
        var block = new byte[Block];
        for (var rest = file.Length - sizeof(uint); rest > 0;)
        {
            var count = summed.Read(block.AsSpan(0, (int)Math.Min(rest, Block)));
            rest = count == 0 ? 0 : rest - count;
        }

        Span<byte> sum = stackalloc byte[sizeof(uint)];
        if (file.ReadAtLeast(sum, sum.Length, false) < sum.Length || BitConverter.ToUInt32(sum) != summed.Checksum)
        {
            throw Damaged(path);
        }
    }

    private static ConfigurationException Damaged(string path) => Error(
        path, "the checkpoint is damaged or cut off: its checksum is wrong",
        "restore the file, or start the run without --resume");

    private static ConfigurationException Error(string path, string problem, string remedy) =>
        new(new SourcePosition(path, 1, 1), problem, remedy);

    private static void WriteIdentity(BinaryWriter writer, RunIdentity identity)
    {
        writer.Write(identity.Verb);
        writer.Write(identity.Method);
        writer.Write(identity.Config);
        writer.Write(identity.Data);
        writer.Write(identity.Start);
        writer.Write(identity.Columns.Count);
        foreach (var column in identity.Columns)
        {
            writer.Write(column);
        }
    }

    private static RunIdentity ReadIdentity(BinaryReader reader) => new(
        reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(),
        [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())]);

    private static void WritePoint(BinaryWriter writer, ResumePoint point)
    {
        writer.Write(point.Time);
        writer.Write(point.StepSize);
        WriteNumbers(writer, [.. point.State]);
        WriteNumbers(writer, [.. point.ControllerMemory]);
        WriteNumbers(writer, [.. point.StepperHistory]);
        writer.Write(point.NormDefect);
        writer.Write(point.DependsOnEnd);
        var counts = point.Statistics;
        writer.Write(counts.AcceptedSteps);
        writer.Write(counts.RejectedSteps);
        writer.Write(counts.FieldEvaluations);
        writer.Write(counts.JacobianProducts);
        writer.Write(counts.Factorizations);
        writer.Write(counts.LinearIterations);
        writer.Write(counts.LargestNormDefect);
        var kinks = counts.Kinks;
        writer.Write(kinks.Crossings);
        writer.Write(kinks.SlidesEntered);
        writer.Write(kinks.SlidesLeft);
        writer.Write(kinks.Forwards);
        writer.Write(kinks.SampleEvaluations);
        writer.Write(kinks.UnstableSteps);
        writer.Write(kinks.Forks);
    }

    private static ResumePoint ReadPoint(BinaryReader reader)
    {
        var (time, step) = (reader.ReadDouble(), reader.ReadDouble());
        var (state, memory, history) = (ReadNumbers(reader), ReadNumbers(reader), ReadNumbers(reader));
        var (defect, dependsOnEnd) = (reader.ReadDouble(), reader.ReadBoolean());
        var (accepted, rejected, evaluations) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var (products, factorizations, iterations) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var largest = reader.ReadDouble();
        var counts = new IntegrationStatistics(accepted, rejected, evaluations, largest)
        {
            JacobianProducts = products,
            Factorizations = factorizations,
            LinearIterations = iterations,
            Kinks = new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64())
            {
                Forwards = reader.ReadInt64(),
                SampleEvaluations = reader.ReadInt64(),
                UnstableSteps = reader.ReadInt64(),
                Forks = reader.ReadInt64(),
            },
        };
        return new(time, step, memory, counts)
        {
            State = state,
            StepperHistory = history,
            NormDefect = defect,
            DependsOnEnd = dependsOnEnd,
        };
    }

    private static void WriteRecorder(BinaryWriter writer, RecorderMemory memory)
    {
        writer.Write(memory.LowestObjective);
        writer.Write(memory.LargestRise);
        writer.Write(memory.IsEnergyFinite);
        writer.Write(memory.NormDefect);
        writer.Write(memory.KinkCrossings);
        writer.Write(memory.Rows);
        writer.Write(memory.TableLength);
        WriteNumbers(writer, memory.Slides);
    }

    private static RecorderMemory ReadRecorder(BinaryReader reader) => new(
        reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean(), reader.ReadDouble(), reader.ReadInt64(),
        reader.ReadInt32(), reader.ReadInt64(), ReadNumbers(reader));

    private static void WriteTraining(BinaryWriter writer, TrainingMemory memory)
    {
        writer.Write(memory.Step);
        writer.Write(memory.Time);
        writer.Write(memory.LearningRate);
        writer.Write(memory.BatchLoss);
        writer.Write(memory.UpdateNorm);
        writer.Write(memory.NormDefect);
        WriteNumbers(writer, memory.State);
        writer.Write(memory.Rest.Length);
        writer.Write(memory.Rest);
        writer.Write(memory.Rows);
        writer.Write(memory.TableLength);
    }

    private static TrainingMemory ReadTraining(BinaryReader reader) => new(
        reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(),
        reader.ReadDouble(), ReadNumbers(reader), reader.ReadBytes(reader.ReadInt32()), reader.ReadInt32(),
        reader.ReadInt64());

    private static void WriteNumbers(BinaryWriter writer, double[] numbers)
    {
        writer.Write(numbers.Length);
        for (var start = 0; start < numbers.Length; start += Block)
        {
            var part = numbers.AsSpan(start, Math.Min(Block, numbers.Length - start));
            writer.Write(MemoryMarshal.AsBytes(part));
        }
    }

    private static double[] ReadNumbers(BinaryReader reader)
    {
        var numbers = new double[reader.ReadInt32()];
        for (var start = 0; start < numbers.Length; start += Block)
        {
            var part = numbers.AsSpan(start, Math.Min(Block, numbers.Length - start));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(part));
        }

        return numbers;
    }
}
