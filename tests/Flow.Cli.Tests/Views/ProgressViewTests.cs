using Flow.Cli.Views;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Cli.Tests.Views;

public sealed class ProgressViewTests : IDisposable
{
    private static readonly RunProgress Halfway = new(
        50, 100, 0.0123456, 1234, 5, 0.25, 2, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));

    private readonly ManualClock _clock = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public void Redirected_progress_is_a_plain_line_now_and_then()
    {
        var view = View(false);

        for (var tenth = 0; tenth < 120; tenth++)
        {
            view.Report(Halfway);
            _clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        view.Clear();
        var line = "t 50/100  step 0.0123  accepted 1,234  rejected 5  loss 0.25  rho 2  30 s left\n";
        Assert.Equal(line + line, _error.ToString());
    }

    [Fact]
    public void Progress_of_a_companion_run_says_which_it_is()
    {
        var view = View(false);

        _clock.Advance(TimeSpan.FromSeconds(6));
        view.Report(Halfway with { Activity = "certificate, companion run 2" });

        Assert.Equal(
            "certificate, companion run 2  t 50/100  accepted 1,234  30 s left\n", _error.ToString());
    }

    [Fact]
    public void Training_progress_counts_steps()
    {
        var view = View(false);

        _clock.Advance(TimeSpan.FromSeconds(6));
        view.Report(new TrainingProgress(1500, 6000, 75, 0.25, 2, TimeSpan.FromSeconds(20)));

        Assert.Equal("step 1,500/6,000  t 75  loss 0.25  rho 2  60 s left\n", _error.ToString());
    }

    [Fact]
    public void Live_progress_is_drawn_over_itself_and_taken_away()
    {
        var view = View(true);

        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            view.Report(Halfway);
        }

        view.Clear();
        var parts = _error.ToString().Split("\r\u001b[K");
        Assert.Equal(5, parts.Length);
        Assert.DoesNotContain('\n', _error.ToString());
        Assert.Equal(string.Empty, parts[^1]);
        Assert.StartsWith("t 50/100", parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Live_progress_fits_into_the_line_without_cutting_a_number()
    {
        var view = View(true, 21);

        _clock.Advance(TimeSpan.FromSeconds(1));
        view.Report(Halfway);

        Assert.Equal("\r\u001b[Kt 50/100", _error.ToString());
    }

    [Fact]
    public void Nothing_is_taken_away_where_nothing_was_drawn()
    {
        View(true).Clear();

        Assert.Empty(_error.ToString());
    }

    public void Dispose() => _error.Dispose();

    private ProgressView View(bool isLive, int width = 200) => new(new Terminal(TextWriter.Null, _error)
    {
        IsLive = isLive,
        LiveWidth = width,
        Clock = _clock,
    });
}
