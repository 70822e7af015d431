using Flow.Cli.Views;

namespace Flow.Cli.Tests;

/// <summary>A command line run in this process, with everything it printed.</summary>
internal sealed record CommandRun(int Code, string Out, string Error)
{
    public static CommandRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static CommandRun Of(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Application.Run(args, new Terminal(output, error), cancellation);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>The lines of the output without leading and trailing blanks.</summary>
    public string[] Lines => [.. Out.Split('\n').Select(static line => line.Trim())];
}
