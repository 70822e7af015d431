using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;

namespace Flow.Experiments.Tests.Configuration;

/// <summary>Every mistake in an experiment file is one message: position, what is wrong, what would be right.</summary>
public class BadConfigTests
{
    private const string Data = "data: {source: optdigits, classes: [3, 8]}\n";
    private const string Model = "model: {widths: [4]}\n";
    private const string Raw = "model: {widths: [4], parametrization: unconstrained}\n";
    private const string Norm = "model: {layers: [dense: {units: 4}, batch-norm: {}, activation: relu]}\n";

    public static TheoryData<string, string, string, string> Files() => new()
    {
        { "", "1:1", "the file is empty", "write at least" },
        { "# only a comment\n", "1:1", "the file is empty", "write at least" },
        { "just text", "1:1", "the file is 'just text'", "write sections" },
        { "- a\n- b\n", "1:1", "the file is a list", "write sections" },
        { Data + Model + "---\na: 1\n", "4:1", "second document", "one experiment per file" },
        { "data:\n\tsource: optdigits\n", "2:1", "tab", "spaces" },
        { "data: {source: optdigits\nmodel: 3\n", @"[123]:\d+", "not valid YAML", "close every bracket" },
        { "data: \"unclosed\n", @"\d:\d+", "not valid YAML", "quotes" },
        { Data + Data + Model, "2:1", "duplicate key data", "once" },
        { "data: [1, 2\n", @"[12]:\d+", "not valid YAML", "check|close" },
        { "data: [1, 2}\n", @"1:\d+", "not valid YAML", "check|close" },
        { "data: {a: 'x\n", @"\d:\d+", "not valid YAML", "check|close" },
        { "data: }\n", @"1:\d+", "not valid YAML", "check|close" },
        { "data: a: b\n", @"1:\d+", "not valid YAML", "check|close" },
        { "data: \"\\q\"\n", @"1:\d+", "not valid YAML", "check|close" },
        { "data: @\n", @"1:\d+", "not valid YAML", "check|close" },
        { "%YAML 9.9\n---\ndata: 3\n", @"1:\d+", "not valid YAML", "check|close" },
        { "a: 1\nd\u0000ata: 3\n", "2:2", @"U\+0000", "plain text" },
        { "data: *nowhere\n" + Model, "1:7", "not valid YAML", "check" },
        { "data: &a {test: *a}\n" + Model, @"1:\d+", "not valid YAML|aliases", "check|write the values" },
        { "data: " + new string('[', 90), @"1:\d+", "nested more than 40 deep", "check" },
        { Laughs() + Model, @"\d+:\d+", "aliases repeat", "write the values out" },
        { "data: !python/object {}\n" + Model, "1:7", "tag !python/object", "remove" },
        { "? [a, b]\n: 3\n", "1:3", "not a plain name", "write name: value" },
        { Model, "1:1", "data is missing", "write e.g. data:" },
        { Data, "1:1", "model is missing", "write e.g. model:" },
        { "data: 5\n" + Model, "1:7", "data is '5'", "write keys" },
        { "data:\n" + Model, "1:6", "data is empty", "write a value" },
        { "data: null\n" + Model, "1:1", "data is missing", "write e.g. data:" },
        { "data: {classes: }\n" + Model, "1:17", "data.classes is empty", "write a value" },
        { "data: {test: }\n" + Model, "1:14", "data.test is empty", "leave the key out" },
        { "data: {path: }\n" + Model, "1:14", "data.path is empty", "leave the key out" },
        { Data + Model + "flows: {}\n", "3:1", "unknown key 'flows' in the file", "did you mean 'flow'" },
        { "data: {sorce: csv}\n" + Model, "1:8", "unknown key 'sorce' in data", "did you mean 'source'" },
        { Data + "model: {widths: [4], weightDecay: {lamda: 1}}\n", "2:36", "unknown key 'lamda'", "'lambda'" },
        { Data + "model: {widths: [4], zzzzzzzz: 1}\n", "2:22", "unknown key 'zzzzzzzz'", "known keys: layers" },
        { "data: {source: cifar}\n" + Model, "1:16", "data.source 'cifar' is unknown", "did you mean 'cifar10'" },
        { "data: {source: [csv]}\n" + Model, "1:16", "data.source is a list", "write a text" },
        { "data: {source: csv}\n" + Model, "1:7", "data.path is missing", "path: FILE" },
        { "data: {source: csv, path: none.csv}\n" + Model, "1:27", "none.csv' does not exist", "existing file" },
        { "data: {source: csv, path: .}\n" + Model, "1:27", "is a directory", "existing file" },
        { "data: {source: csv, path: [a]}\n" + Model, "1:27", "data.path is a list", "path: FILE" },
        { "data: {source: idx, path: a}\n" + Model, "1:27", "data.path is 'a'", "images: FILE" },
        { "data: {source: idx, path: {labels: a}}\n" + Model, "1:27", "data.path.images is missing", "images: FILE" },
        { "data: {source: cifar10, path: []}\n" + Model, "1:31", "data.path is an empty list", @"\[FILE, FILE\]" },
        { "data: {path: a.csv}\n" + Model, "1:8", "data.path means nothing for source optdigits", "remove" },
        { "data: {count: 5}\n" + Model, "1:8", "data.count means nothing", "limit" },
        { "data: {teacher: {}}\n" + Model, "1:8", "data.teacher means nothing", "source: teacher" },
        { "data: {classes: [3]}\n" + Model, "1:17", "names 1 label", "two or more" },
        { "data: {classes: [3, 3]}\n" + Model, "1:17", "a label twice", "once" },
        { "data: {classes: [3, x]}\n" + Model, "1:21", "data.classes.1 is 'x'", "whole number" },
        { "data: {classes: 3}\n" + Model, "1:17", "data.classes is '3'", "write a list" },
        { "data: {targets: plus-minus}\n" + Model, "1:17", "exactly two classes", "classes:" },
        { "data: {targets: values}\n" + Model, "1:17", "means nothing", "source: teacher" },
        { "data: {normalize: Unit}\n" + Model, "1:19", "'Unit' is unknown", "did you mean 'unit'" },
        { "data: {limit: 0}\n" + Model, "1:15", "data.limit is '0'", "whole number >= 1" },
        { "data: {limit: 99999999999}\n" + Model, "1:15", "data.limit is '99999999999'", "whole number >= 1" },
        { "data: {shape: [8, 8]}\n" + Model, "1:15", "data.shape is", "channels, height, width" },
        { "data: {labelNoise: 1.5}\n" + Model, "1:20", "data.labelNoise is '1.5'", "from 0 to 1" },
        { "data: {labelNoise: .nan}\n" + Model, "1:20", "is '.nan'", "from 0 to 1" },
        { "data: {seed: -1}\n" + Model, "1:14", "data.seed is '-1'", ">= 0" },
        { "data: {test: {path: a, fraction: 0.5}}\n" + Model, "1:14", "both path and fraction", "either" },
        { "data: {test: {}}\n" + Model, "1:14", "no path or fraction", "either" },
        { "data: {test: {path: a.csv}}\n" + Model, "1:21", "has no files", "fraction: 0.2" },
        { "data: {test: {fraction: 1}}\n" + Model, "1:25", "fraction is '1'", "excluded" },
        { "data: {source: gaussian, classes: [1, 2]}\n" + Model, "1:26", "data.classes means nothing", @"\+1, -1" },
        { "data: {source: gaussian, count: 9999999, dimension: 9999999}\n" + Model, "1:33", "x data.", "most" },
        { "data: {source: gaussian, shape: [1, 2, 3]}\n" + Model, "1:33", "has 6 entries", "product" },
        { "data: {source: teacher, targets: values, labelNoise: 0.5}\n" + Model, "1:54", "needs labels", "noise" },
        { "data: {source: teacher, teacher: {activation: rellu}}\n" + Model, "1:47", "'rellu'", "expression in z" },
    };

