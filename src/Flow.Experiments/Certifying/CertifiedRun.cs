using System.Text.Json;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Experiments.Certifying;

/// <summary>Adds the certificate to a run whose results are already written: to its result and its summary.json.
/// </summary>
internal static class CertifiedRun
{
    /// <summary>The result with the certificate; summary.json is replaced whole or not at all.</summary>
    /// <param name="certification">Makes the certificate.</param>
    /// <param name="run">The result.</param>
    /// <param name="directory">The run directory.</param>
    /// <param name="cancellation">Ends the companion runs.</param>
    public static FlowRunResult Complete(
        FlowCertification certification, FlowRunResult run, RunDirectory directory, CancellationToken cancellation)
    {
        var certificate = certification.Certify(run, directory.In("trajectory.csv"), cancellation);
        var certified = run with { Certificate = certificate };
        var path = directory.In("summary.json");
        if (!directory.Files.Contains(path))
        {
            return certified;
        }

        try
        {
            JsonFile.Write(path, JsonFile.FromText<RunSummary>(File.ReadAllText(path)) with
            {
                Certificate = certificate.Errors,
                CertificateStatus = certificate.Status,
                CertificateReason = certificate.Reason,
                CertificateDetails = certificate.Details,
            });
            return certified;
        }
        catch (Exception failure) when (failure is OutputException or IOException or JsonException)
        {
            return certified with
            {
                Integration = run.Integration with
                {
                    Status = IntegrationStatus.OutputFailed,
                    Detail = $"the certificate could not be added to {path}: {failure.Message}",
                },
            };
        }
    }
}
