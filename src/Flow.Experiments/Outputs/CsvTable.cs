using System.Globalization;
using System.Text;
using CsvHelper;
using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Outputs;

/// <summary>A table of numbers with a header row.</summary>
/// <param name="Columns">The column names.</param>
/// <param name="Rows">The rows, one number per column.</param>
public sealed record CsvTable(IReadOnlyList<string> Columns, IReadOnlyList<double[]> Rows)
{
    /// <summary>The values of a column from top to bottom.</summary>
    /// <param name="name">A column name.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public double[] Column(string name)
    {
        int index = Columns.TakeWhile(column => column != name).Count();
        return index < Columns.Count
            ? [.. Rows.Select(row => row[index])]
            : throw new KeyNotFoundException($"the table has no column {name}; it has {string.Join(", ", Columns)}");
    }

    /// <summary>Reads a table that <see cref="CsvTableWriter"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unfinished">Whether a last line without line end, from a run that was killed, is left out.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ConfigurationException">The file is missing, or a cell is not a number.</exception>
    public static CsvTable Read(string path, bool unfinished = false)
    {
        string text;
        using (var reader = new StreamReader(InputFile.Open(path), Encoding.UTF8))
        {
            text = reader.ReadToEnd();
        }

        if (unfinished)
        {
            text = text[..(text.LastIndexOf('\n') + 1)];
        }

        using CsvReader csv = CsvReader.FromText(
            text, new CsvReaderOptions { Separator = ',', TrackLineNumbers = true, SkipEmptyLines = false });
        string[] columns = [.. csv.Headers];
        if (columns.Length == 0)
        {
            throw new ConfigurationException(
                new SourcePosition(path, 1, 1), "the table is empty", "give a table with a header row");
        }

        var rows = new List<double[]>();
        while (csv.Read())
        {
            string[] cells = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
            rows.Add(ReadRow(path, (int)csv.LineNumber, cells, columns));
        }

        return new CsvTable(columns, rows);
    }

    private static double[] ReadRow(string path, int line, string[] cells, string[] columns)
    {
        if (cells.Length != columns.Length)
        {
            throw new ConfigurationException(
                new SourcePosition(path, line, 1), $"the row has {cells.Length} cells, the header {columns.Length}",
                "give one cell per column");
        }

        var row = new double[cells.Length];
        int column = 1;
        for (int i = 0; i < cells.Length; i++)
        {
            if (!double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out row[i]))
            {
                throw new ConfigurationException(
                    new SourcePosition(path, line, column), $"column {columns[i]}: '{cells[i]}' is not a number",
                    "write a number, NaN or Infinity");
            }

            column += cells[i].Length + 1;
        }

        return row;
    }
}