    public static TheoryData<string, string, string, string> Sections() => new()
    {
        { "model: {}", "2:8", "model.layers is missing", "widths:" },
        { "model: {widths: [0]}", "2:18", "model.widths.0 is '0'", ">= 1|from 1" },
        { "model: {widths: [4], layers: []}", "2:9", "contradicts model.layers", "keep either" },
        { "model: {layers: [dense: {units: 4}], activation: relu}", "2:38", "contradicts", "keep either" },
        { "model: {layers: [dens: {units: 4}]}", "2:18", "unknown key 'dens'", "did you mean 'dense'" },
        { "model: {layers: [dense: {}]}", "2:25", "dense.units is missing", ">= 1" },
        { "model: {layers: [dense: {units: 1.5}]}", "2:33", "units is '1.5'", "whole number" },
        { "model: {layers: [{dense: {units: 1}, flatten: {}}]}", "2:18", "is not one layer", "- dense" },
        { "model: {layers: [conv: {channels: 2}]}", "2:24", "conv.kernel is missing", ">= 1" },
        { "model: {layers: [conv: {channels: 2, kernel: 3, stride: 0}]}", "2:57", "stride is '0'", "from 1" },
        { "model: {layers: [average-pool: {stride: 2}]}", "2:32", "average-pool.kernel is missing", ">= 1" },
        { "model: {layers: [average-pool: {kernel: 2, pad: 1}]}", "2:44", "unknown key 'pad'", "known keys" },
        { "model: {layers: [residual: 3]}", "2:28", "residual is '3'", "list" },
        { "model: {layers: [residual: []]}", "2:28", "residual has no layers", "one or more" },
        { "model: {layers: [residual: [conv: {kernel: 3}]]}", "2:35", "conv.channels is missing", ">= 1" },
        { "model: {layers: [residual: [pool: 2]]}", "2:29", "unknown key 'pool'", "known keys" },
        { "model: {layers: [batch-norm: {epsilon: -1}]}", "2:40", "epsilon is '-1'", ">= 0" },
        { "model: {layers: [flatten: {size: 3}]}", "2:28", "unknown key 'size'", "known keys" },
        { "model: {layers: 3}", "2:17", "model.layers is '3'", "list" },
        { "model: {widths: [4], activation: reluu}", "2:34", "'reluu' is not accepted", "expression in z" },
        { "model: {widths: [4], loss: squared}", "2:28", "'squared' is not accepted", "u and y" },
        { "model: {widths: [4], output: 2}", "2:30", "model.output is 2", "output: 1" },
        { "model: {widths: [4], bias: yes}", "2:28", "model.bias is 'yes'", "true or false" },
        { "model: {widths: [4], parametrization: Lagrange}", "2:39", "'Lagrange'", "did you mean 'lagrange'" },
        { "model: {widths: [4], weightDecay: -0.1}", "2:35", "weightDecay is '-0.1'", ">= 0" },
        { "model: {widths: [4], weightDecay: \"0.1\"}", "2:35", "quoted text", ">= 0" },
        { "model: {widths: [4], weightDecay: {on: rho}}", "2:35", "lambda is missing", "lambda: 0.01" },
        { "model: {widths: [4], weightDecay: {lambda: .inf}}", "2:44", "'.inf'", ">= 0" },
        { "model: {widths: [4], weightDecay: {lambda: 1, on: all}}", "2:51", "'all' is unknown", "rho, layers" },
        { Model + "initialization: {norm: 2}", "3:24", "norm 2 contradicts", "use rho" },
        { Model + "initialization: {norm: 0}", "3:24", "norm 0 contradicts", "use rho" },
        { Model + "initialization: {rho: -1}", "3:23", "rho is '-1'", ">= 0" },
        { Model + "initialization: {g: [1, 1]}", "3:18", "means nothing for parametrization", "remove" },
        { Model + "initialization: {kind: file}", "3:17", "path is missing", "weights.npz" },
        { Model + "initialization: {kind: file, path: no.npz}", "3:36", "no.npz' does not exist", "existing" },
        { Model + "initialization: {kind: file, path: no.npz, rho: 2}", "3:44", "contradicts kind file", "remove" },
        { Model + "initialization: {path: a.npz}", "3:18", "means nothing for kind gaussian", "kind: file" },
        { Model + "initialization: {coefficients: {a: 1}}", "3:18", "means nothing for kind", "kind: sine" },
        { Model + "flow: {tEnd: -1}", "3:14", "flow.tEnd is '-1'", "> 0" },
        { Model + "flow: {tEnd: 0}", "3:14", "flow.tEnd is '0'", "> 0" },
        { Model + "flow: {tEnd: .inf}", "3:14", "'.inf'", "> 0" },
        { Model + "flow: {tEnd: }", "3:14", "flow.tEnd is empty", "> 0" },
        { Model + "flow: {tEnd: 1e999}", "3:14", "'1e999'", "> 0" },
        { Model + "flow: {tEnd: 1,5}", "3:16", "unknown key '5'", "known keys" },
        { Model + "flow: {rtol: 2}", "3:14", "flow.rtol is '2'", "from 1e-14 to 1" },
        { Model + "flow: {rtol: 0}", "3:14", "flow.rtol is '0'", "from 1e-14 to 1" },
        { Model + "flow: {atol: 0}", "3:14", "flow.atol is '0'", "> 0" },
        { Model + "flow: {solver: dopri6}", "3:16", "'dopri6' is unknown", "did you mean 'dopri5'" },
        { Model + "flow:", "3:6", "flow is empty", "write keys" },
        { Model + "flow: {order: }", "3:15", "flow.order is empty", "leave the key out" },
        { Model + "flow: {mode: }", "3:14", "flow.mode is empty", "leave the key out" },
        { Model + "flow: {controller: }", "3:20", "flow.controller is empty", "leave the key out" },
        { Model + "flow: {step: }", "3:14", "flow.step is empty", "leave the key out" },
        { Model + "flow: {stop: }", "3:14", "flow.stop is empty", "leave the key out" },
        { Model + "flow: {modified: }", "3:18", "flow.modified is empty", "leave the key out" },
        { Model + "flow: {solver: }", "3:16", "flow.solver is empty", "write a text" },
        { Model + "train: {batchSize: }", "3:20", "train.batchSize is empty", "leave the key out" },
        { Model + "backend: {threads: }", "3:20", "backend.threads is empty", "leave the key out" },
        { Model + "flow: {step: 0}", "3:14", "flow.step is '0'", "> 0" },
        { Model + "flow: {maxSteps: 15e-1}", "3:18", "maxSteps is '15e-1'", "whole number" },
        { Model + "flow: {samples: {count: 1}}", "3:25", "count is '1'", "from 2" },
        { Model + "flow: {samples: {count: 99999999999}}", "3:25", "count is '99999999999'", "10000000" },
        { Model + "flow: {samples: {kind: lin}}", "3:24", "'lin' is unknown", "known names: linear, log" },
        { Model + "flow: {samples: {first: 1}}", "3:18", "means nothing for kind linear", "kind: log" },
        { Model + "flow: {samples: {kind: log, first: 200}}", "3:36", "not before tEnd", "write less" },
        { Model + "flow: {samples: {times: [1, 1]}}", "3:29", "not above", "ascending" },
        { Model + "flow: {samples: {times: []}}", "3:25", "empty list", "write e.g." },
        { Model + "flow: {samples: {times: [0, 101]}}", "3:25", "beyond tEnd", "raise" },
        { Model + "flow: {samples: {times: [1], kind: log}}", "3:30", "contradicts a list of times", "either" },
        { Model + "flow: {stop: {}}", "3:14", "no condition", "gradNorm" },
        { Model + "flow: {stop: {gradNorm: -1}}", "3:25", "gradNorm is '-1'", ">= 0" },
        { Model + "flow: {stop: loss}", "3:14", "'loss' is not accepted", "comparison" },
        { Model + "train: {algorithm: adam}", "3:20", "'adam' is unknown", "known names" },
        { Model + "train: {algorithm: gd, batchSize: 8}", "3:24", "contradicts algorithm gd", "sgd" },
        { Model + "train: {learningRate: 0}", "3:23", "learningRate is '0'", "> 0" },
        { Model + "train: {momentum: 1}", "3:19", "momentum is '1'", "< 1" },
        { Model + "train: {nesterov: true}", "3:19", "needs momentum", "momentum: 0.9" },
        { Model + "train: {epochs: 1, steps: 1}", "3:27", "both epochs and steps", "one of the two" },
        { Model + "train: {epochs: 0}", "3:17", "epochs is '0'", ">= 1" },
        { Model + "train: {batchSize: 0}", "3:20", "batchSize is '0'", ">= 1" },
        { Model + "train: {schedule: {factor: 0.5}}", "3:20", "belongs to kind step", "kind: step" },
        { Model + "train: {schedule: {kind: step}}", "3:19", "every is missing", ">= 1" },
        { Model + "train: {steps: 5, samples: {steps: [9]}}", "3:36", "beyond train.steps", "raise" },
        { Model + "train: {algorithm: gd, sampling: with-replacement}", "3:34", "contradicts algorithm gd", "sgd" },
        { Model + "train: {sampling: bootstrap}", "3:19", "'bootstrap' is unknown", "known names" },
        { Model + "train: {sampling: with-replacement, shuffle: false}", "3:46", "shuffle false contra", "remove" },
        { Model + "train: {algorithm: halpern, momentum: 0.9}", "3:39", "contradicts algorithm halpern", "0" },
        { Raw + "train: {algorithm: projected}", "3:20", "needs spheres", "parametrization: lagrange" },
        { Raw + "train: {algorithm: nmgd}", "3:20", "nmgd needs spheres", "algorithm: sgd" },
        { Norm + "train: {sampling: gaussian-noise}", "3:19", "batch norm couples", "with-replacement" },
        { Model + "compare: {learningRates: []}", "3:26", "empty list", @"\[0.1\]" },
        { Model + "compare: {learningRates: [-0.1]}", "3:27", "learningRates.0 is '-0.1'", "> 0" },
        { Model + "compare: {seeds: 0}", "3:18", "seeds is '0'", "from 1" },
        { Model + "observables: [los]", "3:15", "observables.0 'los' is unknown", "did you mean 'loss'" },
        { Model + "backend: {kind: gpu}", "3:17", "'gpu' is unknown", "did you mean 'cpu'" },
        { Model + "backend: {threads: 0}", "3:20", "threads is '0'", "from 1" },
        { Model + "backend: {precision: double}", "3:22", "'double' is unknown", "float64" },
        { Model + "output: {weights: all}", "3:19", "'all' is unknown", "none, last, samples" },
        { Model + "name: a/b", "3:7", "cannot name a directory", "letters" },
    };

