namespace Flow.Cli.Tests;

/// <summary>The signals that this process ignores, and so every process that it starts.</summary>
internal static class SignalMask
{
    /// <summary>Skips a test of a signal that is ignored here, as SIGHUP is below nohup and SIGINT in the background of
    /// a script.</summary>
    public static void SkipIfIgnored(string signal)
    {
        var number = signal switch { "HUP" => 1, "INT" => 2, "KILL" => 9, _ => 15 };
        var mask = File.ReadLines("/proc/self/status")
            .First(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        var isIgnored = (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) >> (number - 1) & 1) != 0;
        Skip.If(isIgnored, $"SIG{signal} is ignored here");
    }
}
