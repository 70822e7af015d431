namespace Flow.Cli;

/// <summary>What the process returns.</summary>
public static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>A check failed.</summary>
    public const int CheckFailed = 1;

    /// <summary>The command line, the experiment file or the output directory is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>The integration stopped before its end; the status says why.</summary>
    public const int StoppedEarly = 3;

    /// <summary>A defect of the program itself (EX_SOFTWARE).</summary>
    public const int InternalError = 70;

    /// <summary>Cancelled by Ctrl-C or a request to terminate; what was reached is written.</summary>
    public const int Cancelled = 130;
}
