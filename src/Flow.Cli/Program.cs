using Flow.Cli;
using Flow.Cli.Views;

return Application.Run(args, Terminal.Standard());