    public static TheoryData<string, string, string> Overrides() => new()
    {
        { "flow.tEnd", "this is no override", "section.key=value" },
        { "=3", "this is no override", "section.key=value" },
        { "flow..tEnd=3", "this is no override", "section.key=value" },
        { "flow.tEnd=-3", "flow.tEnd is '-3'", "> 0" },
        { "flow.tEnd=", "flow.tEnd is empty", "> 0" },
        { "flow.order=", "flow.order is empty", "leave the key out" },
        { "flow.tend=3", "unknown key 'tend' in flow", "did you mean 'tEnd'" },
        { "flows.tEnd=3", "unknown key 'flows'", "did you mean 'flow'" },
        { "model.widths=[1, x]", "model.widths.1 is 'x'", "whole number" },
        { "model.widths=[1", "not valid YAML", "brackets" },
        { "model.widths.7=3", "'7' is no entry of the list model.widths", "from 0 to 0" },
        { "data.source.x=3", "data.source is the single value 'optdigits'", "--set data.source=VALUE" },
        { "data.classes=[3]", "names 1 label", "two or more" },
        { "model.layers=[dense: {units: 2}]", "contradicts model.layers", "keep either" },
        { "data.path=/", "means nothing", "remove" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    [MemberData(nameof(SectionsAfterData))]
    public void Mistake_is_one_message_with_position_and_remedy(string text, string at, string problem, string remedy)
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("bad.yaml", text);

        var failure = Assert.Throws<ConfigurationException>(() => ConfigReader.ReadFile(file, TestCatalogs.Names));

        string start = $"^{Regex.Escape(file)}:{at}: ";
        Assert.Matches($@"{start}[^\n]*({problem})[^\n]*; [^\n]*({remedy})[^\n]*$", failure.Message);
        Assert.Equal(["bad.yaml"], directory.Listing());
    }

    [Theory]
    [MemberData(nameof(Overrides))]
    public void Mistake_in_an_override_names_the_override(string text, string problem, string remedy)
    {
        var failure = Assert.Throws<ConfigurationException>(
            () => ConfigReader.ReadText(Data + Model, "run.yaml", "/", TestCatalogs.Names, [text]));

        bool inFile = text.StartsWith("model.layers", StringComparison.Ordinal);
        string position = inFile ? "run.yaml:2:9" : "--set " + text;
        string halves = $".*({Regex.Escape(problem)}).*; .*({Regex.Escape(remedy)})";
        Assert.Matches($"^{Regex.Escape(position)}: {halves}", failure.Message);
    }

    [Fact]
    public void Missing_file_directory_and_binary_file_are_named()
    {
        using var directory = new TemporaryDirectory();
        Expect(directory.File("none.yaml"), "does not exist; give the path of an existing file");
        Expect(directory.Path, "is a directory; give the path of an existing file");
        Expect(directory.Write("binary.yaml", [0x61, 0x0A, 0xFF, 0xFE]), ":2:1: the file is not UTF-8 text; save");
        Expect(directory.Write("huge.yaml", new byte[2_000_000]), "the file has 2000000 bytes; an experiment file");
        Assert.Equal(["binary.yaml", "huge.yaml"], directory.Listing());

        static void Expect(string path, string part)
        {
            var failure = Assert.Throws<ConfigurationException>(() => ConfigReader.ReadFile(path, TestCatalogs.Names));
            Assert.StartsWith(path + ":", failure.Message, StringComparison.Ordinal);
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Nine levels of lists, each holding the one before ten times: a billion values in short.</summary>
    private static string Laughs() => "x0: &x0 [1]\n" + string.Concat(Enumerable.Range(1, 9).Select(
        level => $"x{level}: &x{level} [{string.Join(", ", Enumerable.Repeat($"*x{level - 1}", 10))}]\n"));

    public static TheoryData<string, string, string, string> SectionsAfterData()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (object[] row in Sections())
        {
            rows.Add(Data + row[0], (string)row[1], (string)row[2], (string)row[3]);
        }

        return rows;
    }
}
