#!/bin/sh
# Compares float32 runs of the smooth digits flow with a float64 run at rtol 1e-9: the largest difference of a column
# over the recorded times, relative to max(1, |value|).
cd "$(dirname "$0")/../.." || exit 2
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
simulate() {
    dotnet run --project src/Flow.Cli -c Release -v q -- simulate examples/digits-swish.yaml \
        --set backend.precision="$1" --set flow.rtol="$2" --set flow.atol=1e-9 --set flow.solver=dopri5 \
        --set flow.tEnd=50 --set flow.samples.count=11 --set output.directory="$runs/$1-$2" > /dev/null 2>&1 || exit 2
}
difference() {
    paste -d, "$runs/float64-1e-9/trajectory.csv" "$1" | awk -F, -v name="$2" '
        NR == 1 { half = NF / 2; for (i = 1; i <= half; i++) if ($i == name) column = i; next }
        {
            a = $column; b = $(column + half); d = a > b ? a - b : b - a; m = a < 0 ? -a : a
            d /= m > 1 ? m : 1; if (d > worst) worst = d
        }
        END { printf " %.1e |", worst }'
}
simulate float64 1e-9
echo "| arithmetic | rtol | rho | loss | smallest margin |"
echo "|---|---|---|---|---|"
for spec in "float64 1e-6" "float32 1e-3" "float32 1e-4" "float32 1e-5" "float32 1e-6" "float32 1e-7"; do
    precision=${spec% *}
    rtol=${spec#* }
    simulate "$precision" "$rtol"
    printf '| %s | %s |' "$precision" "$rtol"
    for column in rho loss raw_margin_min; do
        difference "$runs/$precision-$rtol/trajectory.csv" "$column"
    done
    echo
done
