using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using FsCheck;
using FsCheck.Fluent;

namespace Flow.Experiments.Tests.Outputs;

public class CsvTableTests
{
    private static readonly string[] Columns = ["t", "loss"];

    public static TheoryData<string, string, string, string> BadTables() => new()
    {
        { "", "1:1", "the table is empty", "header row" },
        { "t,loss\n1,2\n3\n", "3:1", "the row has 1 cells, the header 2", "one cell per column" },
        { "t,loss\n1,2\n3,4,5\n", "3:1", "the row has 3 cells, the header 2", "one cell per column" },
        { "t,loss\n1,abc\n", "2:3", "column loss: 'abc' is not a number", "NaN or Infinity" },
        { "t,loss\n1,\n", "2:3", "column loss: '' is not a number", "NaN or Infinity" },
    };

    [Fact]
    public void Table_is_rfc_4180_with_all_digits()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.csv");
        using (CsvTableWriter table = CsvTableWriter.Open(path, ["t", "a \"quoted\", name"]))
        {
            table.WriteRow([0.1, double.NaN]);
            table.WriteRow([1.0 / 3, double.NegativeInfinity]);
            table.WriteRow([-0.0, 1e-300]);
        }

        Assert.Equal(
            "t,\"a \"\"quoted\"\", name\"\r\n0.1,NaN\r\n0.3333333333333333,-Infinity\r\n-0,1E-300\r\n",
            File.ReadAllText(path));
        Assert.Equal(["a.csv"], directory.Listing());
    }

    [Fact]
    public void Every_row_is_on_disk_before_the_next()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.csv");
        using CsvTableWriter table = CsvTableWriter.Open(path, Columns);
        for (int row = 0; row < 3; row++)
        {
            table.WriteRow([row, 2 * row]);
            Assert.Equal(row + 1, CsvTable.Read(CsvTableWriter.PartialName(path)).Rows.Count);
            Assert.Equal(["a.csv.partial"], directory.Listing());
        }
    }

    [Fact]
    public void Rows_before_a_failure_keep_their_place()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", "an older table");
        void Run()
        {
            using CsvTableWriter table = CsvTableWriter.Open(path, Columns);
            table.WriteRow([1, 2]);
            throw new InvalidOperationException("the run failed");
        }

        Assert.Throws<InvalidOperationException>(Run);
        Assert.Equal([1, 2], CsvTable.Read(path).Rows.Single());
        Assert.Equal(["a.csv"], directory.Listing());
    }

    [Fact]
    public void Any_rows_come_back_bit_by_bit()
    {
        var tables = ArbMap.Default.GeneratorFor<double[]>().ArrayOf().Select(
            rows => rows.Select(row => (double[])[row.Length, .. row.Take(1)]).Where(row => row.Length == 2).ToArray());
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.csv");

        Prop.ForAll(tables.ToArbitrary(), rows =>
        {
            using (CsvTableWriter table = CsvTableWriter.Open(path, Columns))
            {
                foreach (double[] row in rows)
                {
                    table.WriteRow(row);
                }
            }

            CsvTable back = CsvTable.Read(path);
            Assert.Equal(Columns, back.Columns);
            Assert.Equal(
                rows.SelectMany(row => row).Select(BitConverter.DoubleToInt64Bits),
                back.Rows.SelectMany(row => row).Select(BitConverter.DoubleToInt64Bits));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Column_is_found_by_name()
    {
        var table = new CsvTable(Columns, [[0, 5], [1, 6]]);

        Assert.Equal([5, 6], table.Column("loss"));
        Assert.Throws<KeyNotFoundException>(() => table.Column("rho"));
    }

    [Fact]
    public void Unfinished_last_line_is_left_out_on_request()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", "t,loss\r\n1,2\r\n3,4.");

        Assert.Equal([1, 2], CsvTable.Read(path, true).Rows.Single());
    }

    [Theory]
    [MemberData(nameof(BadTables))]
    public void Table_with_a_mistake_is_refused(string text, string at, string problem, string remedy)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", text);

        var failure = Assert.Throws<ConfigurationException>(() => CsvTable.Read(path));
        Assert.Matches($"^{Regex.Escape(path)}:{at}: {Regex.Escape(problem)}; .*{remedy}", failure.Message);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using var directory = new TemporaryDirectory();
        CsvTableWriter table = CsvTableWriter.Open(directory.File("a.csv"), Columns);

        Assert.Throws<ArgumentException>(() => table.WriteRow([1]));
        table.Dispose();
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.WriteRow([1, 2]));
        Assert.Throws<OutputException>(() => CsvTableWriter.Open(directory.File("no/a.csv"), Columns));
        Assert.Equal(["a.csv"], directory.Listing());
    }

    [SkippableFact]
    public void Full_disk_is_named_once()
    {
        Skip.IfNot(File.Exists("/dev/full"), "there is no /dev/full on this machine");
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.csv");
        File.CreateSymbolicLink(CsvTableWriter.PartialName(path), "/dev/full");

        var failure = Assert.Throws<OutputException>(() => CsvTableWriter.Open(path, Columns));
        Assert.Contains("the disk is full; free space", failure.Message, StringComparison.Ordinal);
    }
}
