/* The flow of a smooth network by SUNDIALS CVODE 6 with a right-hand side on OpenBLAS, one thread.
 *
 * cc -O3 -march=native -ffast-math -o cvode_flow bench/peers/cvode_flow.c -lsundials_cvode -lsundials_nvecserial \
 *    -lopenblas -lm
 * dotnet run -c Release --project bench/Flow.Benchmarks -- precision export flow-swish50 runs/flow-swish50.bin
 * OPENBLAS_NUM_THREADS=1 ./cvode_flow flow-swish50 runs/flow-swish50.bin bdf 1e-4,1e-6,1e-8
 *
 * The file holds doubles: L, widths 0..L, N, lambda, 0 for swish(50) or 1 for tanh, rho(0), the number of times, times,
 * X sample by sample, y, V_1..V_L row by row, and for each time the N outputs of the reference. Methods: bdf (Newton
 * with GMRES), adams-gmres, adams (functional iteration). Weights are those of deflated-adams: with B blocks and P
 * entries the norm is sqrt(sum_b (|e_b| / w_b)^2 / B), w_b = atol sqrt(n_b) + rtol max(1, |y_b|), atol = rtol / 1000.
 * Prints problem,solver,rtol,evaluations,seconds,error,status; evaluations hold those of the difference quotients. */
#include <cblas.h>
#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>
#include <time.h>

enum { MAX_LAYERS = 8 };

typedef struct {
    int layers, count, isTanh, times;
    int width[MAX_LAYERS + 1], offset[MAX_LAYERS + 1];
    double lambda, rho0, rtol, atol;
    const double *time, *x, *y, *start, *reference;
    double *hidden[MAX_LAYERS], *slope[MAX_LAYERS], *output, *residual, *back[2];
} Flow;

static double *numbers(size_t count) {
    double *memory = aligned_alloc(64, (count * sizeof(double) + 63) / 64 * 64);
    if (!memory) {
        exit(1);
    }
    return memory;
}

static void activate(const Flow *flow, double *h, double *d, size_t count) {
    if (flow->isTanh) {
        for (size_t i = 0; i < count; i++) {
            const double t = 1 - 2 / (exp(2 * h[i]) + 1);
            h[i] = t;
            d[i] = 1 - t * t;
        }
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const double z = h[i], s = 1 / (1 + exp(-50 * z)), t = z * s;
        h[i] = t;
        d[i] = s + 50 * t * (1 - s);
    }
}

/* Samples are rows: hidden[k + 1] = act(hidden[k] V_k'). The state is V_1..V_L, rho. */
static void forward(Flow *flow, const double *state) {
    for (int k = 0; k < flow->layers; k++) {
        const int in = flow->width[k], out = flow->width[k + 1], last = k == flow->layers - 1;
        const double *left = k ? flow->hidden[k] : flow->x;
        double *right = last ? flow->output : flow->hidden[k + 1];
        const double *v = state + flow->offset[k];
        if (out == 1) {
            cblas_dgemv(CblasRowMajor, CblasNoTrans, flow->count, in, 1, left, in, v, 1, 0, right, 1);
        } else {
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, flow->count, out, in, 1, left, in, v, in, 0, right,
                        out);
        }
        if (!last) {
            activate(flow, right, flow->slope[k + 1], (size_t)flow->count * out);
        }
    }
}

static int field(realtype t, N_Vector vector, N_Vector result, void *data) {
    (void)t;
    Flow *flow = data;
    const double *state = N_VGetArrayPointer(vector);
    double *velocity = N_VGetArrayPointer(result);
    const double rho = state[flow->offset[flow->layers]];
    forward(flow, state);
    double along = 0;
    for (int n = 0; n < flow->count; n++) {
        const double e = flow->y[n] - rho * flow->output[n];
        along += e * flow->output[n];
        flow->residual[n] = 2 * rho / flow->count * e;
    }
    velocity[flow->offset[flow->layers]] = 2.0 / flow->count * along - 2 * flow->lambda * rho;
    const double *g = flow->residual;
    for (int k = flow->layers - 1; k >= 0; k--) {
        const int in = flow->width[k], out = flow->width[k + 1], length = in * out;
        const double *v = state + flow->offset[k], *left = k ? flow->hidden[k] : flow->x;
        double *dv = velocity + flow->offset[k];
        if (out == 1) {
            cblas_dgemv(CblasRowMajor, CblasTrans, flow->count, in, 1, left, in, g, 1, 0, dv, 1);
        } else {
            cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, out, in, flow->count, 1, g, out, left, in, 0, dv, in);
        }
        const double multiplier = cblas_ddot(length, dv, 1, v, 1) / cblas_ddot(length, v, 1, v, 1);
        cblas_daxpy(length, -multiplier, v, 1, dv, 1);
        if (k) {
            double *next = flow->back[k % 2];
            const double *d = flow->slope[k];
            if (out == 1) {
                for (int n = 0; n < flow->count; n++) {
                    for (int i = 0; i < in; i++) {
                        next[(size_t)n * in + i] = g[n] * v[i] * d[(size_t)n * in + i];
                    }
                }
            } else {
                cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, flow->count, in, out, 1, g, out, v, in, 0, next,
                            in);
                for (size_t i = 0; i < (size_t)flow->count * in; i++) {
                    next[i] *= d[i];
                }
            }
            g = next;
        }
    }
    return 0;
}

