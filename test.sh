#!/usr/bin/env bash
# Restores, builds and tests the whole solution. Without numpy, tests that exchange files with it are skipped; without
# SUNDIALS CVODE 6, tests of the solvers that use it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec </dev/null
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

install() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && apt-get install -y --no-install-recommends "$1"; } >/dev/null 2>&1
}

has_cvode() {
  ldconfig -p 2>/dev/null | grep -q libsundials_cvode.so.6
}

python3 -c 'import numpy' 2>/dev/null || install python3-numpy \
  || echo "numpy is not there; tests that need it are skipped"
has_cvode || install libsundials-cvode6 || echo "SUNDIALS CVODE 6 is not there; tests that need it are skipped"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet restore GradientFlowSim.sln -v q || exit 1
dotnet build GradientFlowSim.sln -c Release --no-restore -v q -tl:off || exit 1
dotnet test GradientFlowSim.sln -c Release --no-build -tl:off 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

awk '
  /Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+/ {
    sub(/.*Failed:/, ""); split($0, part, /[^0-9]+/)
    failed += part[2]; passed += part[3]; skipped += part[4]
  }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit passed == 0 || failed > 0 }
' "$log" || exit 1
exit "$status"
