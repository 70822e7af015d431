using System.Runtime.InteropServices;

namespace Flow.Integrators.Sundials;

/// <summary>The functions of CVODE 6 that are called; doubles, 64-bit indices, status 0 for success, as Debian builds
/// it (A. C. Hindmarsh, R. Serban, D. R. Reynolds, User Documentation for CVODE, 2022).</summary>
internal static unsafe partial class CvodeLibrary
{
    public const int AdamsMethod = 1;
    public const int BdfMethod = 2;
    public const int OneStep = 2;
    public const int StopTimeReached = 1;

    // The number is that of the interface: the functions of other versions take other arguments.
    private const string Name = "libsundials_cvode.so.6";

    private static readonly Lazy<bool> IsLoadable = new(static () => NativeLibrary.TryLoad(Name, out _));

    /// <summary>Why CVODE cannot be used here, with the remedy; null where it can.</summary>
    public static string? Missing => IsLoadable.Value ? null
        : $"needs SUNDIALS CVODE 6 ({Name}), which is not found; install it, on Debian 12 with "
        + "apt-get install libsundials-cvode6, or choose deflated-adams or bdf";

    [LibraryImport(Name, EntryPoint = "SUNContext_Create")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ContextCreate(nint communicator, nint* context);

    [LibraryImport(Name, EntryPoint = "SUNContext_Free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void ContextFree(nint* context);

    [LibraryImport(Name, EntryPoint = "N_VNew_Serial")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint VectorNew(long length, nint context);

    [LibraryImport(Name, EntryPoint = "N_VGetArrayPointer")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial double* VectorValues(nint vector);

    [LibraryImport(Name, EntryPoint = "N_VDestroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void VectorDestroy(nint vector);

    [LibraryImport(Name, EntryPoint = "SUNNonlinSol_FixedPoint")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint FixedPointNew(nint template, int accelerations, nint context);

    [LibraryImport(Name, EntryPoint = "SUNNonlinSol_Newton")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint NewtonNew(nint template, nint context);

    [LibraryImport(Name, EntryPoint = "SUNNonlinSolFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void NonlinearFree(nint solver);

    [LibraryImport(Name, EntryPoint = "SUNLinSol_SPGMR")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint GmresNew(nint template, int preconditioner, int dimensions, nint context);

    [LibraryImport(Name, EntryPoint = "SUNLinSolFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void LinearFree(nint solver);

    [LibraryImport(Name, EntryPoint = "CVodeCreate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Create(int method, nint context);

    [LibraryImport(Name, EntryPoint = "CVodeFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void Free(nint* memory);

    [LibraryImport(Name, EntryPoint = "CVodeSetErrHandlerFn")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetErrorReport(
        nint memory, delegate* unmanaged[Cdecl]<int, nint, nint, nint, nint, void> report, nint data);

    [LibraryImport(Name, EntryPoint = "CVodeInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Init(
        nint memory, delegate* unmanaged[Cdecl]<double, nint, nint, nint, int> field, double time, nint state);

    [LibraryImport(Name, EntryPoint = "CVodeReInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Restart(nint memory, double time, nint state);

    [LibraryImport(Name, EntryPoint = "CVodeSetUserData")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetUserData(nint memory, nint data);

    [LibraryImport(Name, EntryPoint = "CVodeWFtolerances")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetWeights(nint memory, delegate* unmanaged[Cdecl]<nint, nint, nint, int> weights);

    [LibraryImport(Name, EntryPoint = "CVodeSetNonlinearSolver")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetNonlinearSolver(nint memory, nint solver);

    [LibraryImport(Name, EntryPoint = "CVodeSetLinearSolver")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetLinearSolver(nint memory, nint solver, nint matrix);

    [LibraryImport(Name, EntryPoint = "CVodeSetJacTimes")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetProducts(
        nint memory,
        delegate* unmanaged[Cdecl]<double, nint, nint, nint, int> setup,
        delegate* unmanaged[Cdecl]<nint, nint, double, nint, nint, nint, nint, int> product);

    [LibraryImport(Name, EntryPoint = "CVodeSetProjFn")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetProjection(
        nint memory, delegate* unmanaged[Cdecl]<double, nint, nint, double, nint, nint, int> project);

    [LibraryImport(Name, EntryPoint = "CVodeSetInitStep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetFirstStep(nint memory, double size);

    [LibraryImport(Name, EntryPoint = "CVodeSetStopTime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetStopTime(nint memory, double time);

    [LibraryImport(Name, EntryPoint = "CVode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Advance(nint memory, double target, nint state, double* reached, int task);

    [LibraryImport(Name, EntryPoint = "CVodeGetDky")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Interpolate(nint memory, double time, int derivative, nint result);

    [LibraryImport(Name, EntryPoint = "CVodeGetLastOrder")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int LastOrder(nint memory, int* order);

    [LibraryImport(Name, EntryPoint = "CVodeGetCurrentStep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int NextStep(nint memory, double* size);

    [LibraryImport(Name, EntryPoint = "CVodeGetEstLocalErrors")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int LocalErrors(nint memory, nint errors);

    [LibraryImport(Name, EntryPoint = "CVodeGetErrWeights")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ErrorWeights(nint memory, nint weights);

    [LibraryImport(Name, EntryPoint = "CVodeGetNumErrTestFails")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ErrorRejections(nint memory, long* count);

    [LibraryImport(Name, EntryPoint = "CVodeGetNumStepSolveFails")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int UnsolvedSteps(nint memory, long* count);

    [LibraryImport(Name, EntryPoint = "CVodeGetNumLinIters")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int LinearIterations(nint memory, long* count);
}
