using Flow.Cli;
using Flow.Cli.Commands;
using Flow.Cli.Views;

var signals = Interruption.EndProcessWhenIdle();
var code = Application.Run(args, Terminal.Standard());
foreach (var signal in signals)
{
    signal.Dispose();
}

return code;
