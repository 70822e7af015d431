using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Flow.Cli.Commands;

/// <summary>The usual help followed by one example.</summary>
/// <param name="help">The usual help.</param>
/// <param name="example">A whole command line.</param>
internal sealed class HelpWithExample(HelpAction help, string example) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {example}");
        return code;
    }
}
