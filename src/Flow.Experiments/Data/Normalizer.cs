using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>Rescales inputs in place; column statistics come from the training part only.</summary>
internal static class Normalizer
{
    public static void Apply(RawRecords training, RawRecords? test, Normalization kind)
    {
        if (kind is Normalization.Standardize or Normalization.StandardizeUnit)
        {
            for (int column = 0; column < training.Dimension; column++)
            {
                (double mean, double deviation) = Statistics(training, column);
                Standardize(training, column, mean, deviation);
                if (test is not null)
                {
                    Standardize(test, column, mean, deviation);
                }
            }
        }

        if (kind is Normalization.Unit or Normalization.StandardizeUnit)
        {
            ToUnit(training);
            if (test is not null)
            {
                ToUnit(test);
            }
        }
    }

    /// <summary>Mean and biased standard deviation of a column; exactly 0 for a constant column.</summary>
    private static (double Mean, double Deviation) Statistics(RawRecords records, int column)
    {
        double sum = 0;
        bool constant = true;
        for (int n = 0; n < records.Count; n++)
        {
            double value = records.Inputs[(n * records.Dimension) + column];
            sum += value;
            constant &= value == records.Inputs[column];
        }

        double mean = sum / records.Count;
        double squares = 0;
        for (int n = 0; n < records.Count; n++)
        {
            double difference = records.Inputs[(n * records.Dimension) + column] - mean;
            squares += difference * difference;
        }

        return (mean, constant ? 0 : Math.Sqrt(squares / records.Count));
    }

    private static void Standardize(RawRecords records, int column, double mean, double deviation)
    {
        for (int n = 0; n < records.Count; n++)
        {
            ref double value = ref records.Inputs[(n * records.Dimension) + column];
            value = deviation == 0 ? 0 : (value - mean) / deviation;
        }
    }

    private static void ToUnit(RawRecords records)
    {
        for (int n = 0; n < records.Count; n++)
        {
            Span<double> input = records.Inputs.AsSpan(n * records.Dimension, records.Dimension);
            double squares = 0;
            foreach (double value in input)
            {
                squares += value * value;
            }

            double norm = Math.Sqrt(squares);
            for (int i = 0; norm > 0 && i < input.Length; i++)
            {
                input[i] = double.IsFinite(norm) ? input[i] / norm : double.NaN;
            }
        }
    }
}