static int weights(N_Vector vector, N_Vector result, void *data) {
    const Flow *flow = data;
    const double *state = N_VGetArrayPointer(vector);
    double *weight = N_VGetArrayPointer(result);
    const int unknowns = flow->offset[flow->layers] + 1, blocks = flow->layers + 1;
    const double factor = sqrt((double)unknowns / blocks);
    for (int k = 0; k < blocks; k++) {
        const int from = flow->offset[k], to = k < flow->layers ? flow->offset[k + 1] : unknowns;
        const double size = cblas_dnrm2(to - from, state + from, 1);
        const double w = factor / (flow->atol * sqrt(to - from) + flow->rtol * fmax(1, size));
        for (int i = from; i < to; i++) {
            weight[i] = w;
        }
    }
    return 0;
}

static void load(Flow *flow, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    const size_t count = ftell(file) / sizeof(double);
    rewind(file);
    double *p = numbers(count);
    if (fread(p, sizeof(double), count, file) != count || *p < 1 || *p > MAX_LAYERS) {
        fprintf(stderr, "%s is no flow of %d layers or fewer\n", path, MAX_LAYERS);
        exit(1);
    }
    fclose(file);
    flow->layers = (int)*p++;
    for (int k = 0; k <= flow->layers; k++) {
        flow->width[k] = (int)*p++;
    }
    for (int k = 0; k < flow->layers; k++) {
        flow->offset[k + 1] = flow->offset[k] + flow->width[k] * flow->width[k + 1];
    }
    flow->count = (int)*p++;
    flow->lambda = *p++;
    flow->isTanh = *p++ != 0;
    flow->rho0 = *p++;
    flow->times = (int)*p++;
    flow->time = p;
    flow->x = flow->time + flow->times;
    flow->y = flow->x + (size_t)flow->count * flow->width[0];
    flow->start = flow->y + flow->count;
    flow->reference = flow->start + flow->offset[flow->layers];
    size_t widest = 0;
    for (int k = 1; k <= flow->layers; k++) {
        const size_t size = (size_t)flow->count * flow->width[k];
        widest = size > widest ? size : widest;
    }
    for (int k = 1; k < flow->layers; k++) {
        const size_t size = (size_t)flow->count * flow->width[k];
        flow->hidden[k] = numbers(size);
        flow->slope[k] = numbers(size);
    }
    flow->output = numbers(flow->count);
    flow->residual = numbers(flow->count);
    flow->back[0] = numbers(widest);
    flow->back[1] = numbers(widest);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

static void solve(Flow *flow, const char *name, const char *method, double rtol) {
    SUNContext context;
    SUNContext_Create(NULL, &context);
    const int unknowns = flow->offset[flow->layers] + 1, isBdf = strcmp(method, "bdf") == 0;
    flow->rtol = rtol;
    flow->atol = rtol / 1000;
    const double begin = seconds();
    N_Vector state = N_VNew_Serial(unknowns, context);
    memcpy(N_VGetArrayPointer(state), flow->start, (unknowns - 1) * sizeof(double));
    N_VGetArrayPointer(state)[unknowns - 1] = flow->rho0;
    void *memory = CVodeCreate(isBdf ? CV_BDF : CV_ADAMS, context);
    CVodeInit(memory, field, 0, state);
    CVodeSetUserData(memory, flow);
    CVodeWFtolerances(memory, weights);
    CVodeSetMaxNumSteps(memory, 1000000);
    SUNNonlinearSolver iteration = NULL;
    SUNLinearSolver linear = NULL;
    if (strcmp(method, "adams") == 0) {
        iteration = SUNNonlinSol_FixedPoint(state, 0, context);
        CVodeSetNonlinearSolver(memory, iteration);
    } else {
        linear = SUNLinSol_SPGMR(state, SUN_PREC_NONE, 20, context);
        CVodeSetLinearSolver(memory, linear, NULL);
    }
    double error = 0, reached = 0;
    int status = 0;
    for (int i = 0; i < flow->times && status >= 0; i++) {
        status = CVode(memory, flow->time[i], state, &reached, CV_NORMAL);
        const double *z = N_VGetArrayPointer(state);
        forward(flow, z);
        for (int n = 0; n < flow->count; n++) {
            const double difference = z[unknowns - 1] * flow->output[n] - flow->reference[(size_t)i * flow->count + n];
            error = fmax(error, fabs(difference));
        }
    }
    const double elapsed = seconds() - begin;
    long evaluations = 0, differences = 0;
    CVodeGetNumRhsEvals(memory, &evaluations);
    if (linear) {
        CVodeGetNumLinRhsEvals(memory, &differences);
    }
    printf("%s,cvode-%s (C),%g,%ld,%.4f,", name, method, rtol, evaluations + differences, elapsed);
    printf(status < 0 ? "NaN,failed\n" : "%.3e,end-reached\n", error);
    fflush(stdout);
    CVodeFree(&memory);
    if (linear) {
        SUNLinSolFree(linear);
    }
    if (iteration) {
        SUNNonlinSolFree(iteration);
    }
    N_VDestroy(state);
    SUNContext_Free(&context);
}

int main(int count, char **words) {
    if (count < 5) {
        fprintf(stderr, "say: cvode_flow NAME FILE bdf|adams-gmres|adams TOLERANCES\n");
        return 2;
    }
    Flow flow = {0};
    load(&flow, words[2]);
    openblas_set_num_threads(1);
    for (char *word = strtok(words[4], ","); word; word = strtok(NULL, ",")) {
        solve(&flow, words[1], words[3], atof(word));
    }
    return 0;
}
